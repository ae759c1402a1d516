import { quoted, type RepairOperator, swapped } from './operator.ts';

export const choiceSwap: RepairOperator<'choice'> = {
  name: 'choice-swap',
  summary: 'exchanges the two results of a choice',
  on: ['choice'],
  perLine: 2,
  *mutate({ view }) {
    if (view.yes.text === view.no.text) return;
    yield { splices: swapped(view.yes, view.no), rationale: `Swap the two results of ${quoted(view.node)}.` };
  },
};
