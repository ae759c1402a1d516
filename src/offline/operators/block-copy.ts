import { identifiersIn, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { moved } from '../material.ts';
import { renamed } from '../name-word.ts';
import { leaves, placedBeside } from '../statement-places.ts';
import { type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const MOST_BLOCKS = 24;
const LONGEST = 240;
const MOST_LINES = 6;
const SAME_WORDS = 4;

const COPIED = ['if_statement', 'expression_statement'];

export const blockCopy: RepairOperator<'statement'> = {
  name: 'block-copy',
  summary: 'repeats a guard or a statement that another function of the file has, with the names of this one',
  on: ['statement'],
  perLine: 30,
  topWeight: SAME_WORDS,
  *mutate(site) {
    const { node } = site.view;
    for (const [block, weight] of blocksFor(site)) {
      const copy = moved(block, site.text, node);
      const rationale = `Add ${quoted(copy)}, as another function of the file has it.`;
      const [before, ...behind] = placedBeside(site, copy, { rationale, weight });
      if (before !== undefined) yield before;
      // A guard behind the last statement guards nothing.
      if (block.type !== 'if_statement') yield* behind;
    }
  },
};

interface Block {
  readonly type: string;
  /** As it is written there, with names of here. */
  readonly text: string;
  readonly source: SyntaxNode;
}

/** Statements of the file's other functions all of whose names mean something here, the likeliest first. */
function blocksFor(site: OperatorSite<StatementView>): [Block, number][] {
  const { view, enclosing, grammar } = site;
  const own = enclosing();
  if (!grammar.functionTypes.includes(own.type)) return [];
  const ownWords = new Set(identifiersIn(own).map(({ text }) => text));
  const isFirst = isAtStart(view.node);
  const scored: [Block, number][] = [];
  for (const source of nodesOfType(view.node.tree.rootNode, COPIED)) {
    const around = functionAround(source, grammar.functionTypes);
    if (around === null || around.id === own.id || !isCopied(source)) continue;
    if (source.startIndex < own.endIndex && own.startIndex < source.startIndex) continue;
    for (const [text, share] of adapted(site, source, around)) {
      if (own.text.includes(text)) continue;
      const words = identifiersIn(source).map((word) => word.text);
      const shared = (words.filter((word) => ownWords.has(word)).length + 1) / (words.length + 1);
      const place = isAtStart(source) === isFirst ? 1 : 0.4;
      const weight = SAME_WORDS * (source.type === 'if_statement' ? 1 : 0.5) * shared ** 2 * place * share;
      if (weight > 0.05) scored.push([{ type: source.type, text, source }, weight]);
    }
  }
  return scored.sort(([, left], [, right]) => right - left).slice(0, MOST_BLOCKS);
}

/** Guards that leave, and statements that do something by themselves. */
function isCopied(node: SyntaxNode): boolean {
  if (node.text.length > LONGEST || node.text.split('\n').length > MOST_LINES) return false;
  if (node.type === 'expression_statement') return !/^(string|comment)/.test(node.firstNamedChild?.type ?? 'comment');
  if (node.childForFieldName('alternative') !== null || node.parent?.type === 'else_clause') return false;
  const branch = node.childForFieldName('consequence');
  const last = branch === null ? null : (namedChildrenOf(branch).at(-1) ?? branch);
  return last !== null && (leaves(last) || (branch !== null && leaves(branch)));
}

function isAtStart(node: SyntaxNode): boolean {
  let before = node.previousNamedSibling;
  while (before !== null && (before.type === 'comment' || namedChildrenOf(before)[0]?.type === 'string'))
    before = before.previousNamedSibling;
  return before === null || before.type === 'if_statement';
}

function functionAround(node: SyntaxNode, types: readonly string[]): SyntaxNode | null {
  for (let above = node.parent; above !== null; above = above.parent) if (types.includes(above.type)) return above;
  return null;
}

/** The text with the names of here: a name that only the other function has may stand for a parameter or variable. */
function adapted(site: OperatorSite, source: SyntaxNode, around: SyntaxNode): [string, number][] {
  const visible = new Set(site.names().map(({ name }) => name));
  const local = localNames(around);
  const words = new Set(identifiersIn(source).map(({ text }) => text));
  const unknown = [...words].filter((word) => word !== 'self' && local.has(word) && !visible.has(word));
  const text = withOwnName(source.text, around, site.enclosing());
  if (/(?<![\w.])(self|this)(?!\w)/.test(text) && !/(?<![\w.])(self|this)(?!\w)/.test(site.enclosing().text)) return [];
  if (unknown.length === 0) return opposites(text);
  const [only, second] = unknown;
  if (only === undefined || second !== undefined) return [];
  const own = site.enclosing();
  const candidates = site
    .names()
    .filter(({ kind, index }) => /^(parameter|variable)$/.test(kind) && index > own.startIndex && index < own.endIndex)
    .map(({ name }) => name)
    .filter((name) => !words.has(name));
  return candidates.slice(0, 3).map((name, rank): [string, number] => [renamed(text, only, name), 0.7 * 0.8 ** rank]);
}

/** Names that a function declares: parameters, variables, what its loops run over. */
function localNames(definition: SyntaxNode): Set<string> {
  const parameters = definition.childForFieldName('parameters') ?? definition.childForFieldName('parameter');
  const targets = nodesOfType(definition, [
    'assignment',
    'variable_declarator',
    'for_statement',
    'for_in_statement',
    'enhanced_for_statement',
  ]).map((node) => node.childForFieldName('left') ?? node.childForFieldName('name'));
  const found = [parameters, ...targets].flatMap((node) => {
    if (node === null || /^(attribute|subscript|member_expression)$/.test(node.type)) return [];
    return node.type === 'identifier' ? [node.text] : identifiersIn(node).map(({ text }) => text);
  });
  return new Set(found);
}

/** `log("deposit")` within `deposit` is `log("withdraw")` within `withdraw`. */
function withOwnName(text: string, source: SyntaxNode, target: SyntaxNode): string {
  const [there, here] = [source.childForFieldName('name')?.text, target.childForFieldName('name')?.text];
  return there === undefined || here === undefined
    ? text
    : text.replaceAll(`"${there}"`, `"${here}"`).replaceAll(`'${there}'`, `'${here}'`);
}

/** What is undone there is done here: `count--`, `setOpen(false)`. */
function opposites(text: string): [string, number][] {
  const flips: readonly (readonly [RegExp, string])[] = [
    [/\+\+/, '--'],
    [/--/, '++'],
    [/\+=/, '-='],
    [/-=/, '+='],
    [/\btrue\b/, 'false'],
    [/\bfalse\b/, 'true'],
    [/\bTrue\b/, 'False'],
    [/\bFalse\b/, 'True'],
  ];
  const flipped = flips.filter(([mark]) => mark.test(text)).map(([mark, other]) => text.replace(mark, other));
  return [[text, 1], ...flipped.map((other): [string, number] => [other, 0.8])];
}
