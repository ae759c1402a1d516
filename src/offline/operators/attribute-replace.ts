import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { similarity } from '../edit-distance.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 10;

/** What is compared is read under one name, as a rule. */
const COUNTERPART = 2;

export const attributeReplace: RepairOperator<'member' | 'call'> = {
  name: 'attribute-replace',
  summary: 'another property that is read from the same kind of object in this file',
  on: ['member'],
  perLine: 40,
  topWeight: COUNTERPART,
  *mutate({ view }) {
    if (view.kind !== 'member' || view.isCallee) return;
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
