import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { similarity } from '../edit-distance.ts';
import { type Mutation, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 10;

/** What is compared is read under one name, as a rule. */
const COUNTERPART = 2;

/** Of a value of this name the file reads a property elsewhere. */
const MEMBER_OF = 3;
const MOST_MEMBERS = 5;
const MEMBERS = ['member_expression', 'attribute', 'field_access'];

/** What the tests name and the file does not. */
const TOLD = 1.2;
const MOST_TOLD = 2;

export const attributeReplace: RepairOperator<'member' | 'name'> = {
  name: 'attribute-replace',
  summary:
    'another property that is read from the same kind of object in this file; a property of it instead of a value',
  on: ['member', 'name'],
  perLine: 40,
  topWeight: MEMBER_OF,
  *mutate({ view, toldMembers }) {
    if (view.kind === 'name') {
      yield* membersOf(view.node, view.isCallee);
      return;
    }
    if (view.isCallee) return;
    const { node, object, property } = view;
    const root = node.tree.rootNode;
    const scores = new Map<string, number>();
    for (const other of nodesOfType(root, [node.type])) {
      const name = other.childForFieldName('property') ?? other.childForFieldName('attribute');
      if (name === null || name.text === property.text || isCalled(other)) continue;
      const sameObject = other.childForFieldName('object')?.text === object.text ? 0.5 : 0;
      scores.set(name.text, Math.max(scores.get(name.text) ?? 0, similarity(name.text, property.text) + sameObject));
    }
    const counterpart = propertyBeside(node);
    if (counterpart !== null && counterpart !== property.text) scores.set(counterpart, COUNTERPART);
    for (const name of toldMembers().slice(0, MOST_TOLD)) if (name.length > 2) scores.set(name, TOLD);
    const ranked = [...scores].sort(([, left], [, right]) => right - left).slice(0, MOST_NAMES);
    for (const [name, score] of ranked) {
      yield {
        splices: [replaced(property, name)],
        rationale: `Read \`.${name}\` instead of \`.${property.text}\` in ${quoted(node)}.`,
        weight: Math.max(0.2, score),
      };
    }
  },
};

/** `entry.value` for `entry`: what is read from a value of this name elsewhere, then what stands beside that in a literal. */
function* membersOf(node: SyntaxNode, isCallee: boolean): Generator<Mutation> {
  const parent = node.parent;
  const isTarget = parent?.childForFieldName('left')?.id === node.id && !/^(binary|boolean)/.test(parent.type);
  if (isCallee || isTarget || parent === null || MEMBERS.includes(parent.type)) return;
  const root = node.tree.rootNode;
  const read = nodesOfType(root, MEMBERS)
    .filter((other) => other.childForFieldName('object')?.text === node.text && !isCalled(other))
    .flatMap((other) => (other.childForFieldName('property') ?? other.childForFieldName('attribute'))?.text ?? []);
  const known = new Set(read);
  const beside = nodesOfType(root, ['object'])
    .map((object) => namedChildrenOf(object).map((part) => (part.childForFieldName('key') ?? part).text))
    .filter((keys) => keys.some((key) => known.has(key)))
    .flat()
    .filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && !known.has(key));
  for (const [rank, name] of [...known, ...new Set(beside)].slice(0, MOST_MEMBERS).entries()) {
    yield {
      splices: [replaced(node, `${node.text}.${name}`)],
      rationale: `Read \`.${name}\` of ${quoted(node)}.`,
      weight: MEMBER_OF * 0.75 ** rank,
    };
  }
}

/** `size` of `a.length < b.size`: what the other side of a comparison reads, `length`. */
function propertyBeside(node: SyntaxNode): string | null {
  const parent = node.parent;
  const [left, right] = [parent?.childForFieldName('left') ?? null, parent?.childForFieldName('right') ?? null];
  if (!/^(binary_expression|comparison_operator)$/.test(parent?.type ?? '') || parent === null) return null;
  const sides = left === null || right === null ? namedChildrenOf(parent) : [left, right];
  const other = sides.find(({ id, type }) => id !== node.id && type === node.type);
  return (other?.childForFieldName('property') ?? other?.childForFieldName('attribute'))?.text ?? null;
}

function isCalled(node: {
  readonly parent: { childForFieldName(name: string): { id: number } | null } | null;
  readonly id: number;
}): boolean {
  return node.parent?.childForFieldName('function')?.id === node.id;
}
