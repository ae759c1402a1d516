import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { leaves, placedBehind } from '../statement-places.ts';
import { quoted, type RepairOperator } from './operator.ts';

const LOOPS = /^(for|for_in|enhanced_for|while|do)_statement$/;

export const jumpInsert: RepairOperator<'statement'> = {
  name: 'jump-insert',
  summary: 'leaves a loop, its turn or a case behind the last statement of a block',
  on: ['statement'],
  perLine: 3,
  topWeight: 2,
  *mutate(site) {
    const { view, grammar } = site;
    const { node } = view;
    const isCase = /^switch_(case|default|block_statement_group)$/.test(node.parent?.type ?? '');
    const isLast = isCase ? isLastOfCase(node) : view.next === null;
    if (!isLast || leaves(node)) return;
    const loop = loopAround(node);
    if (loop === null && !isCase) return;
    // At the end of its own body a loop goes on anyway.
    const isEnd = loop !== null && node.parent?.parent?.id === loop.id;
    const end = grammar.statementEnd;
    const jumps: [string, number][] = isCase
      ? [
          ['break', 2],
          ['continue', 0.7],
        ]
      : [
          ['break', 1],
          ['continue', isEnd ? 0 : 1],
        ];
    for (const [jump, weight] of jumps) {
      if (weight === 0 || (jump === 'continue' && loop === null)) continue;
      yield {
        splices: [placedBehind(site, `${jump}${end}`)],
        rationale: `Add \`${jump}\` behind ${quoted(node)}.`,
        weight,
      };
    }
  },
};

/** The last statement of a case that has another case behind it. */
function isLastOfCase({ nextNamedSibling, parent }: SyntaxNode): boolean {
  return nextNamedSibling === null && parent?.nextNamedSibling !== null;
}

/** The loop that a `break` at this place would leave. */
function loopAround(node: SyntaxNode): SyntaxNode | null {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (LOOPS.test(above.type)) return above;
    if (/function|method|lambda|class/.test(above.type)) return null;
  }
  return null;
}
