/** A line without the differences that matching may overlook. */
export function collapseWhitespace(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

/** Lines that differ over a longer stretch are not compared letter by letter: the work grows with its square. */
export const LONGEST_DIFFERENCE = 2000;

/**
 * 1 for equal lines, 0 for lines without anything in common: one minus the Levenshtein distance over the longer
 * length. Distances beyond what `least` allows are not computed to the end and give 0.
 */
export function lineSimilarity(left: string, right: string, least: number): number {
  if (left === right) return 1;
  const longest = Math.max(left.length, right.length);
  const bound = Math.floor(longest * (1 - least));
  if (Math.abs(left.length - right.length) > bound) return 0;
  const [one, other] = withoutCommonEnds(left, right);
  if (Math.max(one.length, other.length) > LONGEST_DIFFERENCE) return 0;
  const distance = boundedDistance(one, other, bound);
  return distance === null ? 0 : 1 - distance / longest;
}

/** What two texts begin and end with alike adds nothing to their distance. */
function withoutCommonEnds(left: string, right: string): readonly [string, string] {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start++;
  let end = 0;
  while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  return [left.slice(start, left.length - end), right.slice(start, right.length - end)];
}

/** Levenshtein distance by rows, null as soon as a whole row is beyond `bound`. */
function boundedDistance(left: string, right: string, bound: number): number | null {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= right.length; column++) {
      const changed = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const value = Math.min(changed, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current.push(value);
      smallest = Math.min(smallest, value);
    }
    if (smallest > bound) return null;
    previous = current;
  }
  const distance = previous[right.length] ?? 0;
  return distance > bound ? null : distance;
}

/** Cheap likeness of two lines by their pairs of characters (Dice), 0 to 1: for pointing at a place, not for matching. */
export function roughSimilarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size === 0 || right.size === 0) return left.size === right.size ? 1 : 0;
  let common = 0;
  for (const pair of left) if (right.has(pair)) common++;
  return (2 * common) / (left.size + right.size);
}

export function characterPairs(line: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  const end = Math.min(line.length, LONGEST_DIFFERENCE);
  for (let index = 0; index + 1 < end; index++) pairs.add(line.slice(index, index + 2));
  if (line.length === 1) pairs.add(line);
  return pairs;
}
