import { namedChildrenOf } from '../../syntax/nodes.ts';
import { quoted, type RepairOperator, swapped } from './operator.ts';

export const parameterSwap: RepairOperator<'function'> = {
  name: 'parameter-swap',
  summary: 'exchanges two neighbouring parameters of a function',
  on: ['function'],
  perLine: 4,
  *mutate({ view }) {
    const list = view.node.childForFieldName('parameters');
    const parameters = list === null ? [] : namedChildrenOf(list).filter(({ type }) => type !== 'comment');
    for (const [index, right] of parameters.entries()) {
      const left = parameters[index - 1];
      if (left === undefined || left.text === right.text || /^(self|cls)$/.test(left.text)) continue;
      yield {
        splices: swapped(left, right),
        rationale: `Swap the parameters ${quoted(left)} and ${quoted(right)}.`,
        weight: 0.8 ** (index - 1),
      };
    }
  },
};
