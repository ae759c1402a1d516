import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { SliceView } from '../grammar/node-view.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

/** Weight of a bound that is kept within the sequence, where the failure tells of one outside. */
const KEPT = 3;

export const sliceBounds: RepairOperator<'slice'> = {
  name: 'slice-bounds',
  summary: 'adds, drops or moves a bound of a slice, or keeps it within the sequence',
  on: ['slice'],
  perLine: 12,
  topWeight: KEPT,
  *mutate(site) {
    const { view, text } = site;
    yield* keptWithin(site);
    const { from, to, node } = view;
    const isCall = node.type !== 'slice';
    const rationale = `Change the bounds of ${quoted(node)}.`;
    for (const [start, end, weight] of boundsFor(view)) {
      if (isCall && (start === '' || from === null)) {
        if (end === '' || from === null) continue;
        const last = to ?? from;
        yield { splices: [replaced({ start: from.startIndex, end: last.endIndex }, `0, ${end}`)], rationale, weight };
      } else if (isCall) {
        const last = to ?? from;
        if (from === null || last === null) continue;
        const changed = end === '' ? start : `${start}, ${end}`;
        yield { splices: [replaced({ start: from.startIndex, end: last.endIndex }, changed)], rationale, weight };
      } else {
        const step = /:[^:]*(:.*)$/s.exec(text.slice(node.startIndex, node.endIndex))?.[1] ?? '';
        yield { splices: [replaced(node, `${start}:${end}${step}`)], rationale, weight } satisfies Mutation;
      }
    }
  },
};

/** Java throws where other languages give what there is: `all.subList(0, Math.min(count, all.size()))`. */
function* keptWithin({ view, grammar, clues }: OperatorSite<SliceView>): Generator<Mutation> {
  const sequence = view.node.childForFieldName('object');
  const measure = MEASURES[view.node.childForFieldName('name')?.text ?? ''];
  const bound = view.to ?? view.from;
  if (grammar.language !== 'java' || sequence === null || measure === undefined || bound === null) return;
  const size = `${sequence.text}.${measure}()`;
  if (bound.text === '0' || bound.text.includes(size)) return;
  const changed = grammar.extreme('min', bound.text, size);
  yield {
    splices: [replaced(bound, changed)],
    rationale: `Take no more than there is in ${quoted(view.node)}.`,
    weight: OUTSIDE.test(clues.text) ? KEPT : 0.3,
  };
}

const MEASURES: Readonly<Record<string, string>> = { subList: 'size', substring: 'length', subSequence: 'length' };
const OUTSIDE = /IndexOutOfBounds|\btoIndex\b|out of (?:range|bounds)/;

/** New pairs of bounds, best first: one bound a step away, then one bound dropped, then one added. */
function boundsFor({ from, to }: SliceView): [string, string, number][] {
  const start = from?.text ?? '';
  const end = to?.text ?? '';
  const pairs: [string, string, number][] = [];
  for (const moved of stepsOf(to)) pairs.push([start, moved, 1]);
  for (const moved of stepsOf(from)) pairs.push([moved, end, 1]);
  if (to !== null && from !== null) pairs.push([start, '', 0.6], ['', end, 0.6]);
  if (to === null) pairs.push([start, '-1', 0.6]);
  if (from === null) pairs.push(['1', end, 0.6]);
  if (from === null && isCount(to)) pairs.push([`-${end}`, '', 0.8], [end, '', 0.5]);
  if (to === null && isCount(from)) pairs.push(['', start, 0.5], [`-${start}`, '', 0.5]);
  if (to === null && from !== null && /^-\w+$/.test(start)) pairs.push(['', start.slice(1), 0.5]);
  return pairs.filter(([left, right]) => left !== start || right !== end);
}

/** From the other end, or the other part. */
function isCount(bound: SyntaxNode | null): boolean {
  return bound !== null && bound.text !== '0' && /^[\w.]+$/.test(bound.text);
}

/** The bound one lower and one higher. */
function stepsOf(bound: SyntaxNode | null): string[] {
  if (bound === null) return [];
  if (/^\d+$/.test(bound.text))
    return [Number(bound.text) + 1, Number(bound.text) - 1].filter((step) => step >= 0).map(String);
  if (/^-\d+$/.test(bound.text))
    return [Number(bound.text) - 1, Number(bound.text) + 1].filter((step) => step < 0).map(String);
  const shifted = /^(.+?)\s*[-+]\s*1$/s.exec(bound.text)?.[1];
  return shifted === undefined ? [`${bound.text} - 1`, `${bound.text} + 1`] : [shifted];
}
