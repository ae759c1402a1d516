import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { leaves, placedBehind } from '../statement-places.ts';
import { quoted, type RepairOperator } from './operator.ts';

const MOST_PAIRS = 6;

export const insertAssignment: RepairOperator<'statement'> = {
  name: 'insert-assignment',
  summary: 'steps a counter or takes over a variable behind a statement of a loop',
  on: ['statement'],
  perLine: 8,
  *mutate(site) {
    const { view, names } = site;
    const { node } = view;
    const loop = loopAround(node);
    if (loop === null || leaves(node)) return;
    const own = names()
      .filter(({ kind }) => kind === 'variable' || kind === 'parameter')
      .map(({ name }) => name);
    const assigned = new Set(
      nodesOfType(loop, [
        'assignment',
        'assignment_expression',
        'augmented_assignment',
        'augmented_assignment_expression',
        'update_expression',
      ]).map((part) => (part.childForFieldName('left') ?? part.childForFieldName('argument'))?.text ?? ''),
    );
    const idle = own.filter((name) => !assigned.has(name));
    const statements = [
      ...idle.slice(0, 3).map((name) => `${name} += 1`),
      ...idle
        .flatMap((target) => own.filter((source) => source !== target).map((source) => `${target} = ${source}`))
        .slice(0, MOST_PAIRS),
    ];
    const end = node.text.endsWith(';') ? ';' : '';
    for (const [rank, statement] of statements.entries()) {
      yield {
        splices: [placedBehind(site, `${statement}${end}`)],
        rationale: `Add \`${statement}\` behind ${quoted(node)}.`,
        weight: 0.9 ** rank,
      };
    }
  },
};

/** The loop whose own body the statement stands in. */
function loopAround(node: SyntaxNode): SyntaxNode | null {
  const holder = node.parent?.parent ?? null;
  return holder !== null && /^(for|for_in|enhanced_for|while)_statement$/.test(holder.type) ? holder : null;
}
