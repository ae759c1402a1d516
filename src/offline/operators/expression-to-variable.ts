import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { BinaryView } from '../grammar/node-view.ts';
import { quoted, type RepairOperator, recentVariables, replaced } from './operator.ts';

const MOST_NAMES = 3;

export const expressionToVariable: RepairOperator<'return' | 'assignment' | 'binary'> = {
  name: 'expression-to-variable',
  summary: 'returns or assigns a variable instead of an expression',
  on: ['return', 'assignment', 'binary'],
  perLine: 4,
  *mutate({ view, names }) {
    const value = view.kind === 'binary' ? callIn(view) : view.value;
    if (
      value === null ||
      /^(identifier|number|integer|string|\w+_literal|list|array|object|dictionary)$/.test(value.type)
    )
      return;
    if (view.kind === 'assignment' && (view.declares || view.operator !== '=')) return;
    const own = recentVariables(names());
    for (const [rank, { name }] of own.slice(0, MOST_NAMES).entries()) {
      yield {
        splices: [replaced(value, name)],
        rationale: `Use \`${name}\` instead of ${quoted(value)}.`,
        weight: 0.7 ** rank * (view.kind === 'binary' ? 0.6 : 1),
      };
    }
  },
};

/** A call that is one side of arithmetic. */
function callIn({ group, left, right }: BinaryView): SyntaxNode | null {
  if (group !== 'arithmetic') return null;
  return [left, right].find((side) => /^(call|call_expression|method_invocation)$/.test(side.type)) ?? null;
}
