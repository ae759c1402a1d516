import { quoted, type RepairOperator, swapped } from './operator.ts';

/** What makes a sum one of texts or lists, where the order matters. */
const JOINED = /string|list|array|subscript|call|invocation/;

export const operandSwap: RepairOperator<'binary'> = {
  name: 'operand-swap',
  summary: 'exchanges the two sides of an operator for which the order matters',
  on: ['binary'],
  perLine: 4,
  *mutate({ view }) {
    const { operator, left, right, node } = view;
    const weights: Readonly<Record<string, number>> = {
      '-': 1,
      '/': 1,
      '//': 1,
      '%': 0.8,
      '**': 0.8,
      '+': 0.3,
      in: 0.5,
    };
    const weight = weights[operator];
    if (weight === undefined || left.text === right.text) return;
    if (operator === '+' && !JOINED.test(`${left.type} ${right.type}`)) return;
    yield { splices: swapped(left, right), rationale: `Swap the operands of ${quoted(node)}.`, weight };
  },
};
