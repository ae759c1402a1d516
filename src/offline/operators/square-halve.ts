import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

export const squareHalve: RepairOperator<'binary'> = {
  name: 'square-halve',
  summary: 'the square, the double or the half of a variable in arithmetic',
  on: ['binary'],
  perLine: 6,
  *mutate({ view, kindOf }) {
    if (view.group !== 'arithmetic' && view.group !== 'comparison') return;
    const isVariable = (side: SyntaxNode) =>
      /^(identifier|member_expression|field_access|attribute)$/.test(side.type) && kindOf(side) !== 'collection';
    for (const side of [view.right, view.left].filter(isVariable)) {
      for (const [changed, weight] of [
        [`${side.text} * ${side.text}`, 1],
        [`${side.text} / 2`, 0.7],
        [`${side.text} * 2`, 0.6],
      ] as const) {
        yield {
          splices: [replaced(side, view.operator === '+' || view.group === 'comparison' ? changed : `(${changed})`)],
          rationale: `Use \`${changed}\` instead of ${quoted(side)} in ${quoted(view.node)}.`,
          weight: view.group === 'arithmetic' ? weight : weight * 0.3,
        };
      }
    }
  },
};
