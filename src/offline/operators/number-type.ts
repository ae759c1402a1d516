import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { AssignmentView, BinaryView } from '../grammar/node-view.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

/** Weight of a test before a division where the failure tells of one by nothing. */
const DIVIDED = 8;

/** Types of Java that hold less, and what holds more. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'double'],
  short: ['int', 'long'],
  long: ['double'],
  float: ['double'],
};

export const numberType: RepairOperator<'binary' | 'assignment' | 'return'> = {
  name: 'number-type',
  summary:
    'divides only by what is there, rounds what is computed, computes with numbers instead of texts, or in a type that holds more',
  on: ['binary', 'assignment', 'return'],
  perLine: 16,
  topWeight: DIVIDED,
  *mutate(site) {
    const { view, grammar } = site;
    if (view.kind === 'assignment') {
      if (grammar.language !== 'java') return;
      yield* widerVariable({ ...site, view });
      yield* withoutCast(view.value);
      return;
    }
    if (view.kind === 'return') {
      if (view.value !== null) yield* withoutCast(view.value);
      return;
    }
    if (view.group !== 'arithmetic') return;
    for (const side of [view.left, view.right]) yield* withoutCast(side);
    yield* castEarlier(view);
    for (const [changed, weight] of formsOf({ ...site, view })) {
      yield {
        splices: [replaced(view.node, changed)],
        rationale: `Compute ${quoted(changed)} instead of ${quoted(view.node)}.`,
        weight,
      };
    }
  },
};

function formsOf(site: OperatorSite<BinaryView>): [string, number][] {
  const { grammar } = site;
  if (grammar.language === 'javascript') return [...divisionGuarded(site), ...inJavaScript(site)];
  return grammar.language === 'java' ? inJava(site) : [...divisionGuarded(site), ...inPython(site)];
}

/** Nothing for a quotient of nothing: `total === 0 ? 0 : hits / total`. */
function divisionGuarded({ view, grammar, clues }: OperatorSite<BinaryView>): [string, number][] {
  const { node, right, operator } = view;
  if (
    !/^(\/\/?|%)$/.test(operator) ||
    !/^(identifier|member_expression|attribute|call|call_expression)$/.test(right.type)
  )
    return [];
  const isTold = /ZeroDivisionError|division by zero|\b(?:NaN|Infinity)\b/.test(clues.text);
  const test = grammar.language === 'javascript' ? `${right.text} ${grammar.comparisons.equal} 0` : right.text;
  const guarded =
    grammar.language === 'javascript' ? grammar.choice(test, '0', node.text) : grammar.choice(test, node.text, '0');
  const isPart = /^(binary_expression|binary_operator)$/.test(node.parent?.type ?? '');
  return [[isPart ? `(${guarded})` : guarded, isTold ? DIVIDED : 0.2]];
}

/** What is no part of a longer sum or product. */
function isWhole(node: SyntaxNode): boolean {
  return !/^(binary_expression|binary_operator|parenthesized_expression)$/.test(node.parent?.type ?? '');
}

function inJavaScript({ view, grammar }: OperatorSite<BinaryView>): [string, number][] {
  const { node, left, right, operator } = view;
  const [one, other] = [operand(grammar, left), operand(grammar, right)];
  const rounded: [string, number][] = ['Math.floor', 'Math.round', 'Math.trunc', 'Math.ceil'].map((name, rank) => [
    `${name}(${node.text})`,
    (operator === '/' ? 1 : 0.4) * 0.75 ** rank,
  ]);
  const cents: [string, number][] = isWhole(node) ? [[`Math.round((${node.text}) * 100) / 100`, 0.4]] : [];
  if (operator === '%') return [...rounded, [`((${node.text}) + ${other}) % ${other}`, 0.6]];
  if (operator !== '+') return [...rounded, ...cents];
  const numbers: [string, number][] = [
    [`Number(${left.text}) + Number(${right.text})`, 0.8],
    [`${one} + Number(${right.text})`, 0.7],
    [`Number(${left.text}) + ${other}`, 0.6],
  ];
  return [...numbers, ...rounded.slice(1, 2), ...cents];
}

function inPython({ view, grammar }: OperatorSite<BinaryView>): [string, number][] {
  const { node, left, right, operator } = view;
  const [one, other] = [operand(grammar, left), operand(grammar, right)];
  const whole: [string, number][] = isWhole(node) ? [[`round(${node.text}, 2)`, 0.7]] : [];
  const rounded: [string, number][] = [
    [`int(${node.text})`, operator === '/' ? 0.8 : 0.3],
    [`round(${node.text})`, operator === '/' ? 0.7 : 0.3],
  ];
  const typed: [string, number][] =
    operator === '+'
      ? [
          [`${one} + str(${right.text})`, 0.8],
          [`str(${left.text}) + ${other}`, 0.7],
          [`int(${left.text}) + int(${right.text})`, 0.5],
        ]
      : [];
  return [...typed, ...rounded, ...whole];
}

/** A product overflows and a quotient is cut where both sides are whole numbers of the smaller kind. */
function inJava({ view, grammar }: OperatorSite<BinaryView>): [string, number][] {
  const { node, left, right, operator } = view;
  const [one, other] = [operand(grammar, left), operand(grammar, right)];
  if (operator === '/')
    return [
      [`(double) ${one} / ${other}`, 1],
      [`(int) (${node.text})`, 0.3],
    ];
  if (operator === '%') return [[`Math.floorMod(${left.text}, ${right.text})`, 0.8]];
  return [
    [`(long) ${one} ${operator} ${other}`, 0.8],
    [`(int) (${node.text})`, 0.3],
  ];
}

/** A cast to a number cuts off what was to be kept. Only Java's syntax has the node. */
function* withoutCast(node: SyntaxNode): Generator<Mutation> {
  const [type, value] = castOf(node);
  if (type === null || value === null) return;
  yield { splices: [replaced(node, value.text)], rationale: `Drop the cast of ${quoted(value)}.`, weight: 0.5 };
}

/** `(double) (a / b)` makes a number with a fraction of what has lost it already. */
function* castEarlier({ node, left, operator, right }: BinaryView): Generator<Mutation> {
  const cast = node.parent?.type === 'parenthesized_expression' ? node.parent.parent : null;
  const [type] = cast === null ? [null] : castOf(cast);
  if (cast === null || type === null || left.type === 'binary_expression') return;
  const changed = `(${type.text}) ${left.text} ${operator} ${right.text}`;
  const isPart = /^(binary_expression|method_invocation|field_access)$/.test(cast.parent?.type ?? '');
  yield {
    splices: [replaced(cast, isPart ? `(${changed})` : changed)],
    rationale: `Compute ${quoted(changed)} instead of ${quoted(cast)}.`,
    weight: 1.2,
  };
}

function castOf(node: SyntaxNode): readonly [type: SyntaxNode | null, value: SyntaxNode | null] {
  if (node.type !== 'cast_expression') return [null, null];
  const type = node.childForFieldName('type');
  return /^(integral_type|floating_point_type)$/.test(type?.type ?? '')
    ? [type, node.childForFieldName('value')]
    : [null, null];
}

function* widerVariable({ view }: OperatorSite<AssignmentView>): Generator<Mutation> {
  const type = view.declares ? (view.node.parent?.childForFieldName('type') ?? null) : null;
  if (type === null) return;
  for (const [rank, wider] of (WIDER[type.text] ?? []).entries()) {
    yield {
      splices: [replaced(type, wider)],
      rationale: `Keep ${quoted(view.target)} in a \`${wider}\`.`,
      weight: 0.6 * 0.6 ** rank,
    };
  }
}
