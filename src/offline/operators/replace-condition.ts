import { isTest, textsNear } from '../material.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_TESTS = 8;

export const replaceCondition: RepairOperator<'condition'> = {
  name: 'replace-condition',
  summary: 'a loop or branch that depends on a variable in scope, on what is asked elsewhere, or on nothing',
  on: ['condition'],
  perLine: 12,
  topWeight: 2,
  *mutate({ view, grammar, names, enclosing }) {
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
    for (const [rank, test] of textsNear(enclosing(), node, isTest).slice(0, MOST_TESTS).entries()) {
      yield {
        splices: [replaced(node, test)],
        rationale: `Ask ${quoted(test)} instead of ${quoted(node)}.`,
        weight: 0.9 ** rank,
      };
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
