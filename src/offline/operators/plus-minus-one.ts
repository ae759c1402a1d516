import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { NodeView } from '../grammar/node-view.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

/** Where an index or a bound one too high or too low hides: not in a literal, but in an expression. */
export const plusMinusOne: RepairOperator<'index' | 'binary' | 'slice' | 'call' | 'return'> = {
  name: 'plus-minus-one',
  summary: 'adds or subtracts 1 at an index, a bound, an argument or a result',
  on: ['index', 'binary', 'slice', 'call', 'return'],
  perLine: 8,
  topWeight: 1.2,
  *mutate(site) {
    const places = placesOf(site.view).filter(([node]) => isQuantity(node));
    for (const [node, weight] of places) yield* bothWays(site, node, weight);
  },
};

function* bothWays({ grammar }: OperatorSite, node: SyntaxNode, weight: number): Generator<Mutation> {
  for (const operator of ['-', '+']) {
    const changed = `${operand(grammar, node)} ${operator} 1`;
    const rationale = `Use \`${changed}\` instead of ${quoted(node)}.`;
    yield { splices: [replaced(node, changed)], rationale, weight };
  }
}

function placesOf(view: NodeView): [SyntaxNode, number][] {
  switch (view.kind) {
    case 'index':
      return partsOf(view.index).map((part): [SyntaxNode, number] => [part, 1]);
    case 'slice':
      return [view.from, view.to].flatMap((bound): [SyntaxNode, number][] => (bound === null ? [] : [[bound, 1]]));
    case 'binary':
      return view.group === 'comparison' && /^[<>]/.test(view.operator)
        ? [
            [view.right, 0.9],
            [view.left, 0.4],
          ]
        : [];
    case 'call':
      return view.args.map((argument): [SyntaxNode, number] => [argument, view.name?.text === 'range' ? 1.2 : 0.25]);
    case 'return':
      return view.value === null ? [] : [[view.value, 0.4]];
    default:
      return [];
  }
}

/** `table[i, j]` has one index, a tuple. */
function partsOf(index: SyntaxNode): SyntaxNode[] {
  return index.type === 'tuple' ? namedChildrenOf(index) : [index];
}

/** Something that may be a number and is no literal: those are the business of off-by-one. */
function isQuantity(node: SyntaxNode): boolean {
  if (/^binary_(expression|operator)$/.test(node.type)) return /^[^'"`]*[-+*/%][^'"`]*$/.test(node.text);
  return /^(identifier|member_expression|attribute|call|call_expression|subscript|subscript_expression)$/.test(node.type);
}
