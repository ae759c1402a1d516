import { isAsync } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { inserted, quoted, type RepairOperator } from './operator.ts';

export const missingAwaitOperator: RepairOperator<'call'> = {
  name: 'missing-await',
  summary: 'awaits a call inside of an async function',
  on: ['call'],
  perLine: 3,
  *mutate({ view, enclosing }) {
    const { node, isAwaited, isStatement, constructs } = view;
    if (isAwaited || constructs || !isAsync(enclosing()) || isPartOfAwaited(node)) return;
    const isObject = node.parent?.childForFieldName('object')?.id === node.id;
    yield {
      splices: isObject
        ? [inserted(node.startIndex, '(await '), inserted(node.endIndex, ')')]
        : [inserted(node.startIndex, 'await ')],
      rationale: `Await ${quoted(node)}.`,
      weight: isStatement ? 0.6 : 1,
    };
  },
};

/** `await a().b()`: the inner call is followed by what is awaited. */
function isPartOfAwaited(node: SyntaxNode): boolean {
  let current: SyntaxNode | null = node;
  while (
    current !== null &&
    /^(member_expression|field_access|attribute|call|call_expression|method_invocation|parenthesized_expression)$/.test(
      current.type,
    )
  ) {
    current = current.parent;
  }
  return /^await/.test(current?.type ?? '');
}
