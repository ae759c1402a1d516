import { quoted, type RepairOperator, replaced } from '../../src/offline/operators/operator.ts';

/**
 * Makes one of two results the only one: `a ? b : c` becomes `b`, then `c`. Works in every language whose grammar knows
 * a choice. Registry: `src/offline/operators.ts`, in the place of its prior.
 */
export const onlyOneResult: RepairOperator<'choice'> = {
  name: 'only-one-result',
  summary: 'drops a choice for one of its results',
  on: ['choice'],
  perLine: 2,
  // Lazy, the likeliest first: the judge takes no more than it needs.
  *mutate({ view }) {
    for (const kept of [view.yes, view.no]) {
      yield {
        splices: [replaced(view.node, kept.text)],
        rationale: `Keep only ${quoted(kept)} of ${quoted(view.node)}.`,
      };
    }
  },
};
