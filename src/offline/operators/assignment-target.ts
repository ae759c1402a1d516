import { nodesOfType } from '../../syntax/nodes.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 4;

/** Nothing is ever meant to be given to itself. */
const OWN_FIELD = 60;

export const assignmentTarget: RepairOperator<'assignment'> = {
  name: 'assignment-target',
  summary: 'assigns to another variable of the function',
  on: ['assignment'],
  perLine: 4,
  topWeight: OWN_FIELD,
  *mutate({ view, names, enclosing, grammar }) {
    const { target, declares, node, value } = view;
    // A parameter that is given to itself hides the field that was meant.
    if (!declares && target.type === 'identifier' && target.text === value?.text && grammar.self !== null) {
      yield {
        splices: [replaced(target, `${grammar.self}.${target.text}`)],
        rationale: `Set the field: \`${grammar.self}.${target.text}\`.`,
        weight: OWN_FIELD,
      };
    }
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
