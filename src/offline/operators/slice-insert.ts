import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 4;

/** The same sequence handed in twice: its neighbours were meant, `zip(items, items[1:])`. */
const TWICE = 5;

export const sliceInsert: RepairOperator<'name' | 'member'> = {
  name: 'slice-insert',
  summary: 'takes a part of a sequence that is looped over or handed on',
  on: ['name', 'member'],
  perLine: 8,
  topWeight: TWICE,
  *mutate({ view, grammar, names, kindOf, kindOfName }) {
    const { node, isCallee } = view;
    const kind = kindOf(node);
    const isTwice = isTwin(node);
    if (isCallee || !isWhole(node) || kind === 'number' || (view.kind === 'member' && !isTwice)) return;
    const all = names();
    const type = all.find(({ name }) => name === node.text)?.type ?? null;
    const cut = (from: string, to: string) => grammar.slice(node.text, from, to, type) ?? [];
    const own = all
      .filter(({ kind, name }) => (kind === 'parameter' || kind === 'variable') && name !== node.text)
      .filter(({ name }) => kindOfName(name) !== 'collection');
    const bounds = own.slice(0, MOST_NAMES).flatMap((binding) => cut(binding.name, ''));
    for (const [rank, changed] of [cut('1', ''), cut('', '-1'), ...bounds].flat().entries()) {
      yield {
        splices: [replaced(node, changed)],
        rationale: `Use ${quoted(changed)} instead of all of ${quoted(node)}.`,
        weight: 0.85 ** rank * (isTwice ? TWICE : kind === 'collection' ? 1 : 0.4),
      };
    }
  },
};

/** The sequence of a loop, or an argument. */
function isWhole(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === null) return false;
  const sequence = parent.childForFieldName('right') ?? parent.childForFieldName('value');
  const isLoop = /^(enhanced_)?for_/.test(parent.type) && sequence?.id === node.id;
  return isLoop || /^(arguments|argument_list)$/.test(parent.type);
}

/** Whether the argument before is the same. */
function isTwin(node: SyntaxNode): boolean {
  return /^(arguments|argument_list)$/.test(node.parent?.type ?? '') && node.previousNamedSibling?.text === node.text;
}
