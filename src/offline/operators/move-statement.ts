import { lineEndOf } from '../../shared/source-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

/** Blocks that a statement may leave or enter. */
const BLOCK_HOLDERS = /^(for|while|if|for_in|with|try)_statement$/;

export const moveStatement: RepairOperator<'statement'> = {
  name: 'move-statement',
  summary: 'moves a statement past the next one, out of a block, or into the block before it',
  on: ['statement'],
  perLine: 3,
  *mutate({ view, text }) {
    const { node, next } = view;
    const out = movedOut(node, text);
    if (out !== null) {
      yield {
        splices: [replaced(out.range, out.text)],
        rationale: `Move ${quoted(node)} behind its block.`,
        weight: 1,
      };
    }
    if (next === null || !/^(expression_statement|(lexical|variable|local_variable)_declaration)$/.test(node.type))
      return;
    if (next.text === node.text || next.startPosition.row === node.startPosition.row) return;
    if (
      !/^(expression|for|for_in|enhanced_for|while|if|return|with)_statement$|^(lexical|variable|local_variable)_declaration$/.test(
        next.type,
      )
    )
      return;
    yield {
      splices: [
        replaced(
          { start: node.startIndex, end: next.endIndex },
          `${next.text}${text.slice(node.endIndex, next.startIndex)}${node.text}`,
        ),
      ],
      rationale: `Move ${quoted(node)} behind ${quoted(next)}.`,
      weight: /^(return|raise|throw)_/.test(next.type) ? 0.3 : 0.6,
    };
  },
};

interface Move {
  readonly range: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** A `return` inside of a loop that belongs behind it, an update that belongs after the branch. */
function movedOut(node: SyntaxNode, text: string): Move | null {
  const block = node.parent;
  const holder = block?.parent ?? null;
  if (block === null || holder === null || !BLOCK_HOLDERS.test(holder.type)) return null;
  const siblings = block.namedChildren.filter((child) => child !== null && child.type !== 'comment');
  const isOnlyOrFirst = siblings.length < 2 || siblings.at(-1)?.id !== node.id;
  if (isOnlyOrFirst || node.startPosition.row !== node.endPosition.row) return null;
  const lineStart = text.lastIndexOf('\n', node.startIndex) + 1;
  const lineEnd = text.indexOf('\n', node.endIndex);
  const removedEnd = lineEnd < 0 ? text.length : lineEnd + 1;
  const end = holder.endIndex;
  if (
    holder.childForFieldName('alternative') !== null ||
    /else|elif|except|finally/.test(text.slice(node.endIndex, end))
  )
    return null;
  const indent = ' '.repeat(holder.startPosition.column);
  const closing = removedEnd <= end ? text.slice(removedEnd, end) : '';
  const kept = text.slice(holder.startIndex, lineStart) + closing;
  const lineBreak = lineEndOf(text);
  const glue = closing === '' ? '' : lineBreak;
  return {
    range: { start: holder.startIndex, end: Math.max(end, node.endIndex) },
    text: `${kept.replace(/\s+$/, closing === '' ? lineBreak : '')}${glue}${indent}${node.text}`,
  };
}
