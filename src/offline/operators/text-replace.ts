import { nodesOfType } from '../../syntax/nodes.ts';
import { similarity } from '../edit-distance.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_TEXTS = 8;
const LEAST_SIMILAR = 0.55;
const TOP_WEIGHT = 4;

/** What `typeof` gives. */
const TYPES = ['string', 'number', 'object', 'undefined', 'function', 'boolean', 'symbol', 'bigint'];

export const textReplace: RepairOperator<'literal'> = {
  name: 'text-replace',
  summary: 'a text that the project or its tests spell a little differently, or another text of the file',
  on: ['literal'],
  perLine: 30,
  topWeight: TOP_WEIGHT,
  *mutate({ view, texts }) {
    const { node, of } = view;
    const [, head = '', content = '', tail = ''] = /^([a-zA-Z]?['"`])([^\\\n]*)(['"`])$/.exec(node.text) ?? [];
    if (of !== 'string' || head === '' || head.startsWith('f') || content.includes('${')) return;
    const scored = new Map<string, number>();
    const isType = node.parent?.text.includes('typeof') === true;
    if (isType) for (const type of TYPES) scored.set(type, 1);
    for (const [other, times] of texts()) {
      const alike = other === content ? 0 : similarity(other, content);
      // A text that nothing else spells like this one is a slip, more likely than one that stands in several places.
      const isAlone = (texts().get(content) ?? 0) < 2;
      if (alike >= LEAST_SIMILAR) scored.set(other, (isAlone ? TOP_WEIGHT : 1.5) * alike * (times > 1 ? 1 : 0.8));
    }
    for (const [rank, other] of otherTexts(node.tree.rootNode, node.type, content).entries()) {
      if (!scored.has(other)) scored.set(other, 0.7 * 0.9 ** rank);
    }
    const ranked = [...scored].filter(([other]) => other !== content && !other.includes(tail));
    ranked.sort(([, left], [, right]) => right - left);
    for (const [other, weight] of ranked.slice(0, MOST_TEXTS)) {
      const changed = `${head}${other}${tail}`;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Use ${quoted(changed)} instead of ${quoted(node)}.`,
        weight,
      };
    }
  },
};

/** Other texts of the file, those that stand often first. */
function otherTexts(root: Parameters<typeof nodesOfType>[0], type: string, own: string): string[] {
  const counts = new Map<string, number>();
  for (const { text } of nodesOfType(root, [type])) {
    const content = /^[a-zA-Z]?['"]([^\\\n'"]{0,30})['"]$/.exec(text)?.[1];
    if (content !== undefined && content !== own) counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([text]) => text);
}
