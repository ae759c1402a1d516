import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { type Mutation, quoted, type RepairOperator, replaced } from './operator.ts';

const BINARY = /^(binary_expression|binary_operator|boolean_operator)$/;

/** How closely operators bind of which one is easily forgotten to need parentheses beside another. */
const STRENGTH: Readonly<Record<string, number>> = {
  ...{ '||': 1, or: 1, '??': 1, '&&': 2, and: 2 },
  ...{ '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, '//': 5 },
};

export const regroup: RepairOperator<'binary'> = {
  name: 'regroup',
  summary: 'puts parentheses around another part of an expression of two operators, or takes them away',
  on: ['binary'],
  perLine: 6,
  *mutate({ view, text }) {
    const { left, right, node, operator } = view;
    const between = text.slice(left.endIndex, right.startIndex);
    for (const [changed, weight] of [
      ...takenLeft(left, between, right, operator),
      ...takenRight(left, between, right, operator),
    ]) {
      const rationale = `Group ${quoted(node)} as ${quoted(changed)}.`;
      yield { splices: [replaced(node, changed)], rationale, weight } satisfies Mutation;
    }
  },
};

/** `a + b / c` → `(a + b) / c`, and `a * (b + c)` → `a * b + c`. */
function* takenLeft(
  left: SyntaxNode,
  between: string,
  right: SyntaxNode,
  operator: string,
): Generator<[string, number]> {
  const [inner, isBare] = innerOf(right);
  if (inner === null || !isOtherStrength(operator, inner.operator)) return;
  if (isBare) yield [`(${left.text}${between}${inner.left})${inner.rest}`, 1];
  else if (binds(operator, inner.operator)) yield [`${left.text}${between}${inner.left}${inner.rest}`, 0.6];
}

/** `a / b + c` → `a / (b + c)`, and `(a + b) / c` → `a + b / c`. */
function* takenRight(
  left: SyntaxNode,
  between: string,
  right: SyntaxNode,
  operator: string,
): Generator<[string, number]> {
  const [inner, isBare] = innerOf(left);
  if (inner === null || !isOtherStrength(operator, inner.operator)) return;
  if (isBare) yield [`${inner.head}(${inner.right}${between}${right.text})`, 0.8];
  else if (binds(operator, inner.operator)) yield [`${inner.head}${inner.right}${between}${right.text}`, 0.6];
}

interface Inner {
  readonly operator: string;
  readonly left: string;
  /** Behind the left side. */
  readonly rest: string;
  /** Before the right side. */
  readonly head: string;
  readonly right: string;
}

/** An expression of two sides, and whether it stands there without parentheses. */
function innerOf(side: SyntaxNode): [Inner | null, boolean] {
  const isBare = side.type !== 'parenthesized_expression';
  const node = isBare ? side : side.firstNamedChild;
  if (node === null || !BINARY.test(node.type)) return [null, isBare];
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (left === null || right === null || node.text.includes('\n')) return [null, isBare];
  const start = node.startIndex;
  const inner = {
    ...{ operator, left: left.text, rest: node.text.slice(left.endIndex - start) },
    ...{ head: node.text.slice(0, right.startIndex - start), right: right.text },
  };
  return [inner, isBare];
}

/** Of one kind, and one of them binds closer. */
function isOtherStrength(one: string, other: string): boolean {
  const [left = 0, right = 0] = [STRENGTH[one], STRENGTH[other]];
  return left > 0 && right > 0 && left !== right && left > 3 === right > 3;
}

function binds(outer: string, inner: string): boolean {
  return (STRENGTH[outer] ?? 0) > (STRENGTH[inner] ?? 0);
}
