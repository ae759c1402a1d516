import { quoted, type RepairOperator, replaced } from './operator.ts';

export const deleteStatement: RepairOperator<'statement'> = {
  name: 'delete-statement',
  summary: 'drops a statement',
  on: ['statement'],
  perLine: 1,
  *mutate({ view, text }) {
    const { node } = view;
    const siblings = node.parent?.namedChildCount ?? 0;
    if (siblings < 2 || !/^(expression|if|break|continue|return)_statement$/.test(node.type)) return;
    const lineStart = text.lastIndexOf('\n', node.startIndex) + 1;
    const lineFeed = text.indexOf('\n', node.endIndex);
    const alone =
      text.slice(lineStart, node.startIndex).trim() === '' &&
      text.slice(node.endIndex, lineFeed < 0 ? text.length : lineFeed).trim() === '';
    const range = alone
      ? { start: lineStart, end: lineFeed < 0 ? text.length : lineFeed + 1 }
      : { start: node.startIndex, end: node.endIndex };
    yield { splices: [replaced(range, '')], rationale: `Drop ${quoted(node)}.` };
  },
};
