import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 3;

export const returnCondition: RepairOperator<'return'> = {
  name: 'return-condition',
  summary: 'returns a test of a variable instead of a fixed truth value',
  on: ['return'],
  perLine: 8,
  *mutate({ view, grammar, names }) {
    const { value } = view;
    if (value === null || !/^(true|false)$/.test(value.type)) return;
    const own = names().filter(({ kind }) => kind === 'variable' || kind === 'parameter');
    const variables = own.sort((left, right) => Number(left.kind === 'parameter') - Number(right.kind === 'parameter'));
    for (const [rank, { name }] of variables.slice(0, MOST_NAMES).entries()) {
      const tests = [`${name} ${grammar.comparisons.equal} 0`, `${grammar.not}${name}`, `${name} > 0`];
      for (const [position, test] of tests.entries()) {
        yield {
          splices: [replaced(value, test)],
          rationale: `Return ${quoted(test)} instead of ${quoted(value)}.`,
          weight: 0.7 ** (rank * 2 + position),
        };
      }
    }
  },
};
