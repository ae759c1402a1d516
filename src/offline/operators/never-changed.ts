import { literalPattern } from '../../shared/literal-pattern.ts';
import { closest, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { placedBeside } from '../statement-places.ts';
import { type OperatorSite, quoted, type RepairOperator, recentVariables } from './operator.ts';

const MOST_VALUES = 4;
const TOP_WEIGHT = 6;

const NOTHING = /^(null|None|undefined)$/;

export const neverChanged: RepairOperator<'statement'> = {
  name: 'never-changed',
  summary: 'steps, sets or fills what starts with a value, is read, and is never given another one',
  on: ['statement'],
  perLine: 24,
  topWeight: TOP_WEIGHT,
  *mutate(site) {
    const end = site.grammar.statementEnd;
    for (const { target, start } of unchangedAt(site)) {
      for (const [rank, change] of changesOf(target, start, site).entries()) {
        const statement = `${change}${end}`;
        const rationale = `Add ${quoted(statement)}: \`${target}\` is read and never changes.`;
        const weight = TOP_WEIGHT * 0.7 ** rank;
        yield* placedBeside(site, statement, { rationale, weight });
      }
    }
  },
};

interface Start {
  readonly target: string;
  readonly start: string;
}

/** Variables in scope and attributes of the object that start with a plain value which is the last one they get. */
function unchangedAt({ view, names, text, grammar }: OperatorSite<StatementView>): Start[] {
  const visible = new Set(names().map(({ name }) => name));
  const found = startsIn(view.node.tree.rootNode).filter(({ target, start, node }) => {
    const isAttribute = /^(this|self|[A-Z]\w*)\./.test(target);
    if (isAttribute && !isMethodOf(view.node, node)) return false;
    if (!isAttribute && (!visible.has(target) || (isConstant(node) && !isTable(start)))) return false;
    // The place where it starts comes before the one where it changes.
    if (!isAttribute && (node.endIndex > view.node.startIndex || !isWithin(view.node, node))) return false;
    return (
      (isPlain(start) || isOwnTable(node, start, grammar)) &&
      isRead(text, target) &&
      !isChanged(withoutResets(text, target, start), target, grammar)
    );
  });
  return found.map(({ target, start }) => ({ target, start }));
}

function startsIn(root: SyntaxNode): (Start & { readonly node: SyntaxNode })[] {
  const nodes = nodesOfType(root, [
    'variable_declarator',
    'assignment',
    'assignment_expression',
    'field_definition',
    'public_field_definition',
  ]);
  return nodes.flatMap((node) => {
    const target =
      node.childForFieldName('name') ?? node.childForFieldName('left') ?? node.childForFieldName('property');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    if (target === null || value === null) return [];
    const isField = /field_definition$/.test(node.type) || node.parent?.type === 'field_declaration';
    const owner = ownerOf(node);
    const holder = owner ?? (isField && !/^this\./.test(target.text) ? 'this' : null);
    const name = holder === null ? target.text : `${holder}.${target.text}`;
    return /^((this|self|[A-Z]\w*)\.)?#?[\w$]+$/.test(name) ? [{ target: name, start: value.text, node }] : [];
  });
}

/** Name of the class whose own attribute it is: `Order` of `_next = 1` in its body, or of `static next = 1`. */
function ownerOf(node: SyntaxNode): string | null {
  const body = node.type === 'assignment' ? node.parent?.parent : node.parent;
  const isOwn = node.type === 'assignment' || node.children.some((child) => child?.type === 'static');
  if (!isOwn || !/^class_(definition|declaration)$/.test(body?.parent?.type ?? '')) return null;
  return body?.parent?.childForFieldName('name')?.text ?? null;
}

/** A table of a function's own that starts with something in it; one of the whole file is a constant as a rule. */
function isOwnTable(node: SyntaxNode, start: string, { functionTypes }: Grammar): boolean {
  return /^(\{|dict\()/.test(start) && closest(node, ({ type }) => functionTypes.includes(type)) !== null;
}

/** Within the class of the object whose attribute it is. */
function isMethodOf(node: SyntaxNode, start: SyntaxNode): boolean {
  const around = closest(start, ({ type }) => /^class_(body|definition|declaration)$/.test(type));
  return around !== null && around.startIndex < node.startIndex && node.endIndex <= around.endIndex;
}

/** To start anew with the same value is no change: the first assignment alone is left. */
function withoutResets(text: string, target: string, start: string): string {
  const again = new RegExp(`${literalPattern(target)}\\s*=\\s*${literalPattern(start)}(?![\\w.])`, 'g');
  let isFirst = true;
  return text.replaceAll(again, (found) => {
    if (!isFirst) return '';
    isFirst = false;
    return found;
  });
}

/** In the same block as what starts it, or deeper. */
function isWithin(node: SyntaxNode, start: SyntaxNode): boolean {
  let block = start.parent;
  while (block !== null && !/block$|^(module|program|body|suite)$/.test(block.type)) block = block.parent;
  return block !== null && block.startIndex <= node.startIndex && node.endIndex <= block.endIndex;
}

function isConstant({ parent }: SyntaxNode): boolean {
  return parent?.firstChild?.type === 'const' || /\bfinal\b/.test(parent?.firstChild?.text ?? '');
}

function isPlain(start: string): boolean {
  return /^-?\d+(\.\d+)?$|^(['"])[\w -]*\2$|^(true|false|True|False|null|None|undefined|\{\}|dict\(\))$|^new (Map|HashMap|TreeMap|[A-Z]\w*(?:Cache|Map|Store))\b/.test(
    start,
  );
}

function isTable(start: string): boolean {
  return /^(new |\{|dict)/.test(start);
}

function isRead(text: string, target: string): boolean {
  // That of a class starts under its bare name.
  return (text.match(wordOf(target))?.length ?? 0) > (isOfClass(target) ? 0 : 1);
}

/** `Order._next`, as `ownerOf` names it. */
function isOfClass(target: string): boolean {
  return /^[A-Z]\w*\./.test(target);
}

/** By an assignment beyond the first, a step, or a call that fills it. */
function isChanged(text: string, target: string, { language }: Grammar): boolean {
  const bare = target.replace(/^this\./, '');
  // In Java the attribute may go without `this`.
  const name = language === 'java' && bare !== target ? `(?:this\\.)?${bare}` : literalPattern(target);
  const word = `(?<![\\w$.])${name}(?![\\w$])`;
  const changes = new RegExp(
    `${word}\\s*(?:[-+*/%|&^]|\\|\\||&&|\\?\\?|\\*\\*|//|<<|>>)?=(?![=>])|${word}\\s*(?:\\+\\+|--)|(?:\\+\\+|--)${word}|${word}\\.(?:set|put|add|push|append|update|setdefault)\\(|${word}(?:\\[[^\\]]*\\]|\\.\\w+)\\s*(?:[-+*/]|\\|\\||\\?\\?)?=(?!=)`,
    'g',
  );
  const isField =
    bare !== target && language === 'javascript' && !new RegExp(`this\\.${literalPattern(bare)}\\s*=`).test(text);
  const isStartedBare = isField || isOfClass(target);
  return (text.match(changes)?.length ?? 0) > (isStartedBare ? 0 : 1);
}

/** Statements that change it, the likeliest first. */
function changesOf(target: string, start: string, { names, grammar, text }: OperatorSite): string[] {
  const variables = recentVariables(names())
    .map(({ name }) => name)
    .filter((name) => name !== target && name !== 'self');
  const isStepped = grammar.language === 'javascript' && /\+\+;?$/m.test(text);
  if (/^-?\d/.test(start))
    return [
      isStepped ? `${target}++` : `${target} += 1`,
      `${target} -= 1`,
      ...variables.slice(0, 2).map((name) => `${target} += ${name}`),
    ];
  if (/^(true|false)$/i.test(start)) return [`${target} = ${/^true$/i.test(start) ? grammar.no : grammar.yes}`];
  if (NOTHING.test(start)) return variables.slice(0, MOST_VALUES).map((name) => `${target} = ${name}`);
  if (/^['"]/.test(start)) {
    const own = target.replace(/^.*\.#?/, '');
    const likely = [own, `new_${own}`, `next_${own}`, `next${own.slice(0, 1).toUpperCase()}${own.slice(1)}`];
    return variables.filter((name) => likely.includes(name)).map((name) => `${target} = ${name}`);
  }
  const keys = keysOf(text, target);
  const values = variables.filter((name) => !keys.includes(name)).slice(0, MOST_VALUES);
  const isMap = /^new /.test(start);
  return keys.flatMap((key) =>
    values.map((value) =>
      isMap
        ? `${target}.${grammar.language === 'javascript' ? 'set' : 'put'}(${key}, ${value})`
        : `${target}[${key}] = ${value}`,
    ),
  );
}

/** By what it is looked into. */
function keysOf(text: string, target: string): string[] {
  const word = `(?<![\\w$.])${literalPattern(target)}`;
  const found = text.matchAll(
    new RegExp(
      `${word}\\.(?:has|get|containsKey|getOrDefault)\\(\\s*([\\w$.]+)|${word}\\[([\\w$.]+)\\]|([\\w$.]+)\\s+(?:not\\s+)?in\\s+${literalPattern(target)}(?![\\w$])`,
      'g',
    ),
  );
  return [...new Set([...found].map(([, called = '', index = '', asked = '']) => called || index || asked))].slice(
    0,
    2,
  );
}

function wordOf(target: string): RegExp {
  return new RegExp(`(?<![\\w$])${literalPattern(target.replace(/^(this|self)\./, ''))}(?![\\w$])`, 'g');
}
