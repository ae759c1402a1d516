import { inserted, quoted, type RepairOperator } from './operator.ts';

export const elseInsert: RepairOperator<'statement'> = {
  name: 'else-insert',
  summary: 'runs a branch only where the one before it did not run',
  on: ['statement'],
  perLine: 2,
  *mutate({ view, grammar }) {
    const { node } = view;
    const before = node.previousNamedSibling;
    if (before?.type !== 'if_statement') return;
    // Python's `elif` needs a branch; elsewhere whatever follows may become one.
    const isPython = grammar.language === 'python';
    if (isPython ? node.type !== 'if_statement' : /declaration$/.test(node.type)) return;
    // Behind a branch that has an `else` already there is none to be had.
    if (!isPython && endsInElse(before)) return;
    yield {
      splices: [inserted(node.startIndex, isPython ? 'el' : 'else ')],
      rationale: `Run ${quoted(node)} only if ${quoted(before)} does not apply.`,
      weight: node.type === 'if_statement' || node.type === 'statement_block' ? 1 : 0.5,
    };
  },
};

function endsInElse(statement: {
  childForFieldName(name: string): { namedChildren: readonly unknown[] } | null;
}): boolean {
  const alternative = statement.childForFieldName('alternative');
  if (alternative === null) return false;
  const inner = alternative.namedChildren[0] as typeof statement & { type: string };
  return inner?.type === 'if_statement' ? endsInElse(inner) : true;
}
