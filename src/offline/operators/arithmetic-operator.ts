import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const OPPOSITES: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '/',
  '//': '/',
  '**': '*',
};
const BITWISE: Readonly<Record<string, readonly string[]>> = {
  '&': ['|', '^'],
  '|': ['&', '^'],
  '^': ['&', '|'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['>>'],
};

export const arithmeticOperator: RepairOperator<'binary'> = {
  name: 'arithmetic-operator',
  summary: '`+` and `-`, `*` and `/`, then any other arithmetic or bitwise operator',
  on: ['binary'],
  perLine: 10,
  *mutate({ view, grammar }) {
    const { operator, group, left, right } = view;
    const isText = operator === '+' && [left, right].some(isString);
    if ((group !== 'arithmetic' && group !== 'bitwise') || isText) return;
    const opposite = OPPOSITES[operator];
    const others = BITWISE[operator] ?? grammar.arithmetic.filter((other) => other !== operator && other !== opposite);
    const ranked = opposite === undefined ? others : [opposite, ...others];
    for (const [rank, other] of ranked.entries()) {
      yield {
        splices: [replaced(view.operatorRange, other)],
        rationale: `Change \`${operator}\` to \`${other}\` in ${quoted(view.node)}.`,
        weight: rank === 0 ? 1 : /^[+*]$/.test(operator) && /^[+*]$/.test(other) ? 0.4 : 0.2,
      };
    }
  },
};

function isString(node: SyntaxNode): boolean {
  return (
    /string(_literal)?$/.test(node.type) ||
    (/^binary_/.test(node.type) && node.namedChildren.some((child) => /string(_literal)?$/.test(child?.type ?? '')))
  );
}
