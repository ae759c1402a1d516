import { quoted, type RepairOperator, replaced } from './operator.ts';

export const booleanLiteral: RepairOperator<'literal'> = {
  name: 'boolean-literal',
  summary: 'true and false',
  on: ['literal'],
  perLine: 3,
  *mutate({ view, grammar }) {
    if (view.of !== 'boolean') return;
    const other = view.node.text === grammar.yes ? grammar.no : grammar.yes;
    yield {
      splices: [replaced(view.node, other)],
      rationale: `Change ${quoted(view.node)} to \`${other}\` in ${quoted(view.node.parent ?? view.node)}.`,
    };
  },
};
