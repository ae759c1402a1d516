import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { BinaryView, CallView } from '../grammar/node-view.ts';
import { nameWord } from '../name-word.ts';
import type { Binding } from '../scope/scope-types.ts';
import { type Mutation, quoted, type RepairOperator, recentVariables, replaced } from './operator.ts';

const MOST_NAMES = 3;
const MOST_GIVEN = 6;

export const expressionToVariable: RepairOperator<'return' | 'assignment' | 'binary' | 'call'> = {
  name: 'expression-to-variable',
  summary: 'returns, assigns or hands in a variable instead of an expression',
  on: ['return', 'assignment', 'binary', 'call'],
  perLine: 8,
  *mutate({ view, names }) {
    if (view.kind === 'call') {
      const variables = recentVariables(names());
      yield* twiceGiven(view, variables);
      yield* inArguments(view, variables);
      return;
    }
    const value = view.kind === 'binary' ? callIn(view) : view.value;
    if (
      value === null ||
      /^(identifier|number|integer|string|\w+_literal|list|array|object|dictionary)$/.test(value.type)
    )
      return;
    if (view.kind === 'assignment' && (view.declares || view.operator !== '=')) return;
    const own = recentVariables(names());
    for (const [rank, { name }] of own.slice(0, MOST_NAMES).entries()) {
      yield {
        splices: [replaced(value, name)],
        rationale: `Use \`${name}\` instead of ${quoted(value)}.`,
        weight: 0.7 ** rank * (view.kind === 'binary' ? 0.6 : 1),
      };
    }
  },
};

/** `has(keys[i], keys[i])`: one of them is something else, the likelier what the call does not name. */
function* twiceGiven({ args, node }: CallView, variables: readonly Binding[]): Generator<Mutation> {
  const twice = args.filter(
    ({ id, text, type }) => type !== 'identifier' && args.some((other) => other.id !== id && other.text === text),
  );
  const others = variables.filter(({ name }) => !new RegExp(nameWord(name)).test(node.text));
  for (const argument of twice.slice(0, 2)) {
    for (const [rank, { name }] of others.slice(0, MOST_GIVEN).entries()) {
      yield {
        splices: [replaced(argument, name)],
        rationale: `Give ${quoted(name)} in the place of ${quoted(argument)}, which ${quoted(node)} has twice.`,
        weight: 0.85 ** rank,
      };
    }
  }
}

const HELD = /^(attribute|member_expression|field_access|subscript|subscript_expression|array_access)$/;
const ARGUMENT = 0.5;

/** `Interval(self.start, end)` → `Interval(point, end)`. */
function* inArguments({ args }: CallView, variables: readonly Binding[]): Generator<Mutation> {
  const given = new Set(args.map(({ text }) => text));
  const others = variables.filter(({ name }) => !given.has(name)).slice(0, MOST_NAMES);
  for (const argument of args.filter(({ type }) => HELD.test(type))) {
    for (const [rank, { name }] of others.entries()) {
      yield {
        splices: [replaced(argument, name)],
        rationale: `Hand in \`${name}\` instead of ${quoted(argument)}.`,
        weight: ARGUMENT * 0.7 ** rank,
      };
    }
  }
}

/** A call that is one side of arithmetic. */
function callIn({ group, left, right }: BinaryView): SyntaxNode | null {
  if (group !== 'arithmetic') return null;
  return [left, right].find((side) => /^(call|call_expression|method_invocation)$/.test(side.type)) ?? null;
}
