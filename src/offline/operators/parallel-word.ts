import { parallelWords } from '../parallel-code.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_WORDS = 3;

export const parallelWord: RepairOperator<'name' | 'literal' | 'member' | 'binary'> = {
  name: 'parallel-word',
  summary: 'the word or sign that stands there in the pieces of code beside it that are built alike',
  on: ['name', 'literal', 'member', 'binary'],
  perLine: 12,
  topWeight: 1.5,
  *mutate({ view }) {
    const word =
      view.kind === 'member'
        ? view.property
        : view.kind === 'binary'
          ? view.node.children.find((child) => child?.startIndex === view.operatorRange.start)
          : view.node;
    if (word === null || word === undefined) return;
    const found = [...parallelWords(word)].sort(([, left], [, right]) => right - left);
    for (const [text, weight] of found.slice(0, MOST_WORDS)) {
      yield {
        splices: [replaced(word, text)],
        rationale: `Use ${quoted(text)} instead of ${quoted(word)}, as the code beside it that is built alike does.`,
        weight,
      };
    }
  },
};
