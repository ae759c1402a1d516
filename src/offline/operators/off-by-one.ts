import { quoted, type RepairOperator, replaced } from './operator.ts';

export const offByOne: RepairOperator<'literal'> = {
  name: 'off-by-one',
  summary: 'a whole number one higher or lower',
  on: ['literal'],
  perLine: 6,
  *mutate({ view }) {
    const { node, of } = view;
    if (of !== 'number' || !/^\d+$/.test(node.text)) return;
    const value = Number(node.text);
    const isNegative = /^[-~]/.test(node.parent?.text ?? '') && /unary/.test(node.parent?.type ?? '');
    const steps = value === 0 ? [1, -1] : value === 1 ? [-1, 1] : [-1, 1];
    for (const [rank, step] of steps.entries()) {
      const changed = String(value + step);
      if (isNegative && value + step < 0) continue;
      const far = value > 100 ? 0.2 : value > 10 ? 0.6 : 1;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Change ${quoted(node)} to \`${changed}\` in ${quoted(node.parent ?? node)}.`,
        weight: far * (rank === 0 ? 1 : value === 0 ? 0.35 : 0.9),
      };
    }
  },
};
