import { quoted, type RepairOperator, replaced } from './operator.ts';

export const minMaxWrap: RepairOperator<'assignment'> = {
  name: 'min-max-wrap',
  summary: 'keeps the larger or the smaller of the old and the new value, or of zero and the new value',
  on: ['assignment'],
  perLine: 4,
  *mutate({ view, grammar, kindOf }) {
    const { target, value, operator, declares } = view;
    if (
      operator !== '=' ||
      !/^(identifier|attribute|member_expression|field_access|subscript\w*|array_access)$/.test(target.type)
    )
      return;
    if (
      !/^(binary_\w+|call\w*|identifier|attribute|member_expression|field_access|subscript\w*|array_access|conditional_expression|ternary_expression)$/.test(
        value.type,
      )
    )
      return;
    if (kindOf(value) === 'collection' || kindOf(target) === 'collection') return;
    const others = declares ? ['0'] : [target.text, '0'];
    for (const [rank, other] of others.entries()) {
      for (const which of ['max', 'min'] as const) {
        const changed = grammar.extreme(which, other, value.text);
        yield {
          splices: [replaced(value, changed)],
          rationale: `Take the ${which === 'max' ? 'larger' : 'smaller'} of \`${other}\` and ${quoted(value)}.`,
          weight: (rank === 0 ? 1 : 0.6) * (which === 'max' ? 1 : 0.7),
        };
      }
    }
  },
};
