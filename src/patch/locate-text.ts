import { withoutCopiedMarkers } from './copied-markers.ts';
import { findEverywhere } from './find-everywhere.ts';
import { type LineMatch, matchClosest, matchLines } from './match-lines.ts';
import { missingPlaceLesson } from './missing-place.ts';
import { reindenter } from './reindent.ts';
import { lineIndexAt, lineTexts, numberedLines, type SourceLine, sourceLines } from './source-lines.ts';
import { replacementsFor, type TextReplacement } from './text-replacement.ts';

export type Located =
  | { readonly kind: 'located'; readonly replacements: readonly TextReplacement[] }
  /** What to tell who made the edit, with the lines that matter. */
  | { readonly kind: 'fault'; readonly reason: string };

/** A shorter piece of a line stands in too many places by chance. */
const SHORTEST_FRAGMENT = 6;

/** Finds the text that an edit names in a file and says what changes there. `nearLine`: 1-based. */
export function locateText(text: string, wanted: string, replacement: string, nearLine?: number): Located {
  const lines = sourceLines(text);
  const search = lineTexts(wanted);
  const newLines = lineTexts(replacement);
  if (search.every((line) => line.trim() === '')) {
    if (text === '') return { kind: 'located', replacements: replacementsFor(lines, [], [], newLines, (line) => line) };
    return {
      kind: 'fault',
      reason: 'the search text is empty: give the exact lines to replace, or the line to insert beside',
    };
  }
  const plain = byLines(matchLines, lines, search, newLines, nearLine);
  if (plain !== null) return plain;
  // Before what is only similar: a whole line that is like a piece of it would lose its rest.
  const fragment = byFragment(text, lines, wanted, replacement, nearLine);
  if (fragment !== null) return fragment;
  const unmarked = withoutCopiedMarkers({ search, replacement: newLines });
  const marked = unmarked === null ? null : byLines(matchLines, lines, unmarked.search, unmarked.replacement, nearLine);
  const similar = marked ?? byLines(matchClosest, lines, search, newLines, nearLine);
  return similar ?? { kind: 'fault', reason: missingPlaceLesson(lines, search) };
}

function byLines(
  match: typeof matchLines,
  lines: readonly SourceLine[],
  search: readonly string[],
  replacement: readonly string[],
  nearLine: number | undefined,
): Located | null {
  const found: LineMatch = match(lines, search, nearLine);
  if (found.kind === 'none') return null;
  if (found.kind === 'ambiguous') return ambiguous(lines, found.firsts, search.length);
  const place = found.match;
  const reindent = reindenter(lines, search, place);
  return { kind: 'located', replacements: replacementsFor(lines, place.alignment, search, replacement, reindent) };
}

/** A piece of a line, or text that begins or ends within one: found once, it is taken as it is. */
function byFragment(
  text: string,
  lines: readonly SourceLine[],
  wanted: string,
  replacement: string,
  nearLine: number | undefined,
): Located | null {
  const piece = withoutFinalEnd(wanted);
  if (piece.trim().length < SHORTEST_FRAGMENT) return null;
  const positions = fragmentPositions(text, piece);
  const chosen = positions.length === 1 ? positions[0] : onLine(lines, positions, nearLine);
  if (chosen === undefined)
    return positions.length === 0
      ? null
      : ambiguous(
          lines,
          positions.map((at) => lineIndexAt(lines, at)),
          1,
        );
  const replaced = piece.includes('\n') ? replacement : withoutFinalEnd(replacement);
  return { kind: 'located', replacements: [{ start: chosen, end: chosen + piece.length, text: replaced }] };
}

function withoutFinalEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Places of a piece of text that do not cut a word in two. */
function fragmentPositions(text: string, piece: string): number[] {
  return findEverywhere(text, piece).filter((at) => {
    const cutsBefore = /\w/.test(piece[0] ?? '') && /\w/.test(text[at - 1] ?? '');
    const cutsAfter = /\w/.test(piece.at(-1) ?? '') && /\w/.test(text[at + piece.length] ?? '');
    return !cutsBefore && !cutsAfter;
  });
}

function onLine(
  lines: readonly SourceLine[],
  positions: readonly number[],
  nearLine: number | undefined,
): number | undefined {
  const there = positions.filter((at) => nearLine !== undefined && lineIndexAt(lines, at) === nearLine - 1);
  return there.length === 1 ? there[0] : undefined;
}

function ambiguous(lines: readonly SourceLine[], firsts: readonly number[], count: number): Located {
  const numbers = firsts.slice(0, 8).map((first) => first + 1);
  const places = firsts.slice(0, 3).map((first) => numberedLines(lines, Math.max(0, first - 2), count + 2, 6));
  const reason =
    `the search text stands in ${firsts.length} places (lines ${numbers.join(', ')}): ` +
    `add the lines before or after it until it is unique, or give its line number\n${places.join('\n...\n')}`;
  return { kind: 'fault', reason };
}
