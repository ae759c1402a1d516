import { characterPairs, collapseWhitespace, roughSimilarity } from './line-similarity.ts';
import { isOmission } from './omission.ts';
import { numberedLines, type SourceLine } from './source-lines.ts';

/** Work bound, in compared lines: beyond it only the longest searched line is looked for. */
const MOST_COMPARISONS = 400_000;

/** Below this likeness a place is not worth showing. */
const LEAST_LIKENESS = 0.2;

/** Why a searched text was not found, with the lines of the file that are most like it. */
export function missingPlaceLesson(lines: readonly SourceLine[], search: readonly string[]): string {
  const elided = search.find((line) => isOmission(line));
  if (elided !== undefined)
    return `the search text leaves lines out ("${elided.trim().slice(0, 80)}"): give consecutive lines exactly as they are, or several edits`;
  const first = nearestWindow(lines, search);
  if (first === null) return 'the search text is not in the file, nor is anything like it: is it the right file?';
  const shown = numberedLines(lines, first, search.length);
  return `the search text is not in the file; the lines most like it are:\n${shown}\nCopy the lines to be replaced exactly, without line numbers.`;
}

function nearestWindow(lines: readonly SourceLine[], search: readonly string[]): number | null {
  const pairs = lines.map((line) => characterPairs(collapseWhitespace(line.text)));
  const wanted = search.map((line) => characterPairs(collapseWhitespace(line)));
  const offsets = lines.length * search.length <= MOST_COMPARISONS ? [...wanted.keys()] : [longestIndex(wanted)];
  let best: { first: number; likeness: number } | null = null;
  for (let first = 0; first < lines.length; first++) {
    let likeness = 0;
    for (const offset of offsets)
      likeness += roughSimilarity(wanted[offset] ?? new Set(), pairs[first + offset] ?? new Set());
    likeness /= offsets.length;
    if (likeness > (best?.likeness ?? LEAST_LIKENESS)) best = { first, likeness };
  }
  return best?.first ?? null;
}

function longestIndex(wanted: readonly ReadonlySet<string>[]): number {
  return wanted.reduce((best, pairs, index) => (pairs.size > (wanted[best]?.size ?? 0) ? index : best), 0);
}
