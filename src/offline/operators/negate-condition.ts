import { quoted, type RepairOperator, replaced } from './operator.ts';

export const negateCondition: RepairOperator<'condition' | 'negation' | 'return' | 'binary'> = {
  name: 'negate-condition',
  summary: 'negates a condition, or takes a negation away',
  on: ['condition', 'negation', 'return', 'binary'],
  perLine: 4,
  *mutate({ view, grammar }) {
    if (view.kind === 'negation') {
      yield {
        splices: [replaced(view.node, view.operand.text)],
        rationale: `Drop the negation of ${quoted(view.operand)}.`,
      };
      return;
    }
    if (view.kind === 'binary') {
      if (view.group !== 'logical' || !/^(&&|\|\||and|or)$/.test(view.operator)) return;
      for (const side of [view.left, view.right].filter(
        (part) =>
          (isTruth(part.type) || /^\([^()]* (?:in|instanceof) /.test(part.text)) && !isNegated(part.type, part.text),
      )) {
        yield {
          splices: [replaced(side, grammar.negate(side))],
          rationale: `Negate ${quoted(side)} in ${quoted(view.node)}.`,
          weight: 0.5,
        };
      }
      return;
    }
    const test = view.kind === 'return' ? view.value : view.node;
    if (test === null || isNegated(test.type, test.text)) return;
    if (view.kind === 'return' && !/^(binary_expression|comparison_operator|boolean_operator)$/.test(test.type)) return;
    const changed = grammar.negate(test);
    const rationale = `Negate the condition ${quoted(test)}.`;
    yield { splices: [replaced(test, changed)], rationale, weight: view.kind === 'return' ? 0.4 : 1 };
  },
};

/** A part of a condition that is a truth value by itself; comparisons are comparison-operator's business. */
function isTruth(type: string): boolean {
  return /^(identifier|call|call_expression|method_invocation|member_expression|field_access|attribute)$/.test(type);
}

function isNegated(type: string, text: string): boolean {
  return type === 'not_operator' || (type === 'unary_expression' && text.startsWith('!'));
}
