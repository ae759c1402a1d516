import type { CodeUnit } from './code-units.ts';

/** Some lines of a long unit. 1-based, inclusive. */
export interface Passage {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Shorter units are shown and searched as a whole. */
const SHORTEST_LONG_UNIT = 60;
const PASSAGE_LINES = 12;
/** Passages overlap, so that what belongs together is in one of them. */
const STEP_LINES = 6;
const MOST_PASSAGES = 400;

/** The passages of a unit that is too long to be looked at as one thing, without what belongs to inner units. */
export function passagesOf(unit: CodeUnit): Passage[] {
  const { file, startLine, endLine, holes } = unit;
  if (endLine - startLine < SHORTEST_LONG_UNIT) return [];
  const inner = holes.map((hole) => ({ first: file.lineAt(hole.startIndex), last: file.lineAt(hole.endIndex) }));
  const passages: Passage[] = [];
  for (let first = startLine; first <= endLine && passages.length < MOST_PASSAGES; first += STEP_LINES) {
    const last = Math.min(endLine, first + PASSAGE_LINES - 1);
    if (inner.some((hole) => hole.first <= first && last <= hole.last)) continue;
    passages.push({
      startLine: first,
      endLine: last,
      text: file.text.slice(file.startOf(first), file.startOf(last + 1)),
    });
  }
  return passages;
}
