import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { BinaryView } from '../grammar/node-view.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const NEVER_OBJECTS =
  /^(number|integer|float|true|false|null|none|undefined|decimal_\w+|character_literal|null_literal|binary_expression|unary_expression)$/;

export const valueEquality: RepairOperator<'binary'> = {
  name: 'value-equality',
  summary: 'compares what two values hold instead of which they are: `equals`, `==` for `is`, `===` for `==`, `isNaN`',
  on: ['binary'],
  perLine: 4,
  judges: true,
  *mutate(site) {
    const { node, operator } = site.view;
    if (!/^(===?|!==?|is|is not)$/.test(operator)) return;
    for (const [rank, changed] of formsOf(site).entries()) {
      yield {
        splices: [replaced(node, changed)],
        rationale: `Use ${quoted(changed)} instead of ${quoted(node)}.`,
        weight: 0.7 ** rank,
      };
    }
  },
};

function formsOf({ view, grammar }: OperatorSite<BinaryView>): string[] {
  const { left, right, operator } = view;
  const isNegated = /^!|not$/.test(operator);
  if (grammar.language === 'java') {
    const sides = [left, right];
    if (sides.some(({ type }) => NEVER_OBJECTS.test(type))) return [];
    const not = isNegated ? '!' : '';
    // A text in quotes is there for sure.
    const [one, other] = right.type === 'string_literal' ? [right, left] : [left, right];
    return [
      `${not}${operand(grammar, one)}.equals(${other.text})`,
      `${not}java.util.Objects.equals(${left.text}, ${right.text})`,
    ];
  }
  if (grammar.language === 'python') {
    const other = { is: '==', 'is not': '!=', '==': 'is', '!=': 'is not' }[operator];
    return other === undefined ? [] : [`${left.text} ${other} ${right.text}`];
  }
  return inJavaScript(left, right, operator, isNegated);
}

function inJavaScript(left: SyntaxNode, right: SyntaxNode, operator: string, isNegated: boolean): string[] {
  const sides = [left, right];
  const number = sides.find(({ text }) => /^(Number\.)?NaN$/.test(text));
  const other = sides.find((side) => side !== number);
  if (number !== undefined && other !== undefined) return [`${isNegated ? '!' : ''}Number.isNaN(${other.text})`];
  const strict = operator.length === 2 ? [`${left.text} ${operator}= ${right.text}`] : [];
  const loose = operator.length === 3 ? [`${left.text} ${operator.slice(0, 2)} ${right.text}`] : [];
  if (sides.some(({ type }) => NEVER_OBJECTS.test(type) || type === 'string')) return [...strict, ...loose];
  return [...strict, ...loose, `${isNegated ? '!' : ''}Object.is(${left.text}, ${right.text})`];
}
