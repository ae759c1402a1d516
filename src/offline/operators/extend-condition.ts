import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { conjunct, type Grammar } from '../grammar/grammar.ts';
import { isTest, textsNear } from '../material.ts';
import { nameWord } from '../name-word.ts';
import { predicateCalls } from '../predicate-calls.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_OWN = 8;
const MOST_ADAPTED = 5;

/** A predicate of the project whose parameters have the names of what is in scope. */
const FITTING = 4;
/** What is asked of a variable of this name elsewhere in the file. */
const ASKED = 1.5;

export const extendCondition: RepairOperator<'condition' | 'return'> = {
  name: 'extend-condition',
  summary: 'adds a test to a condition: one of the function, one of the file with another variable, a usual one',
  on: ['condition', 'return'],
  perLine: 60,
  topWeight: FITTING,
  *mutate(site) {
    const { view, grammar } = site;
    const node = view.kind === 'return' ? view.value : view.node;
    if (node === null || (view.kind === 'return' && !isTest(node) && !/^(binary|boolean)/.test(node.type))) return;
    const own = conjunct(grammar, node);
    const forms = testsFor(site, node).flatMap(([other, weight]): [string, string, number][] => [
      [`${own} ${grammar.and} ${other}`, grammar.and, weight],
      [`${own} ${grammar.or} ${other}`, grammar.or, weight * 0.8],
      [`${other} ${grammar.and} ${own}`, grammar.and, weight * 0.6],
      [`${other} ${grammar.or} ${own}`, grammar.or, weight * 0.5],
    ]);
    forms.sort(([, , left], [, , right]) => right - left);
    for (const [form, operator, weight] of forms) {
      yield {
        splices: [replaced(node, form)],
        rationale: `Extend the condition ${quoted(node)} by another test with \`${operator}\`.`,
        weight,
      };
    }
  },
};

/** Tests with their weights. */
function testsFor(site: OperatorSite, node: SyntaxNode): [string, number][] {
  const { grammar, enclosing, names, kindOfName } = site;
  const { not } = grammar;
  const isNew = (text: string) => !node.text.includes(text);
  const isAsked = (name: string) => new RegExp(nameWord(name)).test(node.text);
  const variables = names().filter(({ kind }) => kind === 'parameter' || kind === 'variable');
  const asked = variables
    .map(({ name }) => name)
    .filter(isAsked)
    .slice(0, 2);
  const empties = variables.filter(({ kind, name }) => kind === 'parameter' && !isAsked(name)).slice(0, 2);
  const scored = new Map<string, number>();
  const add = (texts: readonly string[], start: number, fall: number) => {
    for (const [rank, text] of texts.filter(isNew).entries())
      if (!scored.has(text)) scored.set(text, start / (1 + rank * fall));
  };
  const [told] = node.type === 'identifier' ? site.toldMembers().filter(({ length }) => length > 2) : [];
  if (told !== undefined) scored.set(`${node.text}.${told}`, FITTING);
  const fitting = predicateCalls(site);
  add(fitting, FITTING, 0.3);
  add(
    fitting.map((call) => `${not}${call}`),
    FITTING / 2,
    0.3,
  );
  add(
    empties.map(({ name }) => `${not}${name}`),
    1,
    0.15,
  );
  add(textsNear(enclosing(), node, isTest).filter(isNew).slice(0, MOST_OWN), 0.9, 0.12);
  const others = textsNear(node.tree.rootNode, node, (other) => isTest(other) && other.type !== 'identifier').filter(
    isNew,
  );
  const missing = /^(\w+) === (null|undefined)$/.exec(node.text);
  if (missing !== null) add([`${missing[1]} === ${missing[2] === 'null' ? 'undefined' : 'null'}`], FITTING, 0);
  for (const variable of asked) {
    const same = new RegExp(`^!?(?:not |typeof )?${nameWord(variable)}`);
    add(others.filter((text) => same.test(text)).slice(0, MOST_ADAPTED), ASKED, 0.15);
    const adapted = others.flatMap((text) => withVariable(text, variable)).filter(isNew);
    add([...new Set(adapted)].slice(0, MOST_ADAPTED), 0.6, 0.15);
    add(usualTests(variable, grammar), 0.35, 0.1);
    if (kindOfName(variable) === 'number') add(limitTests(variable, grammar), 0.5, 0.2);
  }
  return [...scored];
}

/** `Array.isArray(item)` → `Array.isArray(value)`: the innermost name of a test exchanged. */
function withVariable(test: string, variable: string): string[] {
  const [, head = '', name = '', tail = ''] =
    /^(!?(?:[\w$.]+\(|typeof |not |isinstance\()?)([A-Za-z_$][\w$]*)((?![\w$(.])[\s\S]*)$/.exec(test) ?? [];
  return name === '' || name === variable ? [] : [`${head}${variable}${tail}`];
}

/** What a number must not be, or must be. */
function limitTests(name: string, { comparisons: { equal } }: Grammar): string[] {
  return [`${name} < 1`, `${name} < 0`, `${name} ${equal} 0`, `${name} > 0`];
}

function usualTests(name: string, { language }: Grammar): string[] {
  return language !== 'python'
    ? [
        `Array.isArray(${name})`,
        name,
        `!${name}`,
        `typeof ${name} === 'string'`,
        `typeof ${name} === 'object'`,
        `isFinite(${name})`,
        `typeof ${name} === 'number'`,
        `${name} !== null`,
        `${name} !== undefined`,
        `${name} === undefined`,
        `isNaN(${name})`,
      ]
    : [
        name,
        `not ${name}`,
        `${name} is not None`,
        `isinstance(${name}, str)`,
        `isinstance(${name}, list)`,
        `isinstance(${name}, int)`,
        `isinstance(${name}, dict)`,
      ];
}
