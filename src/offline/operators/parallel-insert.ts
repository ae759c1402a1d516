import { missingParts } from '../parallel-part.ts';
import { inserted, quoted, type RepairOperator } from './operator.ts';

const MOST_PARTS = 6;

export const parallelInsert: RepairOperator<'statement' | 'function'> = {
  name: 'parallel-insert',
  summary: 'adds what the statement, case or function beside has more that is otherwise built alike',
  on: ['statement', 'function'],
  perLine: 12,
  topWeight: 2,
  *mutate({ view }) {
    const { node } = view;
    const clause = view.kind === 'statement' && /case/.test(node.parent?.type ?? '') ? node.parent : null;
    const parts = [...missingParts(node), ...(clause === null ? [] : missingParts(clause))];
    const found = new Map<string, { at: number; text: string; weight: number }>();
    for (const { at, text, likeness } of parts) {
      const key = `${at} ${text}`;
      const known = found.get(key)?.weight ?? 0;
      // What several have is missing rather than special.
      found.set(key, { at, text, weight: Math.min(2, Math.max(known, likeness) + (known > 0 ? 0.4 : 0)) });
    }
    const ranked = [...found.values()].sort((left, right) => right.weight - left.weight);
    for (const { at, text, weight } of ranked.slice(0, MOST_PARTS)) {
      yield {
        splices: [inserted(at, text)],
        rationale: `Add ${quoted(text)} to ${quoted(node)}, as the code beside it that is built alike has it.`,
        weight,
      };
    }
  },
};
