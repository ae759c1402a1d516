import { lineEndOf } from '../shared/source-text.ts';
import { namedChildrenOf, nodesOfType, walk } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';

/** Longer source text is hardly ever what is missing at another place. */
const LONGEST = 60;

const COMPARISONS = /^(?:[<>]=?|[!=]==?|in|instanceof|is|not in|is not)$/;

/** Expressions of a scope that are short, on one line and not within `node` or around it, the closest first, each once. */
export function textsNear(
  scope: SyntaxNode,
  node: SyntaxNode,
  isWanted: (candidate: SyntaxNode) => boolean,
): readonly string[] {
  const found: { readonly text: string; readonly distance: number }[] = [];
  for (const candidate of walk(scope)) {
    if (candidate.startIndex < node.endIndex && candidate.endIndex > node.startIndex) continue;
    if (!isWanted(candidate) || candidate.text.length > LONGEST || candidate.text.includes('\n')) continue;
    found.push({ text: candidate.text, distance: Math.abs(candidate.startIndex - node.startIndex) });
  }
  found.sort((left, right) => left.distance - right.distance);
  return [...new Set(found.map(({ text }) => text))].filter((text) => text !== node.text);
}

/** Whether a node is something that a condition asks: a comparison, a negation, or what stands alone in a condition. */
export function isTest(node: SyntaxNode): boolean {
  if (/^(comparison_operator|not_operator)$/.test(node.type)) return true;
  if (node.type === 'unary_expression') return node.childForFieldName('operator')?.text === '!';
  if (node.type === 'binary_expression') return COMPARISONS.test(node.childForFieldName('operator')?.text ?? '');
  return isAskedAlone(node);
}

/** `if (x)`, `x && …`: names, members and calls that are asked for their truth. */
function isAskedAlone(node: SyntaxNode): boolean {
  if (!/^(identifier|member_expression|attribute|call|call_expression|method_invocation)$/.test(node.type))
    return false;
  const parent = node.parent;
  if (parent === null) return false;
  if (parent.type === 'boolean_operator') return true;
  if (parent.type === 'binary_expression') return /^(&&|\|\|)$/.test(parent.childForFieldName('operator')?.text ?? '');
  const asked = parent.type === 'parenthesized_expression' ? parent : node;
  return asked.parent?.childForFieldName('condition')?.id === asked.id;
}

/** The outermost function around a node, else the root: closures share what functions around them hold. */
export function outermostFunction(node: SyntaxNode, functionTypes: readonly string[]): SyntaxNode {
  let found: SyntaxNode | null = null;
  for (let above = node.parent; above !== null; above = above.parent)
    if (functionTypes.includes(above.type)) found = above;
  return found ?? node.tree.rootNode;
}

/** Calls of a file, by the last name of what is called. */
export function callsNamed(root: SyntaxNode, name: string): readonly SyntaxNode[] {
  return nodesOfType(root, ['call', 'call_expression', 'new_expression', 'method_invocation']).filter(
    (call) => lastNameOf(call) === name,
  );
}

export function lastNameOf(call: SyntaxNode): string | null {
  const callee = call.childForFieldName('function') ?? call.childForFieldName('constructor');
  if (callee === null) return call.childForFieldName('name')?.text ?? null;
  const property = callee.childForFieldName('property') ?? callee.childForFieldName('attribute');
  return (property ?? callee).text;
}

export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.childForFieldName('arguments');
  return list === null ? [] : namedChildrenOf(list).filter((child) => child.type !== 'comment');
}

/** White space at the start of the line on which a node stands. */
export function indentOf(node: SyntaxNode, text: string): string {
  const start = text.lastIndexOf('\n', node.startIndex - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, node.startIndex))?.[0] ?? '';
}

/** A text of several lines as it is written at another place: indented like `target`. */
export function moved(
  block: { readonly text: string; readonly source: SyntaxNode },
  file: string,
  target: SyntaxNode,
): string {
  const [from, to] = [indentOf(block.source, file), indentOf(target, file)];
  const [head = '', ...rest] = block.text.split(/\r?\n/);
  return [head, ...rest.map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line))].join(
    lineEndOf(file),
  );
}
