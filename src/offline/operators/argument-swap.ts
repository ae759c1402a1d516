import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { AssignmentView, CallView, ListView } from '../grammar/node-view.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, swapped } from './operator.ts';

export const argumentSwap: RepairOperator<'call' | 'list' | 'assignment'> = {
  name: 'argument-swap',
  summary: 'exchanges two arguments of a call, two elements of a list, or two targets of an assignment',
  on: ['call', 'list', 'assignment'],
  perLine: 6,
  topWeight: 3,
  *mutate({ view, ...rest }) {
    if (view.kind !== 'call') {
      yield* neighboursSwapped(view);
      return;
    }
    const site = { ...rest, view };
    const { args } = view;
    const parameters = view.name === null ? null : site.parametersOf(view.name.text);
    const pairs = [...pairsOf(args)].map(([left, right]) => ({
      left,
      right,
      weight: weightOf(args, left, right, parameters, site),
    }));
    pairs.sort((one, other) => other.weight - one.weight);
    for (const { left, right, weight } of pairs) {
      const [first, second] = [args[left], args[right]];
      if (first === undefined || second === undefined || first.text === second.text || weight === 0) continue;
      yield {
        splices: swapped(first, second),
        rationale: `Swap the arguments ${quoted(first)} and ${quoted(second)} of ${quoted(site.view.callee)}.`,
        weight,
      };
    }
  },
};

/** Elements and targets are few, and next to each other when they are mistaken for one another. */
function* neighboursSwapped(view: ListView | AssignmentView): Generator<Mutation> {
  const holder = view.kind === 'list' ? view.node : view.target;
  const isTarget = view.kind === 'assignment' && TARGETS.test(holder.type);
  if (view.kind === 'list' ? view.isMap : !isTarget) return;
  const parts = namedChildrenOf(holder).filter(({ type }) => type !== 'comment');
  if (parts.length > MOST_PARTS) return;
  for (const [index, second] of parts.entries()) {
    const first = parts[index - 1];
    if (first === undefined || first.text === second.text || (isLiteral(first) && isLiteral(second))) continue;
    yield {
      splices: swapped(first, second),
      rationale: `Swap ${quoted(first)} and ${quoted(second)}.`,
      weight: isTarget ? 0.6 : 0.4,
    };
  }
}

const TARGETS = /^(pattern_list|tuple_pattern|array_pattern|list_pattern)$/;
const MOST_PARTS = 6;

function isLiteral({ type }: SyntaxNode): boolean {
  return /^(number|integer|float|string|true|false|\w+_literal)$/.test(type);
}

function* pairsOf(args: readonly SyntaxNode[]): Generator<[number, number]> {
  const most = Math.min(args.length, 5);
  for (let gap = 1; gap < most; gap++) for (let left = 0; left + gap < most; left++) yield [left, left + gap];
}

/**
 * Arguments named like the parameters in each other's place are nearly always swapped (Rice et al., "Detecting
 * argument selection defects", OOPSLA 2017), those named like their own parameter nearly never.
 */
function weightOf(
  args: readonly SyntaxNode[],
  left: number,
  right: number,
  parameters: readonly string[] | null,
  { grammar }: OperatorSite<CallView>,
): number {
  const first = args[left];
  const second = args[right];
  if (first === undefined || second === undefined) return 0;
  const isFunction = (node: SyntaxNode) => grammar.functionTypes.includes(node.type);
  if (isFunction(first) !== isFunction(second)) return 0.05;
  const near = right - left === 1 ? 1 : 0.4;
  const known = [parameters?.[left], parameters?.[right]].every((name) => name !== undefined);
  if (known) {
    const crossed = isNamedLike(first, parameters?.[right]) || isNamedLike(second, parameters?.[left]);
    const straight = isNamedLike(first, parameters?.[left]) || isNamedLike(second, parameters?.[right]);
    if (crossed && !straight) return near * 3;
    if (straight && !crossed) return near * 0.25;
  }
  const literals = [first, second].filter(isLiteral).length;
  return near * (known ? 1 : 0.7) * (literals === 1 ? 0.5 : 1);
}

function isNamedLike(argument: SyntaxNode, parameter: string | undefined): boolean {
  if (parameter === undefined) return false;
  const last = /([\w$]+)\W*$/.exec(argument.text)?.[1] ?? '';
  return last.toLowerCase() === parameter.toLowerCase();
}
