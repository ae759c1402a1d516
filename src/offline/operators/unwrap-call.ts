import { quoted, type RepairOperator, replaced } from './operator.ts';

export const unwrapCall: RepairOperator<'call'> = {
  name: 'unwrap-call',
  summary: 'takes the argument or the receiver instead of a call',
  on: ['call'],
  perLine: 4,
  *mutate({ view }) {
    const { node, args, receiver, isStatement, constructs } = view;
    if (isStatement || constructs) return;
    const [only, second] = args;
    if (only !== undefined && second === undefined) {
      yield {
        splices: [replaced(node, only.text)],
        rationale: `Use ${quoted(only)} itself instead of ${quoted(node)}.`,
        weight: receiver === null ? 1 : 0.4,
      };
    }
    if (receiver !== null && !/^(this|self|Math|Object|JSON|[A-Z]\w*)$/.test(receiver.text)) {
      yield {
        splices: [replaced(node, receiver.text)],
        rationale: `Use ${quoted(receiver)} itself instead of ${quoted(node)}.`,
        weight: 0.6,
      };
    }
  },
};
