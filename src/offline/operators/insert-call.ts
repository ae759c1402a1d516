import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { placedBeside } from '../statement-places.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, recentVariables } from './operator.ts';

const MOST_CALLS = 5;
const MOST_OTHERS = 4;

/** To fill what stays empty is far likelier than to fill once more what is filled. */
const UNFILLED_WEIGHT = 6;

export const insertCall: RepairOperator<'statement'> = {
  name: 'insert-call',
  summary: 'adds to a collection, as the function does elsewhere, before or behind a statement',
  on: ['statement'],
  perLine: 8,
  topWeight: UNFILLED_WEIGHT,
  *mutate(site) {
    const { view, enclosing, names } = site;
    const { node } = view;
    const calls = collectingCalls(enclosing()).filter((call) => call !== node.text);
    const variables = recentVariables(names());
    yield* fillings(site);
    const variants = new Set(calls);
    for (const call of calls) {
      const [, head = '', argument = '', tail = ''] = /^([\w$.]+\()([\w$]+)(\)[;]?)$/.exec(call) ?? [];
      if (head === '') continue;
      const holder = head.split('.')[0];
      const others = variables.filter(({ name }) => name !== argument && name !== holder);
      for (const { name } of others.slice(0, MOST_OTHERS)) variants.add(`${head}${name}${tail}`);
      const method = head.slice(holder?.length ?? 0);
      for (const other of otherCollections(enclosing(), holder ?? ''))
        variants.add(`${other}${method}${argument}${tail}`);
    }
    for (const [rank, call] of [...variants].slice(0, MOST_CALLS * 2).entries()) {
      const rationale = `Add ${quoted(call)} beside ${quoted(node)}.`;
      const weight = 0.85 ** rank;
      yield* placedBeside(site, call, { rationale, weight });
    }
  },
};

/** A collection that starts empty, is looked into and never filled: the statement that fills it is missing. */
function* fillings(site: OperatorSite<StatementView>): Generator<Mutation> {
  const { view, enclosing, names, grammar } = site;
  const scope = outermost(enclosing()).text;
  const { node } = view;
  // Elements: parameters of the function around, and the variables of its loops.
  const elements = recentVariables(names()).slice(0, 5);
  const end = node.text.endsWith(';') ? ';' : '';
  for (const [, name, start = ''] of scope.matchAll(STARTS_EMPTY)) {
    if (name === undefined || isFilled(scope, name) || node.text.startsWith(`${name} `)) continue;
    if (!names().some((binding) => binding.name === name)) continue;
    const method = methodFor(start, grammar);
    for (const [rank, element] of elements.filter((each) => each.name !== name).entries()) {
      const call = `${name}.${method}(${element.name})${end}`;
      const rationale = `Add ${quoted(call)}: \`${name}\` starts empty and is never filled.`;
      const weight = UNFILLED_WEIGHT * 0.8 ** rank * (element.kind === 'parameter' ? 1 : 0.8);
      yield* placedBeside(site, call, { rationale, weight });
    }
  }
}

const STARTS_EMPTY =
  /\b([A-Za-z_$][\w$]*)(?:\s*:[^=\n]*)?\s*=\s*(\[\]|set\(\)|list\(\)|new (?:Set|Array|ArrayList|HashSet|LinkedList)(?:<[^>]*>)?\(\))/g;

function methodFor(start: string, grammar: Grammar): string {
  if (/^set|^new (?!Array\()/.test(start)) return 'add';
  return grammar.language === 'python' ? 'append' : 'push';
}

function isFilled(scope: string, name: string): boolean {
  const word = name.replaceAll('$', '\\$');
  return new RegExp(
    `(?<![\\w$.])${word}(?:\\.(?:append|push|add|extend|insert|unshift|appendleft|update|addAll|offer|put|set)\\(|\\[[^\\]]*\\]\\s*=[^=]|\\s*(?:\\+=|\\|=))`,
  ).test(scope);
}

/** Closures fill what functions around them have made. */
function outermost(node: SyntaxNode): SyntaxNode {
  let found = node;
  for (let above = node.parent; above !== null; above = above.parent) {
    if (
      /^(function_definition|function_declaration|method_definition|method_declaration|arrow_function)$/.test(
        above.type,
      )
    )
      found = above;
  }
  return found;
}

/** Variables of the function that start as empty lists or are popped from. */
function otherCollections(scope: SyntaxNode, holder: string): string[] {
  const found = scope.text.matchAll(/\b([\w$]+)(?=\s*=\s*\[\]|\.(?:pop|shift)\()/g);
  return [...new Set([...found].map(([name]) => name))].filter((name) => name !== holder);
}

/** Statements of the function that put one variable into a collection. */
function collectingCalls(scope: SyntaxNode): string[] {
  const found = nodesOfType(scope, ['expression_statement']).map((statement) => statement.text);
  return [
    ...new Set(
      found.filter((text) => /^[\w$.]+\.(append|push|add|extend|insert|unshift|appendleft)\([^()]*\);?$/.test(text)),
    ),
  ];
}
