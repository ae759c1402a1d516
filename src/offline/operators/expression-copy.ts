import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { similarity } from '../edit-distance.ts';
import { argumentsOf, callsNamed, lastNameOf, textsNear } from '../material.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_COPIES = 10;
const SAME_ROLE = 2;

const COPIED =
  /^(member_expression|attribute|field_access|subscript_expression|subscript|array_access|call_expression|call|method_invocation)$/;
const OWN =
  /^(identifier|number|integer|float|string|member_expression|attribute|field_access|subscript_expression|subscript|array_access)$/;

export const expressionCopy: RepairOperator<'name' | 'member' | 'index' | 'literal' | 'call'> = {
  name: 'expression-copy',
  summary: 'takes over an expression that stands elsewhere in the function, from the same place of another call first',
  on: ['name', 'member', 'index', 'literal', 'call'],
  perLine: 60,
  topWeight: SAME_ROLE,
  *mutate({ view, enclosing, names }) {
    const { node } = view;
    if (!isValue(node)) return;
    const isVariable = (text: string) => names().some(({ name }) => name === text);
    const near = textsNear(enclosing(), node, (other) => COPIED.test(other.type) && !isCalled(other));
    const sameRole = inSameRole(node).filter((text) => text !== node.text);
    const variables =
      OWN.test(node.type) && node.type !== 'identifier'
        ? textsNear(enclosing(), node, ({ type, text }) => type === 'identifier' && isVariable(text))
        : [];
    const scored = new Map<string, number>();
    for (const text of sameRole) scored.set(text, SAME_ROLE * (0.5 + 0.5 * similarity(text, node.text)));
    for (const [rank, text] of [...near, ...variables].entries()) {
      if (scored.has(text) || text.includes(node.text)) continue;
      scored.set(text, 0.9 ** rank * (0.5 + 0.5 * similarity(text, node.text)));
    }
    const ranked = [...scored].sort(([, left], [, right]) => right - left).slice(0, MOST_COPIES);
    for (const [text, weight] of ranked) {
      yield { splices: [replaced(node, text)], rationale: `Use ${quoted(text)} instead of ${quoted(node)}.`, weight };
    }
  },
};

/** Read for its value: not called, not assigned, not the object of a longer expression. */
function isValue(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (
    parent === null ||
    isCalled(node) ||
    (parent.childForFieldName('left')?.id === node.id && /^assignment|^augmented/.test(parent.type))
  )
    return false;
  if (/^(call|call_expression|method_invocation)$/.test(node.type))
    return argumentsOf(node).length < 2 && parent.type !== 'expression_statement';
  return !/^(member_expression|attribute|field_access)$/.test(parent.type) && OWN.test(node.type);
}

function isCalled(node: SyntaxNode): boolean {
  return (
    node.parent?.childForFieldName('function')?.id === node.id ||
    node.parent?.childForFieldName('constructor')?.id === node.id
  );
}

/** What other calls of the same function have in this place. */
function inSameRole(node: SyntaxNode): string[] {
  const call = /^argument/.test(node.parent?.type ?? '') ? (node.parent?.parent ?? null) : null;
  const name = call === null ? null : lastNameOf(call);
  if (call === null || name === null) return [];
  const position = argumentsOf(call).findIndex(({ id }) => id === node.id);
  const texts = callsNamed(node.tree.rootNode, name).flatMap((other) => argumentsOf(other)[position]?.text ?? []);
  return [...new Set(texts)].filter((text) => text.length <= 60 && !text.includes('\n'));
}
