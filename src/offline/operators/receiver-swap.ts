import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

/** What orders two values: the other way round it is the other order. */
const ORDERING = /^(compareTo(IgnoreCase)?|localeCompare|__lt__|__gt__)$/;

/** What two values of one kind are to each other, by the side that they stand on. */
const SIDED =
  /^(isBefore|isAfter|before|after|startsWith|endsWith|startswith|endswith|contains|containsAll|includes|subtract|minus|divide|removeAll|retainAll|concat|relativize|difference|issubset|issuperset|isAssignableFrom)$/;

/** What would have to be put in parentheses before a call of it. */
const SIMPLE =
  /^(identifier|field_access|member_expression|attribute|array_access|subscript(_expression)?|method_invocation|call(_expression)?|string(_literal)?)$/;

export const receiverSwap: RepairOperator<'call'> = {
  name: 'receiver-swap',
  summary: 'exchanges the receiver of a call and its only argument: `b.compareTo(a)` for `a.compareTo(b)`',
  on: ['call'],
  perLine: 3,
  topWeight: 2,
  *mutate({ view }) {
    const { node, name, receiver, args } = view;
    const [only] = args;
    if (name === null || receiver === null || only === undefined || args.length > 1) return;
    const orders = ORDERING.test(name.text);
    if (!orders && !SIDED.test(name.text)) return;
    if (!isSimple(receiver) || !isSimple(only) || receiver.text === only.text) return;
    yield {
      splices: [replaced(receiver, only.text), replaced(only, receiver.text)],
      rationale: `Swap ${quoted(receiver)} and ${quoted(only)} in ${quoted(node)}.`,
      weight: orders ? 2 : 0.3,
    };
  },
};

function isSimple({ type }: SyntaxNode): boolean {
  return SIMPLE.test(type);
}
