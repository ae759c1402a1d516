import { namedChildrenOf, nodesOfType } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import { isTestCallee } from '../syntax/test-blocks.ts';

/** Types of nodes that are functions with a body. */
export const FUNCTIONS = [
  'arrow_function',
  'function_expression',
  'function_declaration',
  'generator_function',
  'generator_function_declaration',
  'method_definition',
];

/** The bodies of the functions that calls such as `it('adds', () => ...)` are given, with those calls. */
export function testBodies(root: SyntaxNode): { readonly call: SyntaxNode; readonly body: SyntaxNode }[] {
  return nodesOfType(root, ['call_expression']).flatMap((call) => {
    const callee = call.childForFieldName('function');
    const name = (callee?.type === 'call_expression' ? callee.childForFieldName('function') : callee)?.text ?? '';
    if (!isTestCallee(name)) return [];
    const parts = namedChildrenOf(call.childForFieldName('arguments') ?? call);
    const last = parts.filter((part) => FUNCTIONS.includes(part.type)).at(-1);
    const body = last?.childForFieldName('body') ?? null;
    return body === null ? [] : [{ call, body }];
  });
}
