import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 3;

export const expressionToVariable: RepairOperator<'return' | 'assignment'> = {
  name: 'expression-to-variable',
  summary: 'returns or assigns a variable instead of an expression',
  on: ['return', 'assignment'],
  perLine: 4,
  *mutate({ view, names }) {
    const { value } = view;
    if (value === null || /^(identifier|number|integer|string|list|array|object|dictionary)$/.test(value.type)) return;
    if (view.kind === 'assignment' && (view.declares || view.operator !== '=')) return;
    const own = names().filter((binding) => binding.kind === 'variable' || binding.kind === 'parameter');
    for (const [rank, { name }] of own.slice(0, MOST_NAMES).entries()) {
      yield {
        splices: [replaced(value, name)],
        rationale: `Use \`${name}\` instead of ${quoted(value)}.`,
        weight: 0.7 ** rank,
      };
    }
  },
};
