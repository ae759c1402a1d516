import { quoted, type RepairOperator, replaced } from './operator.ts';

export const dropOperand: RepairOperator<'binary' | 'choice'> = {
  name: 'drop-operand',
  summary: 'keeps only one side of a logical or arithmetic operator, or of a choice',
  on: ['binary', 'choice'],
  perLine: 6,
  *mutate({ view }) {
    if (view.kind === 'choice') {
      for (const side of [view.yes, view.no]) {
        yield { splices: [replaced(view.node, side.text)], rationale: `Always take ${quoted(side)}.`, weight: 0.4 };
      }
      return;
    }
    const { group, left, right, node } = view;
    if (group !== 'logical' && group !== 'arithmetic') return;
    const weight = group === 'logical' ? 1 : 0.6;
    for (const [kept, dropped] of [
      [left, right],
      [right, left],
    ] as const) {
      yield {
        splices: [replaced(node, kept.text)],
        rationale: `Drop ${quoted(dropped)} from ${quoted(node)}.`,
        weight: kept === left ? weight : weight * 0.8,
      };
    }
  },
};
