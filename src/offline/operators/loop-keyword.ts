import { literalPattern } from '../../shared/literal-pattern.ts';
import { closest, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { leaves } from '../statement-places.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const CHANGES = [
  'assignment',
  'assignment_expression',
  'augmented_assignment',
  'augmented_assignment_expression',
  'update_expression',
];
const CALLS = ['call', 'call_expression', 'method_invocation'];

/** Only where the block changes what the condition asks: any other loop would have no end. */
export const loopKeyword: RepairOperator<'condition'> = {
  name: 'loop-keyword',
  summary: '`while` in the place of `if`, where the block changes what the condition asks',
  on: ['condition'],
  perLine: 1,
  *mutate({ view }) {
    const branch = closest(view.node, ({ type }) => type === 'if_statement');
    const keyword = branch?.firstChild;
    if (view.of !== 'if' || branch === null || keyword?.type !== 'if') return;
    const body = branch.childForFieldName('consequence');
    // Of a chain each branch would be one of the loop's.
    if (body === null || branch.childForFieldName('alternative') !== null || /^else/.test(branch.parent?.type ?? ''))
      return;
    if (body.startIndex < view.node.startIndex || leavesAtOnce(body) || !changesAsked(body, view.node)) return;
    yield {
      splices: [replaced(keyword, 'while')],
      rationale: `Repeat the block for as long as ${quoted(view.node)} holds.`,
    };
  },
};

function leavesAtOnce(body: SyntaxNode): boolean {
  return leaves(body) || namedChildrenOf(body).some(leaves);
}

/** By an assignment, or by a call of a method of the same object: `queue` of `queue.length > 3` and `queue.shift()`. */
function changesAsked(body: SyntaxNode, condition: SyntaxNode): boolean {
  const asks = (text: string): boolean => text !== '' && wordOf(text).test(condition.text);
  const isSet = nodesOfType(body, CHANGES).some((change) =>
    asks((change.childForFieldName('left') ?? change.childForFieldName('argument'))?.text ?? ''),
  );
  return isSet || nodesOfType(body, CALLS).some((call) => asks(/^(.*)[.][\w$]+\(/s.exec(call.text)?.[1] ?? ''));
}

function wordOf(text: string): RegExp {
  return new RegExp(`(?<![\\w$.])${literalPattern(text)}(?![\\w$])`);
}
