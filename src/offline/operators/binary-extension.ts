import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { NodeView } from '../grammar/node-view.ts';
import { type Mutation, quoted, type RepairOperator, recentVariables, replaced } from './operator.ts';

const MOST_NAMES = 6;

export const binaryExtension: RepairOperator<'call' | 'index' | 'return' | 'slice'> = {
  name: 'binary-extension',
  summary: 'adds or subtracts a variable at an argument, an index, a bound or a result',
  on: ['call', 'index', 'return', 'slice'],
  perLine: 16,
  *mutate({ view, grammar, names, kindOf, kindOfName }) {
    const mutations: Mutation[] = [];
    for (const node of placesOf(view)) {
      if (
        !/^(identifier|subscript\w*|array_access|call|call_expression|method_invocation|attribute|member_expression|field_access|list_comprehension)$/.test(
          node.type,
        )
      )
        continue;
      const own = recentVariables(names());
      for (const [rank, { name }] of own
        .filter(({ name }) => name !== node.text)
        .slice(0, MOST_NAMES)
        .entries()) {
        for (const operator of /comprehension$|^(list|array)$/.test(node.type) ? ['+'] : ['-', '+']) {
          const isList = operator === '+' && /comprehension$|^(list|array)$/.test(node.type);
          const changed = isList ? `${name} + ${node.text}` : `${operand(grammar, node)} ${operator} ${name}`;
          const fits = isList ? 1 : FIT[kindOf(node)] * FIT[kindOfName(name)];
          if (view.kind === 'slice' && kindOfName(name) !== 'number') {
            const sized = `${operand(grammar, node)} ${operator} ${grammar.size(name)}`;
            const rationale = `Use ${quoted(sized)} instead of ${quoted(node)}.`;
            mutations.push({ splices: [replaced(node, sized)], rationale, weight: 0.85 ** rank * FIT[kindOf(node)] });
          }
          mutations.push({
            splices: [replaced(node, changed)],
            rationale: `Use ${quoted(changed)} instead of ${quoted(node)}.`,
            weight: 0.85 ** rank * fits,
          });
        }
      }
    }
    yield* mutations.sort((left, right) => (right.weight ?? 0) - (left.weight ?? 0));
  },
};

const FIT = { number: 1, unknown: 0.6, collection: 0.1 } as const;

function placesOf(view: NodeView): readonly SyntaxNode[] {
  if (view.kind === 'call') return view.args;
  if (view.kind === 'index') return view.indices;
  if (view.kind === 'slice') return [view.from, view.to].filter((bound) => bound !== null);
  return view.kind === 'return' && view.value !== null ? [view.value] : [];
}
