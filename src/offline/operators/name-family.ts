import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

export const nameFamily: RepairOperator<'call' | 'member'> = {
  name: 'name-family',
  summary: 'min and max, floor and ceil, push and unshift, startsWith and endsWith, some and every …',
  on: ['call', 'member'],
  perLine: 6,
  topWeight: 1.5,
  *mutate({ view, grammar }) {
    const name: SyntaxNode | null = view.kind === 'call' ? view.name : view.isCallee ? null : view.property;
    if (name === null) return;
    const kin = new Set<string>();
    for (const family of grammar.nameFamilies) {
      if (family.includes(name.text)) for (const other of family) if (other !== name.text) kin.add(other);
    }
    for (const [rank, other] of [...kin].entries()) {
      yield {
        splices: [replaced(name, other)],
        rationale: `Use \`${other}\` instead of \`${name.text}\` in ${quoted(view.node)}.`,
        weight: 1.5 / (rank * 2 + 1),
      };
    }
  },
};
