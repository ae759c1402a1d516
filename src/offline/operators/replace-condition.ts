import { quoted, type RepairOperator, replaced } from './operator.ts';

export const replaceCondition: RepairOperator<'condition'> = {
  name: 'replace-condition',
  summary: 'a loop or branch that depends on a variable in scope, or on nothing',
  on: ['condition'],
  perLine: 4,
  topWeight: 2,
  *mutate({ view, grammar, names }) {
    const { node, of } = view;
    const isFixed = node.text === grammar.yes || node.text === grammar.no;
    if (of === 'while' && isFixed) {
      for (const { name } of names()
        .filter((binding) => binding.kind === 'variable')
        .slice(0, 4)) {
        const test = grammar.and === '&&' ? `${grammar.size(name)} > 0` : name;
        yield { splices: [replaced(node, test)], rationale: `Loop while ${quoted(test)}.`, weight: 2 };
      }
    }
    if (isFixed || of === 'while' || of === 'for') return;
    for (const fixed of [grammar.yes, grammar.no]) {
      yield {
        splices: [replaced(node, fixed)],
        rationale: `Make the condition ${quoted(node)} always ${fixed === grammar.yes ? 'hold' : 'fail'}.`,
        weight: 0.5,
      };
    }
  },
};
