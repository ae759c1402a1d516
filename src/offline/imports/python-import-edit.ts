import { lineEndOf } from '../../shared/source-text.ts';
import type { ImportBinding } from '../../syntax/syntax-types.ts';
import type { ProjectSources } from '../project-sources.ts';
import type { TextEdit } from '../text-edit.ts';
import type { ImportRequest } from './import-request.ts';
import { nextLineStart, startsLine } from './source-style.ts';

/** Groups of PEP 8, in their order. */
type Group = 'future' | 'standard' | 'third-party' | 'own';
const GROUPS: readonly Group[] = ['future', 'standard', 'third-party', 'own'];

interface Statement {
  readonly specifier: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly group: Group;
}

/** The edit that makes a Python file import a name: in the group where its kind stands. */
export function pythonImportEdit(sources: ProjectSources, request: ImportRequest): TextEdit | null {
  const text = sources.text(request.path);
  if (text === null) return null;
  const groupOf = (specifier: string) => groupOfModule(sources, specifier);
  const statements = topLevelStatements(text, sources.facts(request.path).imports, groupOf);
  const extended = request.style === 'named' ? extendStatement(text, statements, request) : null;
  if (extended !== null) return extended;
  return newStatement(text, statements, request, groupOf(request.specifier));
}

function groupOfModule(sources: ProjectSources, specifier: string): Group {
  if (specifier === '__future__') return 'future';
  const top = specifier.split('.')[0] ?? '';
  if (top === '') return 'own';
  const ownFile = sources.paths.some((path) => new RegExp(`(^|/)${top}(\\.py$|/)`).test(path));
  if (ownFile) return 'own';
  return sources.library('python').modules.has(top) ? 'standard' : 'third-party';
}

function topLevelStatements(
  text: string,
  imports: readonly ImportBinding[],
  groupOf: (specifier: string) => Group,
): Statement[] {
  const statements = new Map<number, Statement>();
  for (const { specifier, style, startIndex: start, endIndex: end } of imports) {
    if (style === 'side-effect' || !startsLine(text, start) || statements.has(start)) continue;
    const named = text.startsWith('from', start);
    statements.set(start, { specifier, named, start, end, group: groupOf(specifier) });
  }
  return [...statements.values()];
}

function namedPart({ imported, local }: ImportRequest): string {
  return imported === null || imported === local ? local : `${imported} as ${local}`;
}

function extendStatement(text: string, statements: readonly Statement[], request: ImportRequest): TextEdit | null {
  const own = statements.find(({ specifier, named }) => named && specifier === request.specifier);
  if (own === undefined) return null;
  const statement = text.slice(own.start, own.end);
  if (/\bimport\s+\*/.test(statement)) return null;
  const closing = statement.endsWith(')') ? statement.length - 1 : statement.length;
  const body = statement.slice(0, closing).trimEnd();
  const lines = /\n([ \t]+)[^\n]*$/.exec(body);
  const gap = lines === null || !statement.endsWith(')') ? ' ' : `${lineEndOf(text)}${lines[1] ?? ''}`;
  const comma = body.endsWith(',') ? '' : ',';
  const trailing = body.endsWith(',') ? ',' : '';
  const at = own.start + body.length;
  return { path: request.path, start: at, end: at, replacement: `${comma}${gap}${namedPart(request)}${trailing}` };
}

function newStatement(text: string, statements: readonly Statement[], request: ImportRequest, group: Group): TextEdit {
  const lineEnd = lineEndOf(text);
  const line = importLine(request);
  const insert = (at: number, before: string, after: string): TextEdit => {
    const missingBreak = at > 0 && text[at - 1] !== '\n' ? lineEnd : '';
    return { path: request.path, start: at, end: at, replacement: `${missingBreak}${before}${line}${lineEnd}${after}` };
  };
  const kin = statements.filter((statement) => statement.group === group).at(-1);
  if (kin !== undefined) return insert(nextLineStart(text, kin.end), '', '');
  const rank = GROUPS.indexOf(group);
  const earlier = statements.filter((statement) => GROUPS.indexOf(statement.group) < rank).at(-1);
  if (earlier !== undefined) return insert(nextLineStart(text, earlier.end), lineEnd, '');
  const later = statements[0];
  if (later !== undefined) return insert(later.start, '', lineEnd);
  const head = docstringEnd(text);
  return insert(head, head > 0 ? lineEnd : '', /^\s*\r?\n/.test(text.slice(head)) ? '' : `${lineEnd}${lineEnd}`);
}

function importLine(request: ImportRequest): string {
  const { specifier, local, style } = request;
  if (style === 'named') return `from ${specifier} import ${namedPart(request)}`;
  return local === specifier || specifier.startsWith(`${local}.`)
    ? `import ${specifier}`
    : `import ${specifier} as ${local}`;
}

/** End of the hashbang, encoding line, comments and docstring at the head of a module. */
function docstringEnd(text: string): number {
  const comments = /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text)?.[0].length ?? 0;
  const docstring = /^[rRuU]?("""|''')[\s\S]*?\1[ \t]*(?:\r?\n|$)|^[rRuU]?(["'])(?:(?!\2).)*\2[ \t]*(?:\r?\n|$)/.exec(
    text.slice(comments),
  );
  if (docstring !== null) return comments + docstring[0].length;
  return /^#!|^#.*coding[:=]/m.test(text.slice(0, comments)) ? comments : 0;
}
