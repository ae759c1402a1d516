import { nodesOfType } from '../../syntax/nodes.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NUMBERS = 12;

/** Numbers that programs are full of: bases, sizes, parts of a day, and what they are easily taken for. */
const COMMON = [
  '0',
  '1',
  '2',
  '10',
  '100',
  '1000',
  '60',
  '24',
  '7',
  '12',
  '16',
  '1024',
  '3',
  '4',
  '5',
  '8',
  '32',
  '64',
  '365',
];

export const numberReplace: RepairOperator<'literal'> = {
  name: 'number-replace',
  summary:
    'another number of the file or of the failing tests, one with a digit more or less, or one that is often meant',
  on: ['literal'],
  perLine: 12,
  *mutate({ view, text, clues, grammar }) {
    const { node, of } = view;
    if (of !== 'number' || !/^\d+(\.\d+)?$/.test(node.text)) return;
    const own = node.text;
    const counts = new Map<string, number>();
    for (const other of nodesOfType(node.tree.rootNode, [node.type]))
      counts.set(other.text, (counts.get(other.text) ?? 0) + 1);
    const inFile = [...counts].sort(([, left], [, right]) => right - left).map(([number]) => number);
    const slips =
      own.length > 1 ? [own.slice(0, -1), `${own}0`, [...own].reverse().join('')] : own === '0' ? [] : [`${own}0`];
    const { numbers } = clues;
    const others = new Set(
      [...shifts(own), ...slips, ...numbers.slice(0, 3), ...inFile, ...numbers, ...COMMON].filter((other) =>
        isOther(other, own),
      ),
    );
    const indexLike = /^\s*\]/.test(text.slice(node.endIndex));
    for (const [rank, other] of [...others].slice(0, MOST_NUMBERS).entries()) {
      yield {
        splices: [replaced(node, other)],
        rationale: `Use \`${other}\` instead of ${quoted(node)} in ${quoted(node.parent ?? node)}.`,
        weight: 0.88 ** rank * (indexLike && Number(other) > 9 ? 0.2 : 1),
      };
    }
    // What begins without a limit, or means that there is none.
    const limit = grammar.language === 'javascript' ? 'Infinity' : grammar.language === 'java' ? null : "float('inf')";
    if (own === '0' && limit !== null && !indexLike) {
      yield {
        splices: [replaced(node, limit)],
        rationale: `Use \`${limit}\` instead of ${quoted(node)}.`,
        weight: 0.3,
      };
    }
  },
};

/** `0.2` for `0.02`, `4.99` for `49.9`. */
function shifts(own: string): string[] {
  if (!own.includes('.')) return [];
  return [10, 0.1, 100].map((factor) => String(Number((Number(own) * factor).toPrecision(12))));
}

/** One more and one less are tried first anyway, by another operator. */
function isOther(other: string, own: string): boolean {
  return /^\d+(\.\d+)?$/.test(other) && Math.abs(Number(other) - Number(own)) !== 1 && Number(other) !== Number(own);
}
