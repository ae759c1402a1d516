import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { guardText, isGuardPlace } from '../guards.ts';
import { isTest, textsNear } from '../material.ts';
import { inserted, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const MOST_GUARDS = 60;
const MOST_THROWS = 4;
const MOST_OTHERS = 10;

export const guardThrow: RepairOperator<'statement'> = {
  name: 'guard-throw',
  summary: 'refuses what the failing tests expect to be refused: throws on a test of a parameter',
  on: ['statement'],
  perLine: MOST_GUARDS,
  *mutate(site) {
    const { view, clues, enclosing, grammar } = site;
    if (!clues.notThrown || !isGuardPlace(view.node) || !grammar.functionTypes.includes(enclosing().type)) return;
    const throws = throwsFor(site);
    const guards = testsFor(site).flatMap(([test, share]) =>
      throws.map(([thrown, worth]): [string, string, number] => [test, thrown, share * worth]),
    );
    guards.sort(([, , left], [, , right]) => right - left);
    const isFirst = view.node.previousNamedSibling === null;
    for (const [test, thrown, weight] of guards.slice(0, MOST_GUARDS)) {
      yield {
        splices: [inserted(view.node.startIndex, guardText(site, test, thrown))],
        rationale: `Refuse with ${quoted(thrown)} if ${quoted(test)}.`,
        weight: weight * (isFirst ? 1 : 0.6),
      };
    }
  },
};

/** What the file throws, and errors that the failing tests name; those that both do first. */
function throwsFor({ view, clues, grammar, names }: OperatorSite<StatementView>): [string, number][] {
  const isPython = grammar.language === 'python';
  const end = grammar.statementEnd;
  const scored = new Map<string, number>();
  const told = (type: string) => new RegExp(`(?<!\\w)${type}(?!\\w)`).test(clues.text);
  for (const { text } of nodesOfType(view.node.tree.rootNode, ['raise_statement', 'throw_statement'])) {
    const type = /(?:raise|throw new|throw)\s+(?:\w+\.)*([A-Z]\w*)/.exec(text)?.[1];
    if (type === undefined || text.length > 120 || text.includes('\n')) continue;
    const isSayable = namesIn(text).every((name) => /^[A-Z]/.test(name) || names().some((own) => own.name === name));
    if (isSayable) scored.set(text.endsWith(end) ? text : `${text}${end}`, told(type) ? 1 : 0.5);
  }
  const message = messageTold(clues.text);
  const types = [...clues.text.matchAll(/(?<![\w.])([A-Z]\w*(?:Error|Exception))\b/g)].map(([, type = '']) => type);
  const known = types.filter((type) => type !== 'AssertionError' && type !== 'AssertionFailedError');
  for (const type of new Set([
    ...known,
    isPython ? 'ValueError' : grammar.language === 'javascript' ? 'Error' : 'IllegalArgumentException',
  ])) {
    const thrown = isPython ? `raise ${type}(${message})` : `throw new ${type}(${message});`;
    // What the file says with such an error is better than what is made up.
    if (message === EMPTY_MESSAGE && [...scored.keys()].some((own) => own.includes(`${type}(`))) continue;
    const weight = (known.includes(type) ? 1.2 : 0.4) * (message === EMPTY_MESSAGE ? 0.8 : 1.1);
    if (!scored.has(thrown)) scored.set(thrown, weight);
  }
  return [...scored].sort(([, left], [, right]) => right - left).slice(0, MOST_THROWS);
}

const EMPTY_MESSAGE = '"invalid value"';

/** The message that a test looks for, where the report shows it. */
function messageTold(text: string): string {
  const found =
    /match=r?(["'])([^"'\n]+)\1/.exec(text)?.[2] ??
    /Expected (?:substring|message|pattern):\s*["'/]([^"'/\n]+)["'/]/.exec(text)?.[1] ??
    /toThrow(?:Error)?\((["'`])([^"'`\n]+)\1/.exec(text)?.[2];
  return found === undefined ? EMPTY_MESSAGE : JSON.stringify(found);
}

function namesIn(text: string): string[] {
  const bare = text.replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/g, '');
  return [...bare.matchAll(/(?<![\w.])(?!raise\b|throw\b|new\b|from\b|self\b|this\b)([A-Za-z_$][\w$]*)/g)].map(
    ([, name = '']) => name,
  );
}

/** What may be wrong with a parameter or with what was just looked up. */
function testsFor(site: OperatorSite<StatementView>): [string, number][] {
  const { view, enclosing, names, grammar, kindOfName } = site;
  const around = enclosing();
  const own = names().filter(
    ({ kind, index }) =>
      /^(parameter|variable)$/.test(kind) &&
      index > around.startIndex &&
      index < around.endIndex &&
      index < view.node.startIndex,
  );
  const scored = new Map<string, number>();
  const note = (test: string, weight: number) => scored.set(test, Math.max(weight, scored.get(test) ?? 0));
  const isPython = grammar.language === 'python';
  for (const [rank, { name, kind }] of own.slice(0, 4).entries()) {
    const share = 0.85 ** rank * (kind === 'parameter' ? 1 : 0.8);
    const kindOf = kindOfName(name);
    const numeric = kindOf === 'collection' ? 0.2 : 1;
    for (const [at, limit] of ['<= 0', '< 0'].entries()) note(`${name} ${limit}`, share * numeric * (1 - at * 0.05));
    if (grammar.language !== 'java') note(`${grammar.not}${name}`, share * 0.9);
    note(grammar.absent(name), share * 0.8);
    if (kindOf !== 'number') note(`${grammar.size(name)} ${grammar.comparisons.equal} 0`, share * 0.4);
    for (const type of isPython
      ? [`not isinstance(${name}, (int, float))`, `not isinstance(${name}, str)`]
      : grammar.language === 'javascript'
        ? [`typeof ${name} !== 'number'`, `typeof ${name} !== 'string'`, `!Number.isFinite(${name})`]
        : [])
      note(type, share * 0.5);
    for (const limit of limitsIn(
      around,
      own.map((each) => each.name),
    )) {
      if (limit === name) continue;
      note(`${name} > ${limit}`, share * 0.6);
      note(`${name} < ${limit}`, share * 0.45);
    }
  }
  const visible = new Set(names().map(({ name }) => name));
  const others = textsNear(
    view.node.tree.rootNode,
    view.node,
    (other) => isTest(other) && /comparison|binary|unary|not/.test(other.type),
  );
  const sayable = others.filter((test) =>
    namesIn(test).every(
      (name) =>
        visible.has(name) ||
        /^(?:typeof|null|undefined|None|True|False|true|false|not|in|is|and|or|len|isinstance)$/.test(name),
    ),
  );
  for (const [rank, test] of sayable.slice(0, MOST_OTHERS).entries()) note(test, 0.7 * 0.9 ** rank);
  return [...scored];
}

/** What a number may be measured by: attributes and other names that the function computes with. */
function limitsIn(around: SyntaxNode, own: readonly string[]): string[] {
  const attributes = nodesOfType(around, ['attribute', 'member_expression', 'field_access'])
    .map(({ text }) => text)
    .filter((text) => /^(self|this)\.\w+$/.test(text));
  return [...new Set([...attributes, ...own])].slice(0, 4);
}
