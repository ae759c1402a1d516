import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { similarity } from '../edit-distance.ts';
import type { LiteralView } from '../grammar/node-view.ts';
import { SEPARATORS } from '../separators.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_TEXTS = 12;
const LEAST_SIMILAR = 0.55;
const TOP_WEIGHT = 12;
const SPELT = 4;
/** What `typeof` never gives. */
const IMPOSSIBLE = 12;

/** Another text that the project keeps under the key that this one is compared with. */
const UNDER_KEY = 2;
/** A text that reads like the function around, or like the value beside it. */
const NAMED = 2;

/** A text that the file has nowhere, where one of its texts stands twice: by how much it reads like those beside it. */
const TWICE = 4;

/** What `typeof` gives. */
const TYPES = ['string', 'number', 'object', 'undefined', 'function', 'boolean', 'symbol', 'bigint'];

export const textReplace: RepairOperator<'literal'> = {
  name: 'text-replace',
  summary: 'a text that the project or its tests spell a little differently, or another text of the file',
  on: ['literal'],
  perLine: 30,
  topWeight: TOP_WEIGHT,
  *mutate(site) {
    const { view, texts } = site;
    const { node, of } = view;
    const [, head = '', content = '', tail = ''] = /^([a-zA-Z]?['"`])([^\\\n]*)(['"`])$/.exec(node.text) ?? [];
    if (of !== 'string' || head === '' || head.startsWith('f') || content.includes('${')) return;
    const scored = new Map<string, number>();
    const isType = /^\(?typeof\b/.test(node.parent?.text ?? '');
    const isImpossible = isType && !TYPES.includes(content);
    for (const [other, times] of texts()) {
      const alike = other === content ? 0 : similarity(other, content);
      // A text that nothing else spells like this one is a slip, more likely than one that stands in several places.
      const isAlone = (texts().get(content) ?? 0) < 2;
      if (alike >= LEAST_SIMILAR) scored.set(other, (isAlone ? SPELT : 1.5) * alike * (times > 1 ? 1 : 0.8));
    }
    for (const [rank, other] of otherTexts(node.tree.rootNode, node.type, content).entries()) {
      if (!scored.has(other)) scored.set(other, 0.7 * 0.9 ** rank);
    }
    const raise = (text: string, weight: number) => scored.set(text, Math.max(scored.get(text) ?? 0, weight));
    if (isType)
      for (const type of TYPES)
        scored.set(type, isImpossible ? IMPOSSIBLE * (0.5 + 0.5 * similarity(type, content)) : 1);
    for (const text of keyOf(node).flatMap((key) => site.textsUnder(key))) raise(text, UNDER_KEY);
    for (const text of namedAround(site)) if (texts().has(text)) raise(text, NAMED);
    const beside = textsBeside(node);
    if (beside.includes(node.text)) {
      for (const other of texts().keys())
        if (!site.text.includes(`${head.at(-1)}${other}${tail}`)) raise(other, TWICE * likeness(other, beside));
    }
    if (SEPARATORS.includes(content)) for (const [rank, text] of SEPARATORS.entries()) raise(text, 0.8 * 0.95 ** rank);
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

/** Texts of the other cases of a `switch`, of the other entries of a list, and of the other parts of a condition. */
function textsBeside(node: SyntaxNode): string[] {
  const { parent } = node;
  if (parent === null) return [];
  let holder = parent;
  while (/^(switch_case|binary_expression|boolean_operator|comparison_operator)$/.test(holder.type) && holder.parent)
    holder = holder.parent;
  if (holder === parent && !/^(array|list|set|tuple)$/.test(parent.type)) return [];
  const texts =
    holder === parent
      ? namedChildrenOf(parent)
      : parent.type === 'switch_case'
        ? namedChildrenOf(holder).flatMap((clause) => clause.childForFieldName('value') ?? [])
        : nodesOfType(holder, [parent.type]).flatMap(namedChildrenOf);
  return texts.filter(({ id, type }) => id !== node.id && type === node.type).map(({ text }) => text);
}

function likeness(text: string, others: readonly string[]): number {
  return Math.max(0, ...others.map((other) => similarity(text, other.slice(1, -1))));
}

/** `kind` of `coupon.kind === 'fixed'`, of `kind: 'fixed'`, and of a case of `switch (coupon.kind)`. */
function keyOf(node: SyntaxNode): string[] {
  const parent = node.parent;
  const asked =
    parent?.type === 'switch_case'
      ? parent.parent?.parent?.childForFieldName('value')
      : namedChildrenOf(parent ?? node).find(({ id }) => id !== node.id);
  const isAsked = /^(binary_expression|comparison_operator|switch_case|pair|assignment|keyword_argument)$/.test(
    parent?.type ?? '',
  );
  const name = isAsked ? /(?<![\w$])([A-Za-z_$][\w$]*)['")\]]*$/.exec(asked?.text ?? '')?.[1] : undefined;
  return name === undefined ? [] : [name];
}

/** Words of the name of the function around, and names that stand beside the text in a list. */
function namedAround({ view, enclosing }: OperatorSite<LiteralView>): string[] {
  const { parent } = view.node;
  const name = enclosing().childForFieldName('name')?.text ?? '';
  const words = name.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase());
  const isListed = /^(arguments|argument_list|tuple|list|array)$/.test(parent?.type ?? '');
  const beside = isListed ? namedChildrenOf(parent ?? view.node).filter(({ type }) => type === 'identifier') : [];
  return [...words, ...beside.map(({ text }) => text)];
}

/** Other texts of the file, those that stand often first. */
function otherTexts(root: SyntaxNode, type: string, own: string): string[] {
  const counts = new Map<string, number>();
  for (const { text } of nodesOfType(root, [type])) {
    const content = /^[a-zA-Z]?['"]([^\\\n'"]{0,30})['"]$/.exec(text)?.[1];
    if (content !== undefined && content !== own) counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([text]) => text);
}
