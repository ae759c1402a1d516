import { quoted, type RepairOperator, replaced } from './operator.ts';

const FLIPS: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', and: 'or', or: 'and', '??': '||' };

export const logicalFlip: RepairOperator<'binary'> = {
  name: 'logical-flip',
  summary: '`and` and `or`, `??` and `||`',
  on: ['binary'],
  perLine: 4,
  *mutate({ view }) {
    const flip = FLIPS[view.operator];
    if (flip === undefined) return;
    const isChoice = /^(if|while|elif)/.test(view.node.parent?.type ?? '');
    yield {
      splices: [replaced(view.operatorRange, flip)],
      rationale: `Change \`${view.operator}\` to \`${flip}\` in ${quoted(view.node)}.`,
    };
    if (view.operator === '||' && !isChoice) {
      yield {
        splices: [replaced(view.operatorRange, '??')],
        rationale: `Change \`||\` to \`??\` in ${quoted(view.node)}, so that 0, '' and false are kept.`,
        weight: 0.8,
      };
    }
  },
};
