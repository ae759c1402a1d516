import { diffArrays } from 'diff';
import { commonEnds } from '../shared/common-ends.ts';

/** A run of lines that both sides have, or only the old one, or only the new one. */
export interface LineRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly lines: readonly string[];
}

/** Beyond this many changed lines a minimal comparison costs more than it is worth: the middle changes as a whole. */
const MOST_CHANGED_LINES = 1000;

/** Compares two lists of lines; removed runs come before the added ones that take their place. */
export function diffLines(old: readonly string[], now: readonly string[]): LineRun[] {
  const { head, tail } = commonEnds(old, now);
  const runs: LineRun[] = [
    { kind: 'same', lines: old.slice(0, head) },
    ...diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    { kind: 'same', lines: old.slice(old.length - tail) },
  ];
  return runs.filter((run) => run.lines.length > 0);
}

function diffMiddle(old: string[], now: string[]): LineRun[] {
  const parts = diffArrays(old, now, { maxEditLength: MOST_CHANGED_LINES });
  if (parts === undefined) {
    return [
      { kind: 'removed', lines: old },
      { kind: 'added', lines: now },
    ];
  }
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    lines: value,
  }));
}
