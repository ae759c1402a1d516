import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { insertion, type TextEdit } from '../text-edit.ts';

function modifiersOf(node: SyntaxNode): SyntaxNode | null {
  return namedChildrenOf(node).find(({ type }) => type === 'modifiers') ?? null;
}

/** Takes a word out of the modifiers; null where it is not among them. */
export function withoutModifier(path: string, node: SyntaxNode, word: string, instead = ''): TextEdit | null {
  const modifiers = modifiersOf(node);
  const at = modifiers?.text.search(new RegExp(`\\b${word}\\b`)) ?? -1;
  if (modifiers === null || at < 0) return null;
  const start = modifiers.startIndex + at;
  const end = start + word.length;
  return instead === '' ? { path, start, end: end + 1, replacement: '' } : { path, start, end, replacement: instead };
}

/** Behind `public`, `private` and annotations; else at the begin of the declaration. */
export function withModifier(path: string, node: SyntaxNode, word: string): TextEdit {
  const modifiers = modifiersOf(node);
  return modifiers === null
    ? insertion(path, node.startIndex, `${word} `)
    : insertion(path, modifiers.endIndex, ` ${word}`);
}
