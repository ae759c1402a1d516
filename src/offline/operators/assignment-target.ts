import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 4;

export const assignmentTarget: RepairOperator<'assignment'> = {
  name: 'assignment-target',
  summary: 'assigns to another variable of the function',
  on: ['assignment'],
  perLine: 4,
  *mutate({ view, names }) {
    const { target, declares, node } = view;
    if (declares || target.type !== 'identifier') return;
    const others = names().filter((binding) => binding.kind === 'variable' && binding.name !== target.text);
    for (const [rank, { name }] of others.slice(0, MOST_NAMES).entries()) {
      yield {
        splices: [replaced(target, name)],
        rationale: `Assign to \`${name}\` instead of \`${target.text}\` in ${quoted(node)}.`,
        weight: 0.8 ** rank,
      };
    }
  },
};
