import { nodesOfType } from '../syntax/nodes.ts';
import type { LanguageId, ParsedSource } from '../syntax/syntax-types.ts';

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

const TEXT = [
  ...['string_fragment', 'string_content', 'string_value', 'string_literal_content', 'raw_string_content'],
  ...['interpreted_string_literal_content', 'raw_string_literal_content', 'heredoc_content', 'heredoc_body'],
  ...['nowdoc_string', 'multiline_string_fragment', 'raw_string_literal', 'character', 'character_literal_content'],
];

const NO_CODE = [
  ...['comment', 'line_comment', 'block_comment', 'html_comment', 'escape_sequence', 'regex_pattern', 'jsx_text'],
  ...['preproc_include', ...TEXT],
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
    if (TEXT.includes(node.type)) literals.push({ text, index: startIndex });
    parts.push(parsed.text.slice(position, startIndex), text.replace(/[^\n]/g, ' '));
    position = endIndex;
  }
  parts.push(parsed.text.slice(position));
  return { code: parts.join(''), literals };
}

const NAME = /#?[\p{L}_$][\p{L}\p{N}_$]*/gu;
const RUBY_NAME = /@{0,2}[\p{L}_][\p{L}\p{N}_]*[?!]?/gu;

/** What stands between an object and its member. A dot joins texts in PHP; its `\\` only leads to the last name. */
const ACCESS: Readonly<Partial<Record<LanguageId, readonly string[]>>> = {
  ruby: ['.', '&.', '::'],
  php: ['->', '?->', '::'],
  rust: ['.', '::'],
  c: ['.', '->', '::'],
  cpp: ['.', '->', '::'],
};
const USUAL_ACCESS = ['.', '?.'];

/** Every chain of names in code without comments and strings, in the order of the text. Declarations are among them. */
export function referencesIn(code: string, language: LanguageId = 'javascript'): Reference[] {
  const access = ACCESS[language] ?? USUAL_ACCESS;
  const references: Reference[] = [];
  let current: { root: string | null; members: string[]; call: boolean; index: number } | null = null;
  let end = 0;
  for (const match of code.matchAll(language === 'ruby' ? RUBY_NAME : NAME)) {
    const name = match[0];
    const before = precedingAccess(code, match.index, access);
    if (before.dotted && current !== null && before.index === end && (!current.call || language === 'ruby'))
      current.members.push(name);
    else if (before.dotted) current = { root: null, members: [name], call: false, index: match.index };
    else current = { root: name, members: [], call: false, index: match.index };
    if (references.at(-1) !== current) references.push(current);
    end = match.index + name.length;
    // Ruby's calls need no parentheses.
    current.call = startsCall(code, end) || (language === 'ruby' && current.members.length > 0);
  }
  return language === 'python' ? references.flatMap(withSpecialMethod) : references;
}

/** Python's functions that call a method of what they are given. */
const SPECIAL_METHODS: Readonly<Record<string, string>> = {
  ...{ str: '__str__', repr: '__repr__', len: '__len__', bool: '__bool__', hash: '__hash__', iter: '__iter__' },
  ...{ list: '__iter__', tuple: '__iter__', sorted: '__iter__', next: '__next__', int: '__int__', float: '__float__' },
  ...{ bytes: '__bytes__', abs: '__abs__', round: '__round__', format: '__format__', reversed: '__reversed__' },
};

/** `str(headers)` uses `headers.__str__` too: it stands before the argument that it is of. */
function withSpecialMethod(reference: Reference, position: number, all: readonly Reference[]): Reference[] {
  const method = reference.root === null ? undefined : SPECIAL_METHODS[reference.root];
  const argument = all[position + 1];
  const takesIt = method !== undefined && reference.call && reference.members.length === 0 && argument !== undefined;
  if (!takesIt || argument.index - reference.index !== (reference.root?.length ?? 0) + 1) return [reference];
  return [reference, { ...argument, members: [...argument.members, method], call: true }];
}

/** Whether a member access leads to the name, and where what stands before it ends. */
function precedingAccess(code: string, start: number, access: readonly string[]): { dotted: boolean; index: number } {
  const index = skipBlanksBack(code, start);
  const ends = access.filter((operator) => code.startsWith(operator, index - operator.length));
  const longest = Math.max(0, ...ends.map((operator) => operator.length));
  const isRange = code[index - 1] === '.' && code[index - 2] === '.';
  if (longest === 0 || isRange) return { dotted: false, index };
  return { dotted: true, index: skipBlanksBack(code, index - longest) };
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
