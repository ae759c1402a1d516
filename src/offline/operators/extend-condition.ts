import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { conjunct } from '../grammar/grammar.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_CONJUNCTS = 5;

export const extendCondition: RepairOperator<'condition'> = {
  name: 'extend-condition',
  summary: 'adds a test that stands elsewhere in the function to a condition',
  on: ['condition'],
  perLine: 12,
  *mutate({ view, grammar, enclosing, names }) {
    const { node } = view;
    const own = conjunct(grammar, node);
    const empties = names()
      .filter(
        ({ kind, name }) => kind === 'parameter' && !new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(node.text),
      )
      .slice(0, 2)
      .map(({ name }) => (grammar.and === '&&' ? `!${name}` : `not ${name}`));
    const tests = new Set([...otherTests(enclosing(), node).slice(0, MOST_CONJUNCTS), ...empties]);
    for (const [rank, other] of [...tests].entries()) {
      const weight = 1 / (1 + rank * 0.3);
      for (const [form, shown, share] of [
        [`${own} ${grammar.and} ${other}`, grammar.and, 1],
        [`${own} ${grammar.or} ${other}`, grammar.or, 0.8],
      ] as const) {
        yield {
          splices: [replaced(node, form)],
          rationale: `Extend the condition ${quoted(node)} by \`${shown} ${other}\`.`,
          weight: weight * share,
        };
      }
    }
  },
};

/** Comparisons and negations of the same function that the condition does not hold yet, the closest ones first. */
function otherTests(scope: SyntaxNode, node: SyntaxNode): string[] {
  const found = nodesOfType(scope, ['comparison_operator', 'not_operator', 'binary_expression', 'unary_expression'])
    .filter((test) => isTest(test) && (test.endIndex <= node.startIndex || test.startIndex >= node.endIndex))
    .map((test) => ({ text: test.text, distance: Math.abs(test.startIndex - node.startIndex) }))
    .filter(({ text }) => text.length <= 60 && !text.includes('\n') && !node.text.includes(text));
  found.sort((left, right) => left.distance - right.distance);
  return [...new Set(found.map(({ text }) => text))];
}

function isTest(node: SyntaxNode): boolean {
  const operator = node.childForFieldName('operator')?.text;
  if (node.type === 'binary_expression') return /^([<>]=?|[!=]==?)$/.test(operator ?? '');
  return node.type !== 'unary_expression' || operator === '!';
}
