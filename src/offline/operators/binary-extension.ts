import { operand } from '../grammar/grammar.ts';
import type { NodeView } from '../grammar/node-view.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 6;

export const binaryExtension: RepairOperator<'call' | 'index' | 'return'> = {
  name: 'binary-extension',
  summary: 'adds or subtracts a variable at an argument, an index or a result',
  on: ['call', 'index', 'return'],
  perLine: 6,
  *mutate({ view, grammar, names }) {
    for (const node of placesOf(view)) {
      if (!/^(identifier|subscript\w*|call|call_expression|attribute|member_expression)$/.test(node.type)) continue;
      const own = names().filter((binding) => binding.kind === 'variable' || binding.kind === 'parameter');
      for (const [rank, { name }] of own.filter(({ name }) => name !== node.text).slice(0, MOST_NAMES).entries()) {
        for (const operator of ['-', '+']) {
          const changed = `${operand(grammar, node)} ${operator} ${name}`;
          yield {
            splices: [replaced(node, changed)],
            rationale: `Use ${quoted(changed)} instead of ${quoted(node)}.`,
            weight: 0.8 ** rank,
          };
        }
      }
    }
  },
};

function placesOf(view: NodeView): readonly SyntaxNode[] {
  if (view.kind === 'call') return view.args;
  if (view.kind === 'index') return [view.index];
  return view.kind === 'return' && view.value !== null ? [view.value] : [];
}
