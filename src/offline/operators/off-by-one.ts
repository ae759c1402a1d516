import type { BinaryView } from '../grammar/node-view.ts';
import { type Mutation, quoted, type RepairOperator, replaced } from './operator.ts';

/** A `+ 1` or `- 1` that somebody wrote is wrong more often than any other number. */
const STEP_WEIGHT = 2;

export const offByOne: RepairOperator<'literal' | 'binary'> = {
  name: 'off-by-one',
  summary: 'a whole number one higher or lower, or a step of one too many',
  on: ['literal', 'binary'],
  perLine: 6,
  topWeight: STEP_WEIGHT,
  *mutate({ view }) {
    if (view.kind === 'binary') {
      yield* withoutStep(view);
      return;
    }
    const { node, of } = view;
    if (of !== 'number' || !/^\d+$/.test(node.text)) return;
    const value = Number(node.text);
    const parent = node.parent;
    const isNegative = /^[-~]/.test(parent?.text ?? '') && /unary/.test(parent?.type ?? '');
    // `x - 1` → `x - 0` and `1 + x` → `0 + x` are the binary's business.
    const isStep = value === 1 && /^binary/.test(parent?.type ?? '') && /[-+]\s*1$|^1\s*\+/.test(parent?.text ?? '');
    const steps = value === 0 ? [1, -1] : [-1, 1];
    for (const [rank, step] of steps.entries()) {
      const changed = String(value + step);
      if ((isNegative && value + step < 0) || (isStep && step === -1)) continue;
      const far = value > 100 ? 0.2 : value > 10 ? 0.6 : 1;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Change ${quoted(node)} to \`${changed}\` in ${quoted(parent ?? node)}.`,
        weight: far * (rank === 0 ? 1 : value === 0 ? 0.35 : 0.9),
      };
    }
  },
};

function* withoutStep({ operator, left, right, node }: BinaryView): Generator<Mutation> {
  const kept =
    right.text === '1' && /^[-+]$/.test(operator) ? left : left.text === '1' && operator === '+' ? right : null;
  if (kept === null) return;
  yield {
    splices: [replaced(node, kept.text)],
    rationale: `Use ${quoted(kept)} instead of ${quoted(node)}.`,
    weight: STEP_WEIGHT,
  };
}
