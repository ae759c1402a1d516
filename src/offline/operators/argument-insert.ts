import { closest, identifiersIn, nodesOfType } from '../../syntax/nodes.ts';
import type { CallView } from '../grammar/node-view.ts';
import { argumentsOf, callsNamed } from '../material.ts';
import { renamed } from '../name-word.ts';
import { SEPARATORS } from '../separators.ts';
import { unusedNames } from '../unused-names.ts';
import {
  inserted,
  type Mutation,
  type OperatorSite,
  quoted,
  type RepairOperator,
  recentVariables,
} from './operator.ts';

const MOST_VARIABLES = 6;
const PARAMETER_WEIGHT = 4;
const OTHER_CALL_WEIGHT = 2;
const UNUSED = 6;

/** What calls of the language's own functions are often given beside a variable. */
const LITERALS = ["''", '0', '1', '10', "','", "' '", '2'];

/** Methods that look for a text in another one, or put one between others. */
const ASKS_TEXT =
  /^(split|rsplit|join|indexOf|lastIndexOf|startsWith|endsWith|includes|partition|rpartition|startswith|endswith|find|rfind|index|count)$/;
const TEXT_WEIGHT = 2;
const ADAPTED = 0.8;

interface Addition {
  readonly position: number;
  readonly text: string;
  readonly weight: number;
}

export const argumentInsert: RepairOperator<'call'> = {
  name: 'argument-insert',
  summary: 'adds an argument: one that the parameter is named like, that another call has, or that is in scope',
  on: ['call'],
  perLine: 40,
  topWeight: UNUSED,
  *mutate(site) {
    const { node } = site.view;
    const list = node.childForFieldName('arguments');
    if (list === null || !list.text.startsWith('(')) return;
    const args = argumentsOf(node);
    const additions = additionsFor(site).sort((left, right) => right.weight - left.weight);
    for (const { position, text, weight } of additions) {
      const next = args[position];
      const last = args.at(-1);
      const splice =
        next !== undefined
          ? inserted(next.startIndex, `${text}, `)
          : inserted(last?.endIndex ?? list.startIndex + 1, last === undefined ? text : `, ${text}`);
      yield { splices: [splice], rationale: `Give ${quoted(text)} to ${quoted(node)} too.`, weight } satisfies Mutation;
    }
  },
};

function additionsFor(site: OperatorSite<CallView>): Addition[] {
  const { view, names } = site;
  const count = argumentsOf(view.node).length;
  const fallbacks = fallbacksFor(site, count);
  if (fallbacks.length > 0) return fallbacks;
  const parameters = view.name === null ? null : site.parametersOf(view.name.text);
  if (parameters !== null && parameters.length <= count) return [];
  const additions = otherCalls(view, count);
  additions.push(...additions.flatMap((addition) => adapted(addition, site)), ...textsAsked(site, count));
  const own = names().filter(({ kind }) => kind === 'variable' || kind === 'parameter');
  for (const [position, parameter] of (parameters ?? []).slice(0, count + 1).entries()) {
    if (own.some(({ name }) => name === parameter))
      additions.push({ position, text: parameter, weight: PARAMETER_WEIGHT });
  }
  const open = parameters === null ? 0.4 : 1;
  for (const text of unusedNames(site).slice(0, 2))
    additions.push({ position: count, text, weight: parameters === null ? 2 : UNUSED });
  for (const [rank, { name }] of recentVariables(own).slice(0, MOST_VARIABLES).entries()) {
    const weight = open * 0.85 ** rank;
    additions.push({ position: count, text: name, weight });
    if (count > 0) additions.push({ position: 0, text: name, weight: weight * 0.5 });
    if (count > 1) additions.push({ position: 1, text: name, weight: weight * 0.4 });
  }
  const isMethod = view.receiver !== null || parameters === null;
  for (const [rank, text] of (isMethod ? LITERALS : []).entries()) {
    additions.push({ position: count, text, weight: 0.5 * 0.85 ** rank });
  }
  return additions;
}

/** `start + j` where the statement works with `i`. */
function adapted({ position, text, weight }: Addition, { view, names }: OperatorSite<CallView>): Addition[] {
  const statement = closest(view.node, ({ type }) => /statement|declaration$|^assignment$/.test(type)) ?? view.node;
  const variables = new Set(
    names()
      .filter(({ kind }) => kind === 'variable' || kind === 'parameter')
      .map(({ name }) => name),
  );
  const used = new Set(identifiersIn(statement).map((each) => each.text));
  const words = [...new Set(text.match(/(?<![\w$.'"])[A-Za-z_$][\w$]*/g) ?? [])];
  const others = [...used].filter((name) => variables.has(name) && !words.includes(name));
  return words
    .filter((word) => !used.has(word))
    .flatMap((word) => others.map((name) => ({ position, text: renamed(text, word, name), weight: weight * ADAPTED })));
}

/** A text for a method that cannot do without one: marks that the file has already, and usual ones. */
function textsAsked({ view, grammar, text: file }: OperatorSite<CallView>, count: number): Addition[] {
  if (count > 0 || view.receiver === null || !ASKS_TEXT.test(view.name?.text ?? '')) return [];
  const own = nodesOfType(view.node.tree.rootNode, ['string']).map(({ text }) => text.slice(1, -1));
  const short = [...new Set(own)].filter((text) => text.length < 3 && !/[\\'"]/.test(text));
  const quote =
    grammar.language === 'java' || (file.match(/"/g) ?? []).length > (file.match(/'/g) ?? []).length ? '"' : "'";
  return [...new Set([...short, ...SEPARATORS])].map((text, rank) => ({
    ...{ position: 0, text: `${quote}${text}${quote}` },
    weight: TEXT_WEIGHT * 0.93 ** rank,
  }));
}

/** Python's `max`, `min` and `next` fail where there is nothing, unless they are told what to give then. */
function fallbacksFor({ view, grammar, clues }: OperatorSite<CallView>, count: number): Addition[] {
  const name = view.receiver === null ? view.name?.text : undefined;
  if (grammar.language !== 'python' || name === undefined || view.node.text.includes('default=')) return [];
  const isShort = name === 'next' ? /\bStopIteration\b/.test(clues.text) : NOTHING_IN_IT.test(clues.text);
  if (!isShort || !/^(max|min|next)$/.test(name) || (name === 'next' && count > 1)) return [];
  const wanted = clues.expectations.map(({ expected }) => expected).filter((value) => /^(None|-?\d+)$/.test(value));
  const head = name === 'next' ? '' : 'default=';
  return [...new Set([...wanted, 'None', '0'])].map((value, rank) => ({
    ...{ position: count, text: `${head}${value}` },
    weight: UNUSED * 0.8 ** rank,
  }));
}

const NOTHING_IN_IT = /\b(?:max|min)\(\)[^\n]{0,20} (?:is an empty sequence|iterable argument is empty)/;

/** What calls of the same function have where this one has nothing. */
function otherCalls({ node, name }: CallView, count: number): Addition[] {
  if (name === null) return [];
  const own = argumentsOf(node).map((argument) => argument.text);
  const additions = new Map<string, Addition>();
  for (const call of callsNamed(node.tree.rootNode, name.text)) {
    const others = argumentsOf(call);
    if (others.length <= count) continue;
    for (const [position, { text }] of others.slice(0, count + 1).entries()) {
      if (own.includes(text) || text.length > 60) continue;
      // Where the rest is the same, what is left over is what is missing.
      const rest = others.filter((_, index) => index !== position);
      const agreeing = rest.filter((argument, index) => argument.text === own[index]).length;
      const weight = OTHER_CALL_WEIGHT * (0.4 + 0.6 * (rest.length === 0 ? 0.5 : agreeing / rest.length));
      const known = additions.get(`${position} ${text}`);
      if (known === undefined || known.weight < weight)
        additions.set(`${position} ${text}`, { position, text, weight });
    }
  }
  return [...additions.values()];
}
