import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { OperatorGroup, TextRange } from './node-view.ts';

export function rangeOf(node: SyntaxNode): TextRange {
  return { start: node.startIndex, end: node.endIndex };
}

/** The expression inside of any number of parentheses. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === 'parenthesized_expression') {
    const [child] = expressionsOf(inner);
    if (child === undefined) return inner;
    inner = child;
  }
  return inner;
}

/** Named children without comments. */
export function expressionsOf(node: SyntaxNode): SyntaxNode[] {
  return namedChildrenOf(node).filter((child) => !child.type.endsWith('comment'));
}

export function groupOf(operator: string): OperatorGroup | null {
  if (/^(<|<=|>|>=|==|!=|===|!==|is|is not|<>)$/.test(operator)) return 'comparison';
  if (/^(in|not in|instanceof)$/.test(operator)) return 'membership';
  if (/^(\+|-|\*|\/|\/\/|%|\*\*|@)$/.test(operator)) return 'arithmetic';
  if (/^(&&|\|\||\?\?|and|or)$/.test(operator)) return 'logical';
  if (/^(&|\||\^|<<|>>|>>>)$/.test(operator)) return 'bitwise';
  return null;
}

export function isField(parent: SyntaxNode | null, field: string, node: SyntaxNode): boolean {
  return parent?.childForFieldName(field)?.id === node.id;
}
