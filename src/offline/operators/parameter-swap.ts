import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
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
      if (left === undefined || nameOf(left).text === nameOf(right).text || /^(self|cls)$/.test(left.text)) continue;
      yield {
        splices: swapped(nameOf(left), nameOf(right)),
        rationale: `Swap the parameters ${quoted(left)} and ${quoted(right)}.`,
        weight: 0.8 ** (index - 1),
      };
    }
  },
};

/** Types and defaults stay where they are. */
function nameOf(parameter: SyntaxNode): SyntaxNode {
  const name = parameter.childForFieldName('pattern') ?? parameter.childForFieldName('name');
  if (name !== null) return name;
  const [first] = namedChildrenOf(parameter);
  return first?.type === 'identifier' ? first : parameter;
}
