import { quoted, type RepairOperator, replaced } from './operator.ts';

export const comparisonAndLiteral: RepairOperator<'binary'> = {
  name: 'comparison-and-literal',
  summary: 'another comparison with the number one higher or lower: `== 0` and `<= 1`',
  on: ['binary'],
  perLine: 6,
  *mutate({ view, grammar }) {
    const { group, operator, operatorRange, right, node } = view;
    if (group !== 'comparison' || !/^\d+$/.test(right.text)) return;
    const value = Number(right.text);
    const { ordered } = grammar.comparisons;
    for (const changed of [value + 1, value - 1].filter((number) => number >= 0)) {
      for (const other of ordered.filter((candidate) => candidate !== operator)) {
        yield {
          splices: [replaced(operatorRange, other), replaced(right, String(changed))],
          rationale: `Compare with \`${other} ${changed}\` in ${quoted(node)}.`,
          weight: (changed > value ? 1 : 0.5) * (other.length === 2 ? 1 : 0.6),
        };
      }
    }
  },
};
