import type { Project } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { familyOf, languageOf } from '../syntax/languages.ts';
import { closest, identifiersIn, nodesOfType } from '../syntax/nodes.ts';
import { createParser } from '../syntax/parser.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import { EQUALITY } from './equality-methods.ts';
import { grammarFor } from './grammar/grammars.ts';

/** What speaks against one of several repairs that all pass the tests. */
export interface Doubts {
  /** How many of the signs below it shows. */
  readonly signs: number;
  /** Words and marks that it takes away or brings. */
  readonly size: number;
  /**
   * How unlike the rest of the file it reads: 0, 0.5 or 1, by the share of its sequences of three words and marks that
   * stand nowhere else in the file. Code repeats itself, faults do so less (Ray et al., "On the naturalness of buggy
   * code", 2016).
   */
  readonly strangeness: number;
}

const CALLS = ['call', 'call_expression', 'new_expression', 'method_invocation', 'object_creation_expression'];
const RETURNS = ['return_statement'];
const LEAVES = ['break_statement', 'continue_statement', 'break', 'continue'];
/** A misspelt text is left as it is, and something about it is changed. */
const NO_TYPE =
  /\btypeof [\w$.[\]]+ ?[!=]==? ?(['"])(?!(?:string|number|object|undefined|function|boolean|symbol|bigint|unknown)\1)/;
const GUARDS = ['if_statement'];

/**
 * Signs of repairs that merely please the tests (feasibility study of November 2026): a call is lost, a variable is no
 * longer used, a guard returns a constant, a loop is left early, a condition is no longer one, a value is no longer
 * returned, something is compared or taken with itself, a function that returns a value comes to its end without one, a
 * function takes other parameters, objects are equal that were not, or the other way round, `typeof` is still compared
 * with what it never gives.
 */
export async function doubtsAbout(before: Project, after: Project): Promise<Doubts> {
  let signs = 0;
  let size = 0;
  let strangeness = 0;
  for (const [path, entry] of after.entries) {
    const old = before.entries.get(path);
    if (old === entry || grammarFor(familyOf(path)) === null) continue;
    const oldText = old === undefined ? '' : (decodeSource(old.bytes())?.text ?? '');
    const newText = decodeSource(entry.bytes())?.text ?? '';
    if (oldText === newText) continue;
    const change = changedPart(oldText, newText);
    size += wordsOf(change.lost).length + wordsOf(change.brought).length;
    signs += await signsOf(path, oldText, newText, change);
    strangeness = Math.max(strangeness, strangenessOf(oldText, newText));
  }
  return { signs, size, strangeness };
}

interface Change {
  readonly lost: string;
  readonly brought: string;
  /** Lines of the new text that the change touches. */
  readonly around: string;
}

async function signsOf(path: string, oldText: string, newText: string, change: Change): Promise<number> {
  const language = languageOf(path);
  if (language === null) return 0;
  const parse = await createParser(language);
  const [old, now] = [parse(oldText), parse(newText)];
  try {
    const fewer = (types: readonly string[]) => count(now.root, types) < count(old.root, types);
    const more = (types: readonly string[]) => count(now.root, types) > count(old.root, types);
    return [
      fewer(CALLS),
      losesUse(old.root, now.root),
      more(GUARDS) && /\breturn\b\s*(?:[\w'"[\](){}.-]{0,12})\s*;?/.test(change.brought),
      more(LEAVES),
      /\b(?:while|if|elif)\b\s*\(?\s*(?:true|True|1)\b|\b(?:true|false|True|False)\s*(?:and|or|&&|\|\|)|(?:and|or|&&|\|\|)\s*(?:true|false|True|False)\b/.test(
        change.around,
      ) && !/\b(?:true|false|True|False)\b/.test(change.lost),
      fewer(RETURNS),
      openEnds(now.root) > openEnds(old.root),
      signatures(now.root) !== signatures(old.root),
      NO_TYPE.test(newText),
      equalities(now.root) !== equalities(old.root),
      /(?<![\w.])([\w.]+(?:\[\w+\])?) ?(?:[-/%<>]|[=!<>]=+|and|or|&&|\|\|) ?\1(?![\w.([])/.test(change.around) &&
        !/(?<![\w.])([\w.]+(?:\[\w+\])?) ?(?:[-/%<>]|[=!<>]=+|and|or|&&|\|\|) ?\1(?![\w.([])/.test(change.lost),
    ].filter(Boolean).length;
  } finally {
    old.dispose();
    now.dispose();
  }
}

/** What says whether two objects are equal is what tests judge by. */
function equalities(root: SyntaxNode): string {
  return nodesOfType(root, ['function_definition', 'method_definition', 'method_declaration'])
    .filter((method) => EQUALITY.test(method.childForFieldName('name')?.text ?? ''))
    .map(({ text }) => text)
    .join('\n');
}

/** Who calls a function by the names or the order of its parameters relies on them. */
function signatures(root: SyntaxNode): string {
  return nodesOfType(root, ['parameters', 'formal_parameters'])
    .map(({ text }) => text)
    .join('\n');
}

function count(root: SyntaxNode, types: readonly string[]): number {
  return nodesOfType(root, types).length;
}

const FUNCTIONS =
  /^(function_definition|function_declaration|function_expression|method_definition|method_declaration|arrow_function)$/;

/** Loops that end their function, may come to an end, and then give nothing where the function returns a value. */
function openEnds(root: SyntaxNode): number {
  return nodesOfType(root, ['while_statement']).filter((loop) => {
    const condition = loop.childForFieldName('condition')?.text ?? '';
    const around = closest(loop.parent, (node) => FUNCTIONS.test(node.type));
    if (/^\(?\s*(?:true|True|1)\s*\)?$/.test(condition) || around === null) return false;
    const body = around.childForFieldName('body');
    if (body?.namedChildren.at(-1)?.id !== loop.id) return false;
    return nodesOfType(around, RETURNS).some((statement) => statement.namedChildCount > 0);
  }).length;
}

/** Whether a name that was used is now only given a value. */
function losesUse(old: SyntaxNode, now: SyntaxNode): boolean {
  const before = uses(old);
  return [...uses(now)].some(([name, times]) => times === 1 && (before.get(name) ?? 0) > 1);
}

function uses(root: SyntaxNode): Map<string, number> {
  const found = new Map<string, number>();
  for (const { text } of identifiersIn(root)) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}

function strangenessOf(oldText: string, newText: string): number {
  const before = sequencesOf(oldText);
  let brought = 0;
  let known = 0;
  for (const [sequence, times] of sequencesOf(newText)) {
    const already = before.get(sequence) ?? 0;
    if (times <= already) continue;
    brought++;
    if (already > 0) known++;
  }
  return brought === 0 ? 0 : Math.round(2 * (1 - known / brought)) / 2;
}

/** How often each three words and marks stand side by side. */
function sequencesOf(text: string): Map<string, number> {
  const words = wordsOf(text);
  const counts = new Map<string, number>();
  for (let at = 2; at < words.length; at++) {
    const sequence = `${words[at - 2]} ${words[at - 1]} ${words[at]}`;
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  }
  return counts;
}

/** Without the lines that both begin and end with. */
function changedPart(oldText: string, newText: string): Change {
  const [old, now] = [oldText.split('\n'), newText.split('\n')];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const oldPart = old.slice(head, old.length - tail).join('\n');
  const newPart = now.slice(head, now.length - tail).join('\n');
  return { ...narrowed(wordsOf(oldPart), wordsOf(newPart)), around: newPart };
}

function narrowed(old: readonly string[], now: readonly string[]): { readonly lost: string; readonly brought: string } {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const middle = (words: readonly string[]) => words.slice(head, words.length - tail).join(' ');
  return { lost: middle(old), brought: middle(now) };
}

function wordsOf(text: string): string[] {
  return text.match(/\w+|[^\w\s]+/g) ?? [];
}
