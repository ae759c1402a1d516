import type { SyntaxNode } from './syntax-types.ts';

/** Lines of a text, 1-based, inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** 1-based first line of a node. */
export function lineOf(node: SyntaxNode): number {
  return node.startPosition.row + 1;
}

/** 1-based last line of a node. A node that ends with its line break ends on that line, not on the next one. */
export function endLineOf(node: SyntaxNode): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > node.startPosition.row ? row : row + 1;
}

/** Named children without holes. */
export function namedChildrenOf(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child !== null);
}

/** The node and everything named below it, parents first, in the order of the text. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  const pending: SyntaxNode[] = [node];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    yield current;
    pending.push(...namedChildrenOf(current).reverse());
  }
}

/** Nodes of the given types in or below `node`, in the order of the text. Much faster than `walk` with a filter. */
export function nodesOfType(node: SyntaxNode, types: readonly string[]): SyntaxNode[] {
  const found = node.descendantsOfType(types.filter((type) => type !== ERROR)).filter((each) => each !== null);
  if (!types.includes(ERROR)) return found;
  // ERROR is no type of the grammar: named among others, the library finds nothing at all.
  const broken = [...walk(node)].filter((each) => each.type === ERROR);
  return [...found, ...broken].sort((left, right) => left.startIndex - right.startIndex);
}

const ERROR = 'ERROR';

/** Types of nodes that name a variable, function, class or type; properties are not among them. */
const IDENTIFIER_TYPES = [
  'identifier',
  'type_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
];

/** Identifier nodes in or below `node`, declarations included, property names left out (Python: included). */
export function identifiersIn(node: SyntaxNode): SyntaxNode[] {
  return nodesOfType(node, IDENTIFIER_TYPES);
}

/** Whether a function, loop or `with` is marked as asynchronous. */
export function isAsync(node: SyntaxNode): boolean {
  return node.children.some((child) => child?.type === 'async');
}

/** The closest node at or above `node` that `accepts`; null when there is none. */
export function closest(node: SyntaxNode | null, accepts: (candidate: SyntaxNode) => boolean): SyntaxNode | null {
  let current = node;
  while (current !== null && !accepts(current)) current = current.parent;
  return current;
}

/** Nearly every string: one pair of quotes, and nothing in it that any language reads as something else. */
const PLAIN_STRING = /^(["'])[^"'\\#${}\n]*\1$/;

/** Text between the quotes of a string without substitutions; null for any other node. */
export function stringValue(node: SyntaxNode | null | undefined): string | null {
  if (node === null || node === undefined) return null;
  const { type } = node;
  if (type === 'template_string')
    return nodesOfType(node, ['template_substitution']).length === 0 ? node.text.slice(1, -1) : null;
  if (type !== 'string') return null;
  const { text } = node;
  if (PLAIN_STRING.test(text)) return text.slice(1, -1);
  const parts = namedChildrenOf(node);
  if (parts.some((part) => part.type === 'interpolation')) return null;
  return parts
    .filter((part) => STRING_PARTS.has(part.type))
    .map((part) => part.text)
    .join('');
}

const STRING_PARTS: ReadonlySet<string> = new Set(['string_fragment', 'string_content', 'escape_sequence']);

/**
 * The whole statement around a 1-based line, the innermost one when several nest. Of a compound statement (a loop, a
 * condition, a function) on whose header the line stands, only the header. null for a blank line at the top level.
 */
export function statementAt(root: SyntaxNode, line: number): LineRange | null {
  let found: SyntaxNode | null = null;
  let level: SyntaxNode | null = root;
  while (level !== null) {
    if (isStatement(level)) found = level;
    level = namedChildrenOf(level).find((child) => lineOf(child) <= line && endLineOf(child) >= line) ?? null;
  }
  if (found === null) return null;
  const body = bodyOf(found);
  const endLine = endLineOf(found);
  if (body === null) return { startLine: lineOf(found), endLine };
  const bodyLine = lineOf(body);
  const headerEnd = body.text.startsWith('{') ? bodyLine : bodyLine - 1;
  if (line > headerEnd) return { startLine: line, endLine: line };
  return { startLine: lineOf(found), endLine: Math.max(lineOf(found), headerEnd) };
}

function isStatement(node: SyntaxNode): boolean {
  return (
    /(_statement|_declaration|_definition|_clause)$/.test(node.type) &&
    !/^(import_clause|export_clause|class_heritage)$/.test(node.type)
  );
}

function bodyOf(node: SyntaxNode): SyntaxNode | null {
  return node.childForFieldName('body') ?? node.childForFieldName('consequence');
}
