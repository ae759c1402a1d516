import { remembered } from '../shared/remembered.ts';
import { namedChildrenOf } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';

/** Code that is copied is short, and near. */
export const LONGEST_PARALLEL = 1500;
const MOST_LEVELS = 8;
const MOST_SIBLINGS = 24;

/** Nodes that stand for one word, whatever the grammar has inside of them. */
const WORDS = /string|regex|template|number|integer|float|comment/;

/** Words of the same kind may stand for one another; brackets and keywords may not. */
const EXCHANGED = /^(?:[-+*/%<>=!&|^~?]+|and|or|in|is|not|instanceof)$/;

/** Shorter pieces are alike by chance. */
const LEAST_EXCHANGED = 6;

interface Parallel {
  /** The words of a piece of code, in the order of the text. */
  readonly words: readonly SyntaxNode[];
  /** Equal for pieces that differ in nothing but their words. */
  readonly shape: string;
}

const parallelsOf = remembered((_tree: object) => new Map<number, Parallel>());

/**
 * What stands in the place of a word in the pieces of code beside it that are built alike, and how surely it should stand
 * here too, 0 to 1.5. What is copied and adapted is adapted at every place but one (Li et al., "CP-Miner", 2004): a word is
 * odd where all other pieces agree on another one, and where the words of another piece go over into those of this one in
 * the same way everywhere else.
 */
export function parallelWords(word: SyntaxNode): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const note = (text: string, weight: number) => {
    if (text !== word.text && weight > (found.get(text) ?? 0)) found.set(text, weight);
  };
  let around: SyntaxNode | null = word;
  for (let level = 0; level < MOST_LEVELS && around !== null; level++, around = around.parent) {
    if (around.endIndex - around.startIndex > LONGEST_PARALLEL) break;
    const own = parallelIn(around);
    const at = own.words.findIndex(({ id }) => id === word.id);
    const siblings = at < 0 ? [] : siblingsOf(around, own);
    noteAgreement(siblings, at, note);
    for (const sibling of siblings) noteTransition(own, sibling, at, note);
    for (const sibling of siblings) noteExchange(own, sibling, at, note);
  }
  return found;
}

type Note = (text: string, weight: number) => void;

/** All others have the same word there: at least two of them. */
function noteAgreement(siblings: readonly Parallel[], at: number, note: Note): void {
  const words = new Set(siblings.map(({ words }) => words[at]?.text ?? ''));
  const [only] = words;
  if (siblings.length > 1 && words.size === 1 && only !== undefined)
    note(only, Math.min(1.5, 0.6 + siblings.length / 5));
}

/** A word of another piece that stands there several times becomes one and the same word here, but for this place. */
function noteTransition({ words: own }: Parallel, { words: other }: Parallel, at: number, note: Note): void {
  const from = other[at];
  if (from === undefined || !from.isNamed) return;
  const becomes = new Map<string, number>();
  for (const [index, word] of other.entries()) {
    if (index === at || word.text !== from.text) continue;
    const here = own[index]?.text ?? '';
    becomes.set(here, (becomes.get(here) ?? 0) + 1);
  }
  const [only] = becomes;
  if (becomes.size === 1 && only !== undefined) note(only[0], only[1] > 1 ? 1.2 : 0.7);
}

/**
 * Another piece has the same words but for some that are exchanged all through, as `x` for `y` is in two branches: what is
 * exchanged at one place only is odd.
 */
function noteExchange({ words: own }: Parallel, { words: other }: Parallel, at: number, note: Note): void {
  const from = other[at];
  if (from === undefined || own.length < LEAST_EXCHANGED || own[at]?.text === from.text) return;
  const exchanges = new Map<string, number>();
  for (const [index, word] of other.entries()) {
    const here = own[index]?.text;
    if (here === word.text) continue;
    const key = `${word.text} ${here}`;
    exchanges.set(key, (exchanges.get(key) ?? 0) + 1);
  }
  const single = [...exchanges.values()].filter((times) => times === 1).length;
  if (exchanges.get(`${from.text} ${own[at]?.text}`) === 1 && single === 1) note(from.text, 1);
}

function siblingsOf(node: SyntaxNode, own: Parallel): Parallel[] {
  const all = node.parent === null ? [] : namedChildrenOf(node.parent).filter(({ type }) => type === node.type);
  if (own.words.length < 2 || all.length < 2 || all.length > MOST_SIBLINGS) return [];
  return all
    .filter(({ id, startIndex, endIndex }) => id !== node.id && endIndex - startIndex <= LONGEST_PARALLEL)
    .map(parallelIn)
    .filter(({ shape }) => shape === own.shape);
}

function parallelIn(node: SyntaxNode): Parallel {
  const known = parallelsOf(node.tree);
  const found = known.get(node.id) ?? flattened(node);
  known.set(node.id, found);
  return found;
}

function flattened(node: SyntaxNode): Parallel {
  const words: SyntaxNode[] = [];
  const shape: string[] = [];
  const visit = (current: SyntaxNode): void => {
    if (!isLeaf(current)) {
      shape.push(current.type);
      for (const child of current.children) if (child !== null) visit(child);
    } else if (isWordLike(current) || EXCHANGED.test(current.text)) {
      shape.push(current.isNamed ? 'word' : 'sign');
      words.push(current);
    } else shape.push(current.text);
  };
  visit(node);
  return { words, shape: shape.join(' ') };
}

function isLeaf({ childCount, type }: SyntaxNode): boolean {
  return childCount === 0 || WORDS.test(type);
}

/** A name, a number, a text, a word for a value: no sign, bracket or keyword. */
export function isWordLike(leaf: SyntaxNode): boolean {
  return leaf.isNamed;
}

/** All words and signs of a piece of code, in the order of the text. */
export function leavesOf(node: SyntaxNode): SyntaxNode[] {
  return isLeaf(node) ? [node] : node.children.flatMap((child) => (child === null ? [] : leavesOf(child)));
}
