import { quoted, type RepairOperator, replaced } from './operator.ts';

const BOUNDARIES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

export const comparisonBoundary: RepairOperator<'binary'> = {
  name: 'comparison-boundary',
  summary: '`<` and `<=`, `>` and `>=`',
  on: ['binary'],
  perLine: 6,
  *mutate({ view }) {
    const boundary = BOUNDARIES[view.operator];
    if (boundary === undefined) return;
    yield {
      splices: [replaced(view.operatorRange, boundary)],
      rationale: `Change \`${view.operator}\` to \`${boundary}\` in ${quoted(view.node)}.`,
    };
  },
};
