import { quoted, type RepairOperator, replaced } from './operator.ts';

export const indexChange: RepairOperator<'index'> = {
  name: 'index-change',
  summary: 'the first, the second or the last item instead of another',
  on: ['index'],
  perLine: 4,
  *mutate({ view, grammar }) {
    const { index, indices, object, node } = view;
    if (indices.length > 1 || /string|tuple/.test(index.type)) return;
    const last = grammar.language === 'python' ? '-1' : `${grammar.size(object.text)} - 1`;
    const others = index.text === '0' ? [last] : ['0', last];
    for (const [rank, other] of others.entries()) {
      if (other === index.text) continue;
      yield {
        splices: [replaced(index, other)],
        rationale: `Take the item at \`${other}\` in ${quoted(node)}.`,
        weight: /^-?\d+$|length/.test(index.text) ? 1 / (rank + 1) : 0.5 / (rank + 1),
      };
    }
  },
};
