import { namedChildrenOf } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import { isWordLike, LONGEST_PARALLEL, leavesOf } from './parallel-code.ts';

/** Something that code beside a piece has more, written as it would be there. */
export interface MissingPart {
  /** Where it is missing, in the file. */
  readonly at: number;
  readonly text: string;
  /** 0 to 1, by how much of the rest is the same. */
  readonly likeness: number;
}

const LONGEST_PART = 200;
const LEAST_LIKENESS = 0.3;
const LEAST_WORDS = 3;

/** What each piece of code of this type beside `node` has more than `node` has, and nothing less. */
export function missingParts(node: SyntaxNode): MissingPart[] {
  if (node.parent === null || node.endIndex - node.startIndex > LONGEST_PARALLEL) return [];
  const own = leavesOf(node);
  const siblings = namedChildrenOf(node.parent).filter(({ id, type }) => type === node.type && id !== node.id);
  return siblings
    .filter(({ startIndex, endIndex }) => endIndex - startIndex <= LONGEST_PARALLEL)
    .flatMap((sibling) => partsOf(own, leavesOf(sibling), sibling));
}

function partsOf(own: readonly SyntaxNode[], other: readonly SyntaxNode[], sibling: SyntaxNode): MissingPart[] {
  const more = other.length - own.length;
  if (more <= 0 || own.length < LEAST_WORDS) return [];
  const head = commonHead(own, other);
  const tail = commonHead([...own].reverse(), [...other].reverse());
  if (head + tail < own.length) return [];
  // Where both overlap, the part may stand behind the one or before the other.
  const places = new Set([head, own.length - tail]);
  return [...places].flatMap((place) => partAt(own, other, sibling, place));
}

function partAt(
  own: readonly SyntaxNode[],
  other: readonly SyntaxNode[],
  sibling: SyntaxNode,
  place: number,
): MissingPart[] {
  const more = other.length - own.length;
  const [before, last, ownBefore] = [other[place - 1], other[place + more - 1], own[place - 1]];
  if (before === undefined || last === undefined || ownBefore === undefined) return [];
  const pairs = own.map((leaf, index) => [other[index < place ? index : index + more], leaf] as const);
  const words = pairs.filter(([, leaf]) => isWordLike(leaf));
  const same = words.filter(([from, leaf]) => from?.text === leaf.text).length;
  const likeness = same / Math.max(1, words.length);
  if (words.length < LEAST_WORDS || likeness < LEAST_LIKENESS || last.endIndex - before.endIndex > LONGEST_PART)
    return [];
  const becomes = new Map(words.map(([from, leaf]) => [from?.text ?? '', leaf.text]));
  const text = rewritten(sibling, before.endIndex, other.slice(place, place + more), becomes);
  return [{ at: ownBefore.endIndex, text, likeness }];
}

/** The source text from `start` to the last of these leaves, with the words exchanged. */
function rewritten(
  source: SyntaxNode,
  start: number,
  leaves: readonly SyntaxNode[],
  becomes: ReadonlyMap<string, string>,
): string {
  let written = '';
  let at = start;
  for (const leaf of leaves) {
    const gap = source.text.slice(at - source.startIndex, leaf.startIndex - source.startIndex);
    written += gap + (isWordLike(leaf) ? (becomes.get(leaf.text) ?? leaf.text) : leaf.text);
    at = leaf.endIndex;
  }
  return written;
}

/** So many leaves at the start fit: the same signs, and words at the same places. */
function commonHead(own: readonly SyntaxNode[], other: readonly SyntaxNode[]): number {
  let count = 0;
  while (count < own.length && fits(own[count], other[count])) count++;
  return count;
}

function fits(one: SyntaxNode | undefined, other: SyntaxNode | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return isWordLike(one) && isWordLike(other) ? one.type === other.type : one.text === other.text;
}
