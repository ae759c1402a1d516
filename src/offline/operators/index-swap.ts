import { quoted, type RepairOperator, swapped } from './operator.ts';

export const indexSwap: RepairOperator<'index'> = {
  name: 'index-swap',
  summary: '`grid[x][y]` and `grid[y][x]`, `table[i, j]` and `table[j, i]`',
  on: ['index'],
  perLine: 3,
  *mutate({ view }) {
    const { object, index, indices, node } = view;
    const inner = object.childForFieldName('index') ?? object.childForFieldName('subscript');
    if (inner !== null && /^(subscript|array_access)/.test(object.type) && inner.text !== index.text) {
      yield { splices: swapped(inner, index), rationale: `Swap the indices of ${quoted(node)}.` };
    }
    const [first, second, third] = indices;
    if (first === undefined || second === undefined || third !== undefined || first.text === second.text) return;
    yield { splices: swapped(first, second), rationale: `Swap the indices of ${quoted(node)}.` };
  },
};
