import { identifiersIn, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { outermostFunction } from '../material.ts';
import { renamed } from '../name-word.ts';
import { placedBeside } from '../statement-places.ts';
import { type OperatorSite, quoted, type RepairOperator, recentVariables } from './operator.ts';

const MOST_COPIES = 8;
const MOST_CHANGED = 8;

export const statementCopy: RepairOperator<'statement'> = {
  name: 'statement-copy',
  summary: 'repeats a statement of the function before or behind another one, with one variable exchanged or none',
  on: ['statement'],
  perLine: 40,
  *mutate(site) {
    const { node } = site.view;
    for (const [statement, weight] of statementsFor(site)) {
      const rationale = `Add ${quoted(statement)} beside ${quoted(node)}.`;
      const isTwice = node.previousNamedSibling?.text === statement;
      const [before, ...behind] = placedBeside(site, statement, { rationale, weight });
      if (before !== undefined && !isTwice) yield before;
      yield* behind;
    }
  },
};

function statementsFor(site: OperatorSite): [string, number][] {
  const { node } = site.view;
  const scope = outermostFunction(node, site.grammar.functionTypes);
  const copies = nodesOfType(scope, ['expression_statement', 'continue_statement', 'break_statement'])
    .filter((other) => other.id !== node.id && other.text !== node.text && isCopied(other))
    .sort((left, right) => distance(left, node) - distance(right, node));
  const texts = new Map<string, number>();
  const variables = recentVariables(site.names()).slice(0, 4);
  for (const [rank, copy] of copies.slice(0, MOST_COPIES).entries()) {
    texts.set(copy.text, Math.max(texts.get(copy.text) ?? 0, 0.85 ** rank));
    const guarded = guardedBy(copy, site);
    if (guarded !== null && !texts.has(guarded)) texts.set(guarded, 0.6 * 0.85 ** rank);
    for (const { name } of variables) {
      for (const changed of withVariable(copy, name)) if (!texts.has(changed)) texts.set(changed, 0.5 * 0.85 ** rank);
    }
  }
  for (const [rank, text] of renamedSiblings(site).slice(0, MOST_CHANGED).entries())
    if (!texts.has(text)) texts.set(text, 0.9 ** rank);
  return [...texts].sort(([, left], [, right]) => right - left).slice(0, MOST_COPIES + 2 * MOST_CHANGED);
}

/** What is left over behind a loop is added too, if there is anything: `if (line) lines.push(line)`. */
function guardedBy(copy: SyntaxNode, { view, grammar }: OperatorSite): string | null {
  const [argument, second] =
    copy.type === 'expression_statement'
      ? nodesOfType(copy, ['arguments', 'argument_list']).flatMap((list) => namedChildrenOf(list))
      : [];
  if (argument?.type !== 'identifier' || second !== undefined) return null;
  if (grammar.language !== 'python')
    return grammar.language === 'javascript' ? `if (${argument.text}) ${copy.text}` : null;
  const indent = ' '.repeat(view.node.startPosition.column);
  return `if ${argument.text}:\n${indent}${indent === '' ? '    ' : indent.slice(0, 4)}${copy.text}`;
}

/** `if (x > hour) …` → `if (x > day) …`: the statement before or behind with one name exchanged all through. */
function renamedSiblings({ view, names }: OperatorSite): string[] {
  const { previousNamedSibling: before, nextNamedSibling: after } = view.node;
  const siblings = [view.node, before, after].filter((other) => other !== null);
  const known = names().filter(({ kind }) => kind !== 'import' && kind !== 'class');
  return siblings.flatMap((sibling) => {
    if (!/^(if|expression)_statement$/.test(sibling.type) || sibling.text.length > 120) return [];
    const used = new Map(identifiersIn(sibling).map(({ text }) => [text, known.find(({ name }) => name === text)]));
    return [...used].flatMap(([name, own]) => {
      if (own === undefined || own.kind !== 'variable') return [];
      const kin = known.filter((other) => other.kind === own.kind && !used.has(other.name) && isKin(other.name, name));
      return kin.slice(0, 4).map((other) => renamed(sibling.text, name, other.name));
    });
  });
}

/** Names of one length, or with a word in common. */
function isKin(left: string, right: string): boolean {
  return left.length === right.length || left.slice(0, 3) === right.slice(0, 3) || left.slice(-3) === right.slice(-3);
}

function isCopied({ text, type, firstNamedChild }: SyntaxNode): boolean {
  return (
    text.length <= 80 &&
    !text.includes('\n') &&
    !(type === 'expression_statement' && firstNamedChild?.type === 'string')
  );
}

function distance(left: SyntaxNode, right: SyntaxNode): number {
  return Math.abs(left.startIndex - right.startIndex);
}

/** The statement with one of its identifiers exchanged. */
function withVariable(statement: SyntaxNode, name: string): string[] {
  const own = identifiersIn(statement).filter(({ type, text }) => type === 'identifier' && text !== name);
  return own.slice(0, 4).map((identifier) => {
    const at = identifier.startIndex - statement.startIndex;
    return statement.text.slice(0, at) + name + statement.text.slice(at + identifier.text.length);
  });
}
