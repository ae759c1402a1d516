import type { Grammar } from '../grammar/grammar.ts';
import type { BinaryView } from '../grammar/node-view.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const REVERSED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const OPPOSITE: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '===': '!==',
  '!==': '===',
  is: 'is not',
  'is not': 'is',
  in: 'not in',
  'not in': 'in',
};

export const comparisonOperator: RepairOperator<'binary'> = {
  name: 'comparison-operator',
  summary: 'any other comparison: reversed, opposite, equality for order',
  on: ['binary'],
  perLine: 8,
  topWeight: 1.2,
  *mutate({ view, grammar }) {
    for (const [operator, weight] of alternatives(view, grammar)) {
      yield {
        splices: [replaced(view.operatorRange, operator)],
        rationale: `Change \`${view.operator}\` to \`${operator}\` in ${quoted(view.node)}.`,
        weight,
      };
    }
  },
};

function alternatives({ operator, group }: BinaryView, { comparisons }: Grammar): [string, number][] {
  if (group !== 'comparison' && group !== 'membership') return [];
  const opposite = OPPOSITE[operator];
  if (opposite !== undefined) {
    const ordered = /^[!=]==?$/.test(operator) ? comparisons.ordered : [];
    return [[opposite, 1.2], ...ordered.map((other): [string, number] => [other, 0.25])];
  }
  const reversed = REVERSED[operator];
  if (reversed === undefined) return [];
  const others = comparisons.ordered.filter((other) => other !== operator && other !== reversed);
  const farther = others.filter((other) => other[0] !== operator[0]);
  return [
    [reversed, 1],
    ...farther.map((other): [string, number] => [other, 0.5]),
    [comparisons.equal, 0.3],
    [comparisons.unequal, 0.2],
  ];
}
