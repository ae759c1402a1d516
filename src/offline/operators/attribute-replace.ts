import { nodesOfType } from '../../syntax/nodes.ts';
import { similarity } from '../edit-distance.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 4;

export const attributeReplace: RepairOperator<'member' | 'call'> = {
  name: 'attribute-replace',
  summary: 'another property that is read from the same kind of object in this file',
  on: ['member'],
  perLine: 6,
  topWeight: 1.5,
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

function isCalled(node: {
  readonly parent: { childForFieldName(name: string): { id: number } | null } | null;
  readonly id: number;
}): boolean {
  return node.parent?.childForFieldName('function')?.id === node.id;
}
