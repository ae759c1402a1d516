/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost 1 each.
 * Gives `limit + 1` as soon as the distance is known to exceed `limit`.
 */
export function editDistance(left: string, right: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** The letters of an identifier without case and word separators: `getUserById`, `get_user_by_id` → `getuserbyid`. */
export function foldName(name: string): string {
  const lower = name.toLowerCase();
  return /[^a-z0-9]/.test(lower) ? lower.replaceAll(/[^\p{L}\p{N}]/gu, '') : lower;
}

/** A name that may have been meant, and how far it is from what was written; 0 is best. */
export interface NearName {
  readonly name: string;
  readonly distance: number;
}

/** How many typing slips a name of this length may hide: 1 up to four letters, 2 up to eight, then 3. */
export function slipsAllowed(length: number): number {
  if (length <= 2) return 1;
  if (length <= 4) return 1;
  return length <= 8 ? 2 : 3;
}

/**
 * The candidates that a misspelt `name` may stand for, nearest first: a different case or word separator counts half
 * a slip, a name that is a part of the other (`user`, `users`, `userList`) up to two.
 */
export function nearestNames(name: string, candidates: Iterable<string>, most = 5): NearName[] {
  const folded = foldName(name);
  const limit = slipsAllowed(name.length);
  const near: NearName[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === name || candidate === '') continue;
    const distance = nameDistance(name, folded, candidate, limit);
    if (distance !== null) near.push({ name: candidate, distance });
  }
  near.sort((left, right) => left.distance - right.distance || lengthGap(left, name) - lengthGap(right, name));
  return near.slice(0, most);
}

function lengthGap(near: NearName, name: string): number {
  return Math.abs(near.name.length - name.length);
}

function nameDistance(name: string, folded: string, candidate: string, limit: number): number | null {
  const gap = Math.abs(name.length - candidate.length);
  if (gap > limit && (name.length < 4 || candidate.length < 4)) return null;
  const foldedCandidate = foldName(candidate);
  if (folded === foldedCandidate && folded !== '') return 0.5;
  const plain = gap > limit ? limit + 1 : editDistance(name, candidate, limit);
  const otherStart = folded[0] === foldedCandidate[0] ? 0 : 0.5;
  if (plain <= limit && plain < Math.max(name.length, candidate.length)) return plain + otherStart;
  const [short, long] = folded.length < foldedCandidate.length ? [folded, foldedCandidate] : [foldedCandidate, folded];
  if (short.length >= 4 && (long.startsWith(short) || long.endsWith(short))) return limit + 0.5;
  return null;
}

/** 0 for nothing in common, 1 for the same name. */
export function similarity(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 1 : 1 - editDistance(left.toLowerCase(), right.toLowerCase()) / longest;
}
