import { nodesOfType } from '../../syntax/nodes.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 4;

export const assignmentTarget: RepairOperator<'assignment'> = {
  name: 'assignment-target',
  summary: 'assigns to another variable of the function',
  on: ['assignment'],
  perLine: 4,
  *mutate({ view, names, enclosing }) {
    const { target, declares, node } = view;
    if (
      declares ||
      !/^(identifier|subscript\w*|array_access|attribute|member_expression|field_access)$/.test(target.type)
    )
      return;
    const variables = names()
      .filter((binding) => binding.kind === 'variable')
      .map((binding) => binding.name);
    const places = nodesOfType(enclosing(), [target.type]).map((place) => place.text);
    const others = [...new Set(target.type === 'identifier' ? variables : places)].filter(
      (text) => text !== target.text,
    );
    for (const [rank, name] of others.slice(0, MOST_NAMES).entries()) {
      yield {
        splices: [replaced(target, name)],
        rationale: `Assign to \`${name}\` instead of ${quoted(target)} in ${quoted(node)}.`,
        weight: 0.8 ** rank,
      };
    }
  },
};
