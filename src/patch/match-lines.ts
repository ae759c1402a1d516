import { collapseWhitespace, LONGEST_DIFFERENCE, lineSimilarity } from './line-similarity.ts';
import type { SourceLine } from './source-lines.ts';

/** How strictly a place was recognised, strictest first. */
type MatchRung = 'exact' | 'trailing-whitespace' | 'indentation' | 'whitespace' | 'blank-lines' | 'closest';

/** A place in a file: for each searched line the line of the file it stands for, null for a blank one without a counterpart. */
export interface PlaceMatch {
  readonly rung: MatchRung;
  readonly alignment: readonly (number | null)[];
}

export type LineMatch =
  | { readonly kind: 'match'; readonly match: PlaceMatch }
  /** 0-based first lines of the places. */
  | { readonly kind: 'ambiguous'; readonly firsts: readonly number[] }
  | { readonly kind: 'none' };

/** More places than this are not listed. */
const MOST_PLACES = 20;

/** Work bound of the last rung, in compared lines. */
const MOST_COMPARISONS = 2_000_000;

/** The same in compared letters. */
const MOST_WORK = 300_000_000;

/** Every single line must be this similar, and all of them together that much, weighted by length. */
const LEAST_LINE = 0.6;
const LEAST_ALTOGETHER = 0.9;

/** A single line that is only similar must be at least this long: short ones are alike by chance. */
const SHORTEST_SINGLE = 12;

/**
 * Finds the one place where `search` stands, each rung only when the stricter ones found nothing: exact;
 * trailing whitespace apart; shifted by one indentation; all whitespace apart; blank lines apart. `nearLine` (1-based) decides between equal places.
 */
export function matchLines(lines: readonly SourceLine[], search: readonly string[], nearLine?: number): LineMatch {
  return onFirstRung(rungs(lines, search), nearLine);
}

/** The last rung by itself: the only place within a small bound of similarity. */
export function matchClosest(lines: readonly SourceLine[], search: readonly string[], nearLine?: number): LineMatch {
  const { collapsed, filled, wanted } = collapsedLines(lines, search);
  return onFirstRung([closest(collapsed, filled, wanted)], nearLine);
}

function onFirstRung(all: Iterable<PlaceMatch[]>, nearLine: number | undefined): LineMatch {
  for (const places of all) {
    if (places.length === 0) continue;
    if (places.length === 1 && places[0] !== undefined) return { kind: 'match', match: places[0] };
    const nearest = nearLine === undefined ? null : nearestPlace(places, nearLine - 1);
    if (nearest !== null) return { kind: 'match', match: nearest };
    return { kind: 'ambiguous', firsts: places.map(firstLine) };
  }
  return { kind: 'none' };
}

function firstLine(match: PlaceMatch): number {
  return match.alignment.find((line) => line !== null) ?? 0;
}

function* rungs(lines: readonly SourceLine[], search: readonly string[]): Generator<PlaceMatch[]> {
  const texts = lines.map((line) => line.text);
  yield windows('exact', texts, search);
  const trimEnd = (text: string) => text.trimEnd();
  yield windows('trailing-whitespace', texts.map(trimEnd), search.map(trimEnd));
  const { collapsed, filled, wanted } = collapsedLines(lines, search);
  const loose = windows('whitespace', collapsed, wanted, Number.POSITIVE_INFINITY);
  yield loose
    .filter((place) => isShifted(texts, search, firstLine(place)))
    .map((place) => ({ ...place, rung: 'indentation' }));
  yield loose;
  yield withoutBlanks(collapsed, filled, wanted);
}

function collapsedLines(lines: readonly SourceLine[], search: readonly string[]) {
  const collapsed = lines.map((line) => collapseWhitespace(line.text));
  const filled = collapsed.flatMap((text, index) => (text === '' ? [] : [index]));
  return { collapsed, filled, wanted: search.map(collapseWhitespace) };
}

function windows(
  rung: MatchRung,
  texts: readonly string[],
  search: readonly string[],
  most = MOST_PLACES,
): PlaceMatch[] {
  const places: PlaceMatch[] = [];
  if (search.every((text) => text.trim() === '')) return places;
  for (let first = 0; first + search.length <= texts.length && places.length < most; first++) {
    if (!search.every((text, index) => text === texts[first + index])) continue;
    places.push({ rung, alignment: search.map((_, index) => first + index) });
  }
  return places;
}

/** Whether the file's lines are the searched ones moved by one and the same indentation. */
function isShifted(texts: readonly string[], search: readonly string[], first: number): boolean {
  let shift: string | null = null;
  for (const [index, wanted] of search.entries()) {
    const found = texts[first + index] ?? '';
    if (wanted.trim() === '') continue;
    if (wanted.trim() !== found.trim()) return false;
    const here = shiftBetween(indentOf(wanted), indentOf(found));
    if (here === null || (shift !== null && shift !== here)) return false;
    shift = here;
  }
  return true;
}

/** `+x`: x was put in front, `-x`: taken away; null when neither. */
function shiftBetween(wanted: string, found: string): string | null {
  if (found.endsWith(wanted)) return `+${found.slice(0, found.length - wanted.length)}`;
  return wanted.endsWith(found) ? `-${wanted.slice(0, wanted.length - found.length)}` : null;
}

export function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** Alignment for a run of the file's filled lines with the filled searched ones. */
function alignFilled(filled: readonly number[], from: number, wanted: readonly string[]): (number | null)[] {
  let next = from;
  return wanted.map((text) => (text === '' ? null : (filled[next++] ?? null)));
}

function withoutBlanks(
  collapsed: readonly string[],
  filled: readonly number[],
  wanted: readonly string[],
): PlaceMatch[] {
  const needed = wanted.filter((text) => text !== '');
  const places: PlaceMatch[] = [];
  if (needed.length < 2) return places;
  for (let from = 0; from + needed.length <= filled.length && places.length < MOST_PLACES; from++) {
    if (!needed.every((text, index) => text === collapsed[filled[from + index] ?? -1])) continue;
    places.push({ rung: 'blank-lines', alignment: alignFilled(filled, from, wanted) });
  }
  return places;
}

function closest(collapsed: readonly string[], filled: readonly number[], wanted: readonly string[]): PlaceMatch[] {
  const needed = wanted.filter((text) => text !== '');
  if (needed.length === 0 || needed.length * filled.length > MOST_COMPARISONS) return [];
  if (needed.length === 1 && (needed[0]?.length ?? 0) < SHORTEST_SINGLE) return [];
  const places: PlaceMatch[] = [];
  let work = 0;
  for (let from = 0; from + needed.length <= filled.length; from++) {
    const found = needed.map((_, index) => collapsed[filled[from + index] ?? -1] ?? '');
    const isPlace = isClose(needed, found, (cells) => {
      work += cells;
    });
    if (work > MOST_WORK) return [];
    if (isPlace) places.push({ rung: 'closest', alignment: alignFilled(filled, from, wanted) });
  }
  return places;
}

/** `spend` is told how many pairs of letters were compared, at most. */
function isClose(needed: readonly string[], found: readonly string[], spend: (cells: number) => void): boolean {
  let weight = 0;
  let alike = 0;
  let equal = 0;
  for (const [index, text] of needed.entries()) {
    const other = found[index] ?? '';
    const similarity = lineSimilarity(text, other, LEAST_LINE);
    if (similarity < 1) spend(Math.min(text.length, LONGEST_DIFFERENCE) * Math.min(other.length, LONGEST_DIFFERENCE));
    if (similarity === 0) return false;
    if (similarity === 1) equal++;
    weight += text.length;
    alike += similarity * text.length;
  }
  return alike >= LEAST_ALTOGETHER * weight && (needed.length === 1 || equal > 0);
}

/** The one place that is clearly nearest to a line: the next one must be three times as far away. */
function nearestPlace(places: readonly PlaceMatch[], line: number): PlaceMatch | null {
  const distance = (place: PlaceMatch) => Math.abs(firstLine(place) - line);
  const [best, second] = [...places].sort((left, right) => distance(left) - distance(right));
  if (best === undefined || second === undefined) return best ?? null;
  return distance(second) > 0 && distance(best) * 3 <= distance(second) ? best : null;
}
