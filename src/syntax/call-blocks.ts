import { languageById } from './languages.ts';
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

const FUNCTIONS = /^(arrow_function|function_expression|generator_function|function|anonymous_function)$/;

/** A call with a function, before its place among others is known. */
interface FoundBlock {
  readonly callee: string;
  readonly title: string | null;
  readonly start: SyntaxNode;
  readonly end: SyntaxNode;
}

/**
 * Call blocks of a JavaScript, TypeScript or PHP file, calls with a block of a Ruby file, and test macros with a text of
 * a C++ file (`TEST_CASE("adds") { … }`), outer before inner.
 */
export function callBlocksOf(parsed: ParsedSource): CallBlock[] {
  const blocks: CallBlock[] = [];
  const around: CallBlock[] = [];
  for (const { callee, title, start, end } of foundBlocks(parsed)) {
    while ((around.at(-1)?.endIndex ?? Number.POSITIVE_INFINITY) <= start.startIndex) around.pop();
    const block: CallBlock = {
      callee,
      title,
      startLine: lineOf(start),
      endLine: endLineOf(end),
      startIndex: start.startIndex,
      endIndex: end.endIndex,
      parent: around.at(-1) ?? null,
    };
    blocks.push(block);
    around.push(block);
  }
  return blocks;
}

function foundBlocks({ root, language }: ParsedSource): FoundBlock[] {
  switch (languageById(language).family) {
    case 'javascript':
      return nodesOfType(root, ['call_expression']).flatMap(functionCall);
    case 'php':
      return nodesOfType(root, ['function_call_expression']).flatMap(functionCall);
    case 'ruby':
      return nodesOfType(root, ['call']).flatMap(rubyCall);
    case 'c':
      return nodesOfType(root, ['expression_statement']).flatMap(textMacro);
    default:
      return [];
  }
}

function functionCall(call: SyntaxNode): FoundBlock[] {
  const argumentList = call.childForFieldName('arguments');
  const callee = call.childForFieldName('function');
  if (argumentList === null || callee === null || argumentList.type !== 'arguments') return [];
  const parts = namedChildrenOf(argumentList).map((part) =>
    part.type === 'argument' ? (part.firstNamedChild ?? part) : part,
  );
  if (!parts.some((part) => FUNCTIONS.test(part.type))) return [];
  const range = statementOf(call);
  return [{ callee: calleeName(callee), title: titleOf(parts[0]), start: range, end: range }];
}

function rubyCall(call: SyntaxNode): FoundBlock[] {
  if (call.childForFieldName('block') === null) return [];
  const receiver = call.childForFieldName('receiver');
  const method = call.childForFieldName('method')?.text ?? '';
  const argumentList = call.childForFieldName('arguments');
  const [first] = argumentList === null ? [] : namedChildrenOf(argumentList);
  const callee = receiver === null ? method : calleeName(receiver, `.${method}`);
  const title = first === undefined || /^(pair|hash)$/.test(first.type) ? null : (titleOf(first) ?? first.text);
  return [{ callee, title, start: call, end: call }];
}

function textMacro(statement: SyntaxNode): FoundBlock[] {
  const call = statement.firstNamedChild;
  const body = statement.nextNamedSibling;
  if (call?.type !== 'call_expression' || body?.type !== 'compound_statement') return [];
  const callee = call.childForFieldName('function')?.text ?? '';
  const texts = nodesOfType(call, ['string_content']);
  const [text] = texts;
  return text === undefined || !/^[A-Z_]+$/.test(callee)
    ? []
    : [{ callee, title: text.text, start: statement, end: body }];
}

function statementOf(call: SyntaxNode): SyntaxNode {
  const holder = closest(call.parent, (above) => !/^(await_expression|parenthesized_expression)$/.test(above.type));
  return holder?.type === 'expression_statement' ? holder : call;
}

/** `test.each([1, 2])` reads `test.each`. */
function calleeName(callee: SyntaxNode, member = ''): string {
  if (callee.type === 'call_expression') return calleeName(callee.childForFieldName('function') ?? callee, member);
  const text = callee.text.replace(/\s+/g, '') + member;
  return text.length <= 60 ? text : text.slice(0, 60);
}

function titleOf(node: SyntaxNode | undefined): string | null {
  if (node === undefined) return null;
  if (node.type === 'template_string') return node.text.slice(1, -1);
  return stringValue(node);
}
