import { nodesOfType } from '../syntax/nodes.ts';
import type { ParsedSource } from '../syntax/syntax-types.ts';

/** One use of a name: `app.db.save(` has the root `app`, the members `db` and `save`, and is a call. */
export interface Reference {
  /** null when the chain starts at the value of an expression: `make().save()`. */
  readonly root: string | null;
  readonly members: readonly string[];
  readonly call: boolean;
  /** UTF-16 offset in the file. */
  readonly index: number;
}

/** A string literal's text and place. */
export interface Literal {
  readonly text: string;
  readonly index: number;
}

const NO_CODE = [
  ...['comment', 'string_fragment', 'string_content', 'escape_sequence', 'regex_pattern', 'jsx_text', 'html_comment'],
];

/** The text with comments and the insides of strings blanked out, so that every offset stays. */
export function codeOnly(parsed: ParsedSource): { readonly code: string; readonly literals: readonly Literal[] } {
  const parts: string[] = [];
  const literals: Literal[] = [];
  let position = 0;
  for (const node of nodesOfType(parsed.root, NO_CODE)) {
    const { startIndex, endIndex } = node;
    if (startIndex < position) continue;
    const text = parsed.text.slice(startIndex, endIndex);
    if (node.type === 'string_fragment' || node.type === 'string_content') literals.push({ text, index: startIndex });
    parts.push(parsed.text.slice(position, startIndex), text.replace(/[^\n]/g, ' '));
    position = endIndex;
  }
  parts.push(parsed.text.slice(position));
  return { code: parts.join(''), literals };
}

const NAME = /#?[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Every chain of names in code without comments and strings, in the order of the text. Declarations are among them. */
export function referencesIn(code: string): Reference[] {
  const references: Reference[] = [];
  let current: { root: string | null; members: string[]; call: boolean; index: number } | null = null;
  let end = 0;
  for (const match of code.matchAll(NAME)) {
    const name = match[0];
    const before = precedingDot(code, match.index);
    if (before.dotted && current !== null && before.index === end && !current.call) current.members.push(name);
    else if (before.dotted) current = { root: null, members: [name], call: false, index: match.index };
    else current = { root: name, members: [], call: false, index: match.index };
    if (references.at(-1) !== current) references.push(current);
    end = match.index + name.length;
    current.call = startsCall(code, end);
  }
  return references;
}

/** Whether a member access leads to the name, and where what stands before its dot ends. */
function precedingDot(code: string, start: number): { dotted: boolean; index: number } {
  let index = skipBlanksBack(code, start);
  if (code[index - 1] !== '.' || code[index - 2] === '.') return { dotted: false, index };
  index--;
  if (code[index - 1] === '?') index--;
  return { dotted: true, index: skipBlanksBack(code, index) };
}

function skipBlanksBack(code: string, from: number): number {
  let index = from;
  while (index > 0 && /\s/.test(code[index - 1] ?? '')) index--;
  return index;
}

function startsCall(code: string, from: number): boolean {
  let index = from;
  while (code[index] === ' ' || code[index] === '\t') index++;
  return code[index] === '(' || (code[index] === '?' && code[index + 1] === '.' && code[index + 2] === '(');
}
