import { quoted, type RepairOperator, replaced } from './operator.ts';

export const booleanLiteral: RepairOperator<'literal'> = {
  name: 'boolean-literal',
  summary: 'true and false, null and undefined',
  on: ['literal'],
  perLine: 3,
  *mutate({ view, grammar }) {
    if (view.of !== 'boolean' && !(view.of === 'nothing' && grammar.language === 'javascript')) return;
    const [one, another] = view.of === 'boolean' ? [grammar.yes, grammar.no] : ['null', 'undefined'];
    const other = view.node.text === one ? another : one;
    yield {
      splices: [replaced(view.node, other)],
      rationale: `Change ${quoted(view.node)} to \`${other}\` in ${quoted(view.node.parent ?? view.node)}.`,
    };
  },
};
