import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { conjunct, type Grammar } from '../grammar/grammar.ts';
import { argumentsOf } from '../material.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

/** A call of a method reads from its object in Java; elsewhere what is called is a member of it. */
const ACCESSES = [
  'attribute',
  'subscript',
  'member_expression',
  'subscript_expression',
  'field_access',
  'array_access',
  'method_invocation',
];
const OBJECT_FIELDS = ['object', 'value', 'array'];
const NAMED = /^(identifier|attribute|member_expression|field_access|method_invocation)$/;
/** `Math`: what begins as classes do is always there. */
const CLASS = /^[A-Z][\w$]*[a-z][\w$]*$/;
const MOST_OBJECTS = 3;

/** `typeof null` is an object too. */
const TYPED = 4;

export const guardCondition: RepairOperator<'condition'> = {
  name: 'guard-condition',
  summary: 'a condition that asks first whether what it reads from or compares is there',
  on: ['condition'],
  perLine: 6,
  topWeight: TYPED,
  *mutate({ view, grammar, text }) {
    const { node } = view;
    const own = conjunct(grammar, node);
    for (const [rank, object] of objectsIn(node).entries()) {
      const weight = isTyped(node, object) ? TYPED : 1 / (1 + rank * 0.3);
      const [there, missing] =
        isAskedBare(text, grammar) || isAskedAlone(node, grammar)
          ? [object, `${grammar.not}${object}`]
          : [grammar.present(object), grammar.absent(object)];
      const rationale = `Ask whether ${quoted(object)} is there before ${quoted(node)}.`;
      const both = { splices: [replaced(node, `${there} ${grammar.and} ${own}`)], rationale };
      const either = { splices: [replaced(node, `${missing} ${grammar.or} ${own}`)], rationale };
      // A branch that is taken when nothing is there mostly leaves; a loop mostly ends.
      const ordered = view.of === 'if' ? [either, both] : [both, either];
      for (const [place, mutation] of ordered.entries()) yield { ...mutation, weight: weight * (1 - place * 0.1) };
    }
  },
};

/** Whether the file asks `options && options.unit`. */
function isAskedBare(text: string, { and, language }: Grammar): boolean {
  return language !== 'java' && new RegExp(`(?<![\\w$.])([\\w$]+) ${and} \\1[.[]`).test(text);
}

/** `node.toJSON && …`: what is asked first is asked for its truth. */
function isAskedAlone({ text }: SyntaxNode, { and, language }: Grammar): boolean {
  return language !== 'java' && new RegExp(`^[\\w$.]+ ${and} `).test(text);
}

/** `typeof value === 'object'` without a look at whether there is any. */
function isTyped({ text }: SyntaxNode, object: string): boolean {
  return (
    typedIn(text).includes(object) &&
    !new RegExp(`(?<!typeof )${object.replaceAll('$', '\\$')} [!=]==? null`).test(text)
  );
}

function typedIn(text: string): string[] {
  return [...text.matchAll(/typeof ([\w$.]+) [!=]==? ['"]object['"]/g)].map(([, name = '']) => name);
}

/** Nothing is neither larger nor smaller than anything. */
function isOrder({ type, text }: SyntaxNode): boolean {
  return /^(comparison_operator|binary_expression)$/.test(type) && /[<>]/.test(text);
}

/** What members or elements are read from, in the order of evaluation, unless the condition asks for it by itself. */
function objectsIn(condition: SyntaxNode): string[] {
  const accesses = [...(ACCESSES.includes(condition.type) ? [condition] : []), ...nodesOfType(condition, ACCESSES)];
  const objects = accesses.flatMap((access) => {
    const object = OBJECT_FIELDS.map((name) => access.childForFieldName(name)).find((child) => child !== null);
    return object !== undefined && object !== null && NAMED.test(object.type) ? [object] : [];
  });
  const given = nodesOfType(condition, ['call', 'call_expression'])
    .flatMap(argumentsOf)
    .filter(({ type }) => /^(identifier|subscript|subscript_expression|member_expression|attribute)$/.test(type));
  const compared = nodesOfType(condition, ['comparison_operator', 'binary_expression', 'binary_operator'])
    .flatMap((comparison) => namedChildrenOf(comparison))
    .filter(({ type }) => type === 'identifier');
  const own = namedChildrenOf(condition).filter(({ type }) => type === 'identifier');
  const names = [...objects, ...(isOrder(condition) ? own : []), ...compared, ...given]
    .sort((left, right) => left.startIndex - right.startIndex || left.endIndex - right.endIndex)
    .map(({ text }) => text)
    .filter((text) => !/^(this|self|super)$/.test(text) && !CLASS.test(text) && text.length <= 40);
  return [...new Set([...typedIn(condition.text), ...names])].slice(0, MOST_OBJECTS);
}
