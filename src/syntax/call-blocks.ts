import { closest, endLineOf, lineOf, namedChildrenOf, nodesOfType, stringValue } from './nodes.ts';
import type { ParsedSource, SyntaxNode } from './syntax-types.ts';

/**
 * A call that is given a function: `it('adds', () => …)`, `router.get('/tasks', async (request) => …)`. Such functions
 * have no name of their own; the call is how people refer to them.
 */
export interface CallBlock {
  /** e.g. `it.each`, `router.get`; arguments of inner calls are left out. */
  readonly callee: string;
  /** First string argument, substitutions as written; null when there is none. */
  readonly title: string | null;
  /** 1-based, inclusive: the whole statement. */
  readonly startLine: number;
  readonly endLine: number;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Block around this one; null at the outside. */
  readonly parent: CallBlock | null;
}

const FUNCTIONS = /^(arrow_function|function_expression|generator_function|function)$/;

/** Call blocks of a JavaScript or TypeScript file, outer before inner. */
export function callBlocksOf(parsed: ParsedSource): CallBlock[] {
  const blocks: CallBlock[] = [];
  const around: CallBlock[] = [];
  for (const call of nodesOfType(parsed.root, ['call_expression'])) {
    const argumentList = call.childForFieldName('arguments');
    const callee = call.childForFieldName('function');
    if (argumentList === null || callee === null || argumentList.type !== 'arguments') continue;
    const parts = namedChildrenOf(argumentList);
    if (!parts.some((part) => FUNCTIONS.test(part.type))) continue;
    const range = statementOf(call);
    while ((around.at(-1)?.endIndex ?? Number.POSITIVE_INFINITY) <= range.startIndex) around.pop();
    const block: CallBlock = {
      callee: calleeName(callee),
      title: titleOf(parts[0]),
      startLine: lineOf(range),
      endLine: endLineOf(range),
      startIndex: range.startIndex,
      endIndex: range.endIndex,
      parent: around.at(-1) ?? null,
    };
    blocks.push(block);
    around.push(block);
  }
  return blocks;
}

function statementOf(call: SyntaxNode): SyntaxNode {
  const holder = closest(call.parent, (above) => !/^(await_expression|parenthesized_expression)$/.test(above.type));
  return holder?.type === 'expression_statement' ? holder : call;
}

/** `test.each([1, 2])` reads `test.each`. */
function calleeName(callee: SyntaxNode): string {
  if (callee.type === 'call_expression') return calleeName(callee.childForFieldName('function') ?? callee);
  const text = callee.text.replace(/\s+/g, '');
  return text.length <= 60 ? text : text.slice(0, 60);
}

function titleOf(node: SyntaxNode | undefined): string | null {
  if (node === undefined) return null;
  if (node.type === 'template_string') return node.text.slice(1, -1);
  return stringValue(node);
}
