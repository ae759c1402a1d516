import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import {
  type Mutation,
  type OperatorSite,
  quoted,
  type RepairOperator,
  recentVariables,
  replaced,
} from './operator.ts';

const MOST_FALLBACKS = 12;

/** `table[name] = {}` throws away what is there already. */
const KEPT = 3;
/** `undefined` came where another plain value was wanted. */
const TOLD = 5;
const VALUES =
  /^(identifier|member_expression|attribute|subscript_expression|subscript|call_expression|call|parenthesized_expression|boolean_operator|binary_expression)$/;

export const fallbackInsert: RepairOperator<'assignment' | 'return' | 'call'> = {
  name: 'fallback-insert',
  summary:
    'takes another value where this one is empty: what the file falls back on elsewhere, a variable, an empty one',
  on: ['assignment', 'return', 'call'],
  perLine: 20,
  topWeight: TOLD,
  *mutate(site) {
    if (!site.grammar.anyIsCondition) return;
    yield* kept(site);
    yield* told(site);
    for (const [value, share] of valuesOf(site)) {
      for (const [rank, [operator, fallback]] of fallbacksFor(site, value).slice(0, MOST_FALLBACKS).entries()) {
        const plain = `${operand(site.grammar, value)} ${operator} ${fallback}`;
        const changed = value.parent?.childForFieldName('object')?.id === value.id ? `(${plain})` : plain;
        yield {
          splices: [replaced(value, changed)],
          rationale: `Take \`${fallback}\` where ${quoted(value)} is empty.`,
          weight: share * 0.88 ** rank,
        };
      }
    }
  },
};

/** An entry that starts empty only where there is none. */
function* kept({ view, grammar }: OperatorSite): Generator<Mutation> {
  if (view.kind !== 'assignment' || view.operator !== '=' || !/^(\[\]|\{\}|dict\(\)|list\(\)|0)$/.test(view.value.text))
    return;
  const { target, value } = view;
  if (!/^(subscript|subscript_expression|member_expression)$/.test(target.type)) return;
  const isPython = grammar.language === 'python';
  const [table, key] = [target.childForFieldName('value')?.text, target.childForFieldName('subscript')?.text];
  const changed = isPython ? `${table}.get(${key}, ${value.text})` : `${target.text} || ${value.text}`;
  yield {
    splices: [replaced(value, changed)],
    rationale: `Keep what ${quoted(target)} holds already.`,
    weight: KEPT,
  };
}

/** `?? null` where nothing came and the test wanted a plain value. */
function* told({ view, clues, grammar }: OperatorSite): Generator<Mutation> {
  if (view.kind !== 'return' || view.value === null || !VALUES.test(view.value.type) || !grammar.hasNullish) return;
  const wanted = clues.expectations.find(({ expected, actual }) => actual === 'undefined' && PLAIN.test(expected));
  if (wanted === undefined) return;
  const changed = `${operand(grammar, view.value)} ?? ${wanted.expected}`;
  yield {
    splices: [replaced(view.value, changed)],
    rationale: `Take \`${wanted.expected}\` where ${quoted(view.value)} is missing: the test wanted it.`,
    weight: TOLD,
  };
}

const PLAIN = /^(null|true|false|-?\d+|''|""|\[\]|\{\})$/;

function valuesOf({ view }: OperatorSite): readonly [SyntaxNode, number][] {
  if (view.kind === 'call') {
    const args = view.args.filter(({ type }) => VALUES.test(type)).map((node): [SyntaxNode, number] => [node, 0.4]);
    const receiver = view.receiver;
    // A name that nothing is found under fails elsewhere: it is items and results that may be missing.
    return receiver === null || /^(identifier|this|string)$/.test(receiver.type) || !VALUES.test(receiver.type)
      ? args
      : [...args, [receiver, 0.4]];
  }
  if (view.kind !== 'assignment' && view.kind !== 'return') return [];
  return view.value !== null && VALUES.test(view.value.type) ? [[view.value, 1]] : [];
}

/** Operator and right side: as they stand elsewhere in the file first. */
function fallbacksFor({ grammar, names }: OperatorSite, value: SyntaxNode): [string, string][] {
  const isPython = grammar.language === 'python';
  const found = new Map<string, [string, string]>();
  const note = (operator: string, fallback: string) => {
    if (fallback !== value.text && fallback.length <= 40 && !fallback.includes('\n'))
      found.set(fallback, [operator, fallback]);
  };
  for (const node of nodesOfType(value.tree.rootNode, ['binary_expression', 'boolean_operator'])) {
    const operator = node.childForFieldName('operator')?.text ?? '';
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (!/^(\|\||\?\?|or)$/.test(operator) || left === null || right === null) continue;
    // What falls back beside conditions is a condition too.
    if (VALUES.test(left.type) && !/^(comparison|not|unary|binary|boolean)/.test(right.type))
      note(operator, right.text);
  }
  for (const declared of nodesOfType(value.tree.rootNode, ['variable_declarator', 'assignment'])) {
    const start = declared.childForFieldName('value') ?? declared.childForFieldName('right');
    if (
      start !== null &&
      /^(call|call_expression|new_expression|string)$/.test(start.type) &&
      start.text.length <= 20 &&
      !found.has(start.text)
    )
      note(isPython ? 'or' : '||', start.text);
  }
  const operator = isPython ? 'or' : '||';
  // In Python the other empty values are another operator's.
  for (const empty of isPython ? ['{}'] : ['{}', '[]', "''", '0', 'null']) if (!found.has(empty)) note(operator, empty);
  for (const { name } of recentVariables(names()).slice(0, 3)) if (!found.has(name)) note(operator, name);
  return [...found.values()];
}
