import { lineEndOf } from '../../shared/source-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { indentOf, isTest, textsNear } from '../material.ts';
import { inserted, quoted, type RepairOperator, replaced, type Splice } from './operator.ts';

const MOST_TESTS = 8;

export const replaceCondition: RepairOperator<'condition'> = {
  name: 'replace-condition',
  summary: 'a loop or branch that depends on a variable in scope, on what is asked elsewhere, or on nothing',
  on: ['condition'],
  perLine: 12,
  topWeight: 2,
  *mutate({ view, grammar, names, enclosing, text }) {
    const { node, of } = view;
    const isFixed = node.text === grammar.yes || node.text === grammar.no;
    if (of === 'while' && isFixed) {
      const variables = names().filter((binding) => binding.kind === 'variable');
      const tests = variables.flatMap(({ name, type }) => grammar.holds(name, type) ?? []).slice(0, 4);
      const end = returnBehindLoop(node, text);
      for (const test of tests) {
        yield {
          splices: [replaced(node, test), ...end],
          rationale: `Loop while ${quoted(test)}.`,
          weight: 2,
        };
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

/** Java does not compile a method that may run past a loop that ended nowhere before: the value for nothing found. */
function returnBehindLoop(condition: SyntaxNode, text: string): Splice[] {
  const loop = condition.parent?.type === 'parenthesized_expression' ? condition.parent.parent : condition.parent;
  const method = loop?.parent?.parent;
  if (loop == null || method?.type !== 'method_declaration') return [];
  const type = method.childForFieldName('type')?.text ?? 'void';
  for (let next = loop.nextNamedSibling; next !== null; next = next.nextNamedSibling)
    if (!next.type.endsWith('comment')) return [];
  if (type === 'void') return [];
  const value = type === 'boolean' ? 'false' : /^(?:byte|short|int|long|float|double|char)$/.test(type) ? '-1' : 'null';
  return [inserted(loop.endIndex, `${lineEndOf(text)}${indentOf(loop, text)}return ${value};`)];
}
