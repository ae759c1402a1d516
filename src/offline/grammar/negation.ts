import type { SyntaxNode } from '../../syntax/syntax-types.ts';

/** How a language whose `!` stands before a condition turns one round. */
export interface NegationRules {
  /** The field of a `!` that holds what it negates. */
  readonly operand: string;
  /** Comparisons by their opposites. */
  readonly inverses: Readonly<Record<string, string>>;
  /** Types of nodes that need no parentheses behind a `!`. */
  readonly atoms: RegExp;
}

/** Comparisons that nearly all languages have, by their opposites. */
export const COMPARISON_INVERSES: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** The opposite of a condition: without its `!`, with its comparison turned round, or with a `!` before it. */
export function negated(node: SyntaxNode, { operand, inverses, atoms }: NegationRules): string {
  if (node.type === 'unary_expression' && node.childForFieldName('operator')?.text === '!') {
    return node.childForFieldName(operand)?.text ?? node.text;
  }
  const operator = node.type === 'binary_expression' ? node.childForFieldName('operator') : null;
  const inverse = operator === null ? undefined : inverses[operator.text];
  if (operator !== null && inverse !== undefined) {
    const offset = operator.startIndex - node.startIndex;
    return node.text.slice(0, offset) + inverse + node.text.slice(offset + operator.text.length);
  }
  return atoms.test(node.type) ? `!${node.text}` : `!(${node.text})`;
}
