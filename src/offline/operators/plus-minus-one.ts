import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { BinaryView, CallView } from '../grammar/node-view.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const LIKELIHOOD = { number: 1, unknown: 0.5, collection: 0.05 } as const;

/** Where an index or a bound one too high or too low hides: not in a literal, but in an expression. */
export const plusMinusOne: RepairOperator<'index' | 'binary' | 'slice' | 'call' | 'return'> = {
  name: 'plus-minus-one',
  summary: 'adds or subtracts 1 at an index, a bound, an argument or a result',
  on: ['index', 'binary', 'slice', 'call', 'return'],
  perLine: 8,
  topWeight: 1.2,
  *mutate(site) {
    const places = placesOf(site).filter(([node]) => isQuantity(node));
    for (const [node, weight] of places) yield* bothWays(site, node, weight * LIKELIHOOD[site.kindOf(node)]);
  },
};

function* bothWays({ grammar }: OperatorSite, node: SyntaxNode, weight: number): Generator<Mutation> {
  for (const operator of ['-', '+']) {
    const sum = `${isSum(node) ? node.text : operand(grammar, node)} ${operator} 1`;
    const isFactor = node.parent?.type.startsWith('binary_') === true && /^[*%/]/.test(operatorAround(node));
    const changed = isFactor ? `(${sum})` : sum;
    const rationale = `Use \`${changed}\` instead of ${quoted(node)}.`;
    yield { splices: [replaced(node, changed)], rationale, weight };
  }
}

/** Operator of the binary expression that a node is a side of. */
function operatorAround(node: SyntaxNode): string {
  return node.parent?.childForFieldName('operator')?.text ?? '';
}

function placesOf({ view, enclosing }: OperatorSite): [SyntaxNode, number][] {
  switch (view.kind) {
    case 'index':
      return view.indices.map((part): [SyntaxNode, number] => [part, 1]);
    case 'slice':
      return [view.from, view.to].flatMap((bound): [SyntaxNode, number][] => (bound === null ? [] : [[bound, 1]]));
    case 'binary':
      return boundsOf(view);
    case 'call':
      return view.args.map((argument): [SyntaxNode, number] => [argument, likelihoodIn(view, enclosing())]);
    case 'return':
      return view.value === null ? [] : [[view.value, 0.4]];
    default:
      return [];
  }
}

/** The bounds of a range most; then those that a function hands on to itself. */
function likelihoodIn({ name }: CallView, around: SyntaxNode): number {
  if (name?.text === 'range') return 1.2;
  return name !== null && around.childForFieldName('name')?.text === name.text ? 0.5 : 0.25;
}

/** The sides of an ordering; less likely, the factors of a product. */
function boundsOf({ group, operator, left, right }: BinaryView): [SyntaxNode, number][] {
  const isOrder = group === 'comparison' && /^[<>]/.test(operator);
  if (group === 'comparison' && !isOrder)
    return [right, left].filter(isDifference).map((side): [SyntaxNode, number] => [side, 0.5]);
  if (!isOrder && !/^([*%]|\/\/?)$/.test(operator)) return [];
  return [
    [right, isOrder ? 0.9 : 0.5],
    [left, isOrder ? 0.4 : 0.5],
  ];
}

/** Needs no parentheses beside another step. */
function isSum(node: SyntaxNode): boolean {
  return /^binary_/.test(node.type) && /^[-+]$/.test(node.childForFieldName('operator')?.text ?? '');
}

/** `high - low`, `last - first`: how many there are is one more. */
function isDifference(node: SyntaxNode): boolean {
  return isSum(node) && node.childForFieldName('operator')?.text === '-';
}

/** Something that may be a number and is no literal: those are the business of off-by-one. */
function isQuantity(node: SyntaxNode): boolean {
  if (node.type === 'parenthesized_expression') return /^\([^'"`,]*\)$/.test(node.text);
  if (/^binary_(expression|operator)$/.test(node.type)) return /^[^'"`]*[-+*/%][^'"`]*$/.test(node.text);
  return /^(identifier|member_expression|field_access|attribute|call|call_expression|method_invocation|subscript|subscript_expression)$/.test(
    node.type,
  );
}
