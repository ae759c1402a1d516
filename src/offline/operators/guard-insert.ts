import { identifiersIn, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { guardText, isGuardPlace } from '../guards.ts';
import { isTest, textsNear } from '../material.ts';
import { inserted, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const MOST_TESTS = 8;
const MOST_EXITS = 5;
const MOST_GUARDS = 32;

/** What a test may want of a function that has nothing to do. */
const SIMPLE = /^(null|None|undefined|true|false|True|False|-?\d|''|""|\[\]|\{\})$/;

const LOOPS = /^(for|for_in|enhanced_for|while|do)_statement$/;

export const guardInsert: RepairOperator<'statement'> = {
  name: 'guard-insert',
  summary: 'leaves the function or the turn of a loop early, on a test and with a result that stand elsewhere',
  on: ['statement'],
  perLine: MOST_GUARDS,
  *mutate(site) {
    const { node } = site.view;
    if (!isGuardPlace(node)) return;
    const guards: [string, string, number][] = [];
    const exits = exitsAt(site);
    for (const [rank, test] of testsAt(site).entries()) {
      for (const [place, exit] of exits.entries()) guards.push([test, exit, 0.9 ** rank * 0.8 ** place]);
    }
    guards.sort(([, , left], [, , right]) => right - left);
    for (const [test, exit, weight] of guards.slice(0, MOST_GUARDS)) {
      yield {
        splices: [inserted(node.startIndex, guardText(site, test, exit))],
        rationale: `Leave early with ${quoted(exit)} if ${quoted(test)}.`,
        weight,
      };
    }
  },
};

/** What the statement behind the guard needs, then tests of the function, then what its parameters are asked everywhere. */
function testsAt({ view, enclosing, names, grammar }: OperatorSite<StatementView>): string[] {
  const around = enclosing();
  const tests = textsNear(around, view.node, isTest).slice(0, MOST_TESTS);
  const own = names().filter(
    ({ kind, index }) =>
      /^(parameter|variable)$/.test(kind) && index >= around.startIndex && index < view.node.startIndex,
  );
  const parameters = own.filter(({ kind }) => kind === 'parameter');
  const [first, second] = parameters;
  const used = new Set(identifiersIn(view.node).map(({ text }) => text));
  const needed = own.filter(({ name }) => used.has(name)).map(({ name }) => name);
  const empty = (name: string) => emptyTests(grammar, name);
  const asked = [...needed.slice(-3).reverse(), ...parameters.slice(0, 3).map(({ name }) => name)];
  const called = calledMembers(around, parameters);
  const pair =
    first === undefined || second === undefined ? [] : [`${first.name} ${grammar.comparisons.equal} ${second.name}`];
  const [likely, rare] = [
    asked.flatMap((name) => empty(name).slice(0, 1)),
    asked.flatMap((name) => empty(name).slice(1)),
  ];
  return [...new Set([...pair, ...likely, ...called.flatMap(empty), ...rare.slice(0, 4), ...tests])];
}

/** That a value is missing, and that it is empty or was not found. */
function emptyTests(grammar: Grammar, name: string): string[] {
  const { and, hasNullish, comparisons, absent, size } = grammar;
  if (and !== '&&') return [`not ${name}`, absent(name)];
  if (!hasNullish) return [absent(name), `${name}.isEmpty()`];
  return [`!${name}`, `${size(name)} ${comparisons.equal} 0`, `${name} ${comparisons.equal} -1`];
}

/** `options.merge` where the function calls what its parameter holds. */
function calledMembers(around: SyntaxNode, parameters: readonly { readonly name: string }[]): string[] {
  const callees = nodesOfType(around, ['call', 'call_expression']).map(
    (call) => call.childForFieldName('function')?.text ?? '',
  );
  return [...new Set(callees)].filter((text) => parameters.some(({ name }) => text.startsWith(`${name}.`))).slice(0, 2);
}

/** How the function is left elsewhere; in a loop its turn. */
function exitsAt({ view, enclosing, grammar, clues }: OperatorSite<StatementView>): string[] {
  const around = enclosing();
  const end = grammar.and === '&&' ? ';' : '';
  const returns = nodesOfType(around, ['return_statement'])
    .map(({ text }) => (end !== '' && !text.endsWith(end) ? `${text}${end}` : text))
    .filter((text) => text.length <= 40 && !text.includes('\n'));
  const isInLoop = LOOPS.test(view.node.parent?.parent?.type ?? '');
  const plain = returns.length === 0 ? [`return${end}`] : [];
  const wanted = clues.expectations
    .map(({ expected }) => expected)
    .filter((value) => SIMPLE.test(value))
    .map((value) => `return ${value}${end}`);
  const nothing = returns.length === 0 ? [] : [`return ${grammar.nothing}${end}`];
  const jumps = isInLoop ? [`continue${end}`] : [];
  return [...new Set([...jumps, ...wanted.slice(0, 1), ...returns.reverse(), ...plain, ...nothing])].slice(
    0,
    MOST_EXITS,
  );
}
