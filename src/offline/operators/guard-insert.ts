import { identifiersIn, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { guardText, isGuardPlace } from '../guards.ts';
import { isTest, textsNear } from '../material.ts';
import { predicateCalls } from '../predicate-calls.ts';
import { requirementsOf } from '../requirements.ts';
import { emptyTestsOf, emptyValuesOf } from '../scope/declared-types.ts';
import { inserted, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const MOST_TESTS = 8;
const TOLD_WEIGHT = 2;
const MOST_EXITS = 6;
const MOST_PREDICATES = 3;
const MOST_GUARDS = 40;

/** What a test may want of a function that has nothing to do. */
const SIMPLE = /^(null|None|undefined|true|false|True|False|-?\d|''|""|\[\]|\{\})$/;

const LOOPS = /^(for|for_in|enhanced_for|while|do)_statement$/;

export const guardInsert: RepairOperator<'statement'> = {
  name: 'guard-insert',
  summary: 'leaves the function or the turn of a loop early, on a test and with a result that stand elsewhere',
  on: ['statement'],
  perLine: MOST_GUARDS,
  topWeight: TOLD_WEIGHT,
  *mutate(site) {
    const { node } = site.view;
    if (!isGuardPlace(node)) return;
    const guards: [string, string, number][] = [];
    const exits = exitsAt(site);
    for (const [rank, test] of testsAt(site).entries()) {
      for (const [place, exit] of exits.entries()) guards.push([test, exit, 0.9 ** rank * 0.8 ** place]);
    }
    for (const test of [...toldTests(site), ...predicateTests(site)])
      for (const [place, exit] of exits.slice(0, 2).entries()) guards.push([test, exit, TOLD_WEIGHT * 0.8 ** place]);
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
function testsAt(site: OperatorSite<StatementView>): string[] {
  const { view, enclosing, names, grammar } = site;
  const around = enclosing();
  const tests = textsNear(around, view.node, isTest).slice(0, MOST_TESTS);
  const own = names()
    .filter(
      ({ kind, index }) =>
        /^(parameter|variable)$/.test(kind) && index >= around.startIndex && index < view.node.startIndex,
    )
    .sort((left, right) => left.index - right.index);
  const parameters = own.filter(({ kind }) => kind === 'parameter');
  const [first, second] = parameters;
  const used = new Set(identifiersIn(view.node).map(({ text }) => text));
  const needed = own.filter(({ name }) => used.has(name)).map(({ name }) => name);
  const typeOf = (name: string) => own.find((binding) => binding.name === name)?.type ?? null;
  const empty = (name: string) => emptyTestsOf(name, typeOf(name)) ?? emptyTests(grammar, name);
  const asked = [...needed.slice(-3).reverse(), ...parameters.slice(0, 3).map(({ name }) => name)];
  const called = calledMembers(around, parameters);
  const pair =
    first === undefined || second === undefined ? [] : [`${first.name} ${grammar.comparisons.equal} ${second.name}`];
  const [likely, rare] = [
    asked.flatMap((name) => empty(name).slice(0, 1)),
    asked.flatMap((name) => empty(name).slice(1)),
  ];
  const needs = requirementsOf(view.node, grammar).slice(0, 4);
  return [...new Set([...pair, ...needs, ...likely, ...called.flatMap(empty), ...rare.slice(0, 4), ...tests])];
}

/** A property that the failing tests write and the file never reads: `if (task.done) …`. */
function toldTests({ grammar, toldMembers, names, view }: OperatorSite<StatementView>): string[] {
  const used = identifiersIn(view.node).map(({ text }) => text);
  const [latest] = names()
    .filter(({ kind, name }) => /^(parameter|variable)$/.test(kind) && used.includes(name))
    .sort((left, right) => right.index - left.index);
  const [member] = toldMembers().filter(({ length }) => length > 2);
  if (latest === undefined || member === undefined) return [];
  const asked = `${latest.name}.${member}`;
  return [asked, `${grammar.not}${asked}`];
}

/** What the project itself asks of values that are here: `if not self.overlaps(other)`. */
function predicateTests(site: OperatorSite<StatementView>): string[] {
  const calls = predicateCalls(site).slice(0, MOST_PREDICATES);
  return calls.flatMap((call) => [`${site.grammar.not}${call}`, call]);
}

/** That a value is missing, and that it is empty or was not found. */
function emptyTests(grammar: Grammar, name: string): string[] {
  const { language, comparisons, absent, size } = grammar;
  if (language === 'python') return [`not ${name}`, absent(name)];
  if (language === 'java') return [absent(name), `${name}.isEmpty()`];
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
  const end = grammar.statementEnd;
  const all = nodesOfType(around, ['return_statement']).map(({ text }) =>
    end !== '' && !text.endsWith(end) ? `${text}${end}` : text,
  );
  const returns = all.filter((text) => text.length <= 40 && !text.includes('\n'));
  const isInLoop = LOOPS.test(view.node.parent?.parent?.type ?? '');
  // What gives nothing anywhere is left without a value, whatever a test wanted.
  const plain = all.length === 0 ? [`return${end}`] : [];
  const wanted = clues.expectations
    .map(({ expected }) => expected)
    .filter((value) => SIMPLE.test(value))
    .map((value) => `return ${value}${end}`);
  const nothing = all.length === 0 ? [] : emptyOf(around, all, grammar).map((value) => `return ${value}${end}`);
  const jumps = isInLoop ? [`continue${end}`] : [];
  return [...new Set([...jumps, ...plain, ...wanted.slice(0, 1), ...returns.reverse(), ...nothing])].slice(
    0,
    MOST_EXITS,
  );
}

/** By the declared type where there is one: another one would not compile. */
function emptyOf(around: SyntaxNode, returns: readonly string[], grammar: Grammar): readonly string[] {
  const type = around.type === 'method_declaration' ? around.childForFieldName('type')?.text : undefined;
  return type === undefined ? [...emptyResults(returns), grammar.nothing] : emptyValuesOf(type);
}

/** What a function gives that has nothing to give, by what it gives else. */
function emptyResults(returns: readonly string[]): string[] {
  const all = returns.join('\n');
  const found: string[] = [];
  if (/\b(length|count|size|total|sum)\b|return [-\d]|[-+*/] ?\w+(?:\([\w.]*\))?\)?;?$/m.test(all)) found.push('0');
  if (/return (true|false)\b/i.test(all)) found.push(/\bTrue|False/.test(all) ? 'False' : 'false');
  if (/return \[|\.(map|filter|slice)\(/.test(all)) found.push('[]');
  if (/return ['"`f]|\.join\(/.test(all)) found.push("''");
  return found;
}
