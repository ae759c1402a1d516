import { quoted, type RepairOperator, replaced } from './operator.ts';

const STARTS = /^(0|1|-1|''|""|\[\]|\{\}|true|false|null|undefined|None|True|False)$/;

export const startValue: RepairOperator<'assignment'> = {
  name: 'start-value',
  summary: 'another empty or first value for what a variable starts with',
  on: ['assignment'],
  perLine: 9,
  *mutate({ view, grammar, kindOfName }) {
    const { value, target, operator, node } = view;
    if (operator !== '=' || !(STARTS.test(value.text) || /^\d+$/.test(value.text))) return;
    const kind = kindOfName(target.text);
    const empties = ["''", '[]', '{}'];
    const numbers = ['0', '1', '-1'];
    const others = [grammar.no, grammar.yes, grammar.nothing];
    const ordered =
      kind === 'number'
        ? [...numbers, ...others, ...empties]
        : kind === 'collection'
          ? [...empties, ...others, ...numbers]
          : [...others, ...empties, ...numbers];
    const own = value.text.replaceAll('"', "'");
    for (const [rank, other] of ordered.filter((each) => each !== own).entries()) {
      yield {
        splices: [replaced(value, other)],
        rationale: `Start with \`${other}\` in ${quoted(node)}.`,
        weight: 0.9 ** rank,
      };
    }
  },
};
