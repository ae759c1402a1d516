/** How many items two sequences begin with alike (`head`), and how many of the others they end with alike (`tail`). */
export function commonEnds(
  left: ArrayLike<unknown>,
  right: ArrayLike<unknown>,
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  return { head, tail };
}
