import { quoted, type RepairOperator, replaced } from './operator.ts';

/** Methods whose call as a statement is what they are for. */
const COLLECTING =
  /^(append|push|add|insert|unshift|set|delete|remove|discard|write|print|log|error|warn|emit|end|send|json)$/;

export const callToAssignment: RepairOperator<'call'> = {
  name: 'call-to-assignment',
  summary: 'assigns the argument instead of calling a method with it, or keeps what a call returns',
  on: ['call'],
  perLine: 2,
  *mutate({ view }) {
    const { node, name, receiver, args, isStatement } = view;
    const [only, second] = args;
    if (!isStatement || receiver === null) return;
    const doubt = COLLECTING.test(name?.text ?? '') ? 0.15 : 1;
    if (
      only !== undefined &&
      second === undefined &&
      /^(subscript|subscript_expression|array_access|member_expression|attribute|field_access)$/.test(receiver.type)
    ) {
      const changed = `${receiver.text} = ${only.text}`;
      yield { splices: [replaced(node, changed)], rationale: `Assign: ${quoted(changed)}.`, weight: doubt };
    }
    if (receiver.type === 'identifier' && receiver.text !== 'self' && receiver.text !== 'console') {
      const changed = `${receiver.text} = ${node.text}`;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Keep what the call returns: ${quoted(changed)}.`,
        weight: 0.4 * doubt,
      };
    }
  },
};
