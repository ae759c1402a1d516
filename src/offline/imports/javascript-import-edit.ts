import { lineEndOf } from '../../shared/source-text.ts';
import { moduleFormatOf } from '../../syntax/module-format.ts';
import type { ImportBinding } from '../../syntax/syntax-types.ts';
import type { ProjectSources } from '../project-sources.ts';
import type { TextEdit } from '../text-edit.ts';
import type { ImportRequest } from './import-request.ts';
import { nextLineStart, type SourceStyle, startsLine, styleOf } from './source-style.ts';

/** The edit that makes a JavaScript or TypeScript file import a name: beside its other imports, in its own style. */
export function javaScriptImportEdit(sources: ProjectSources, request: ImportRequest): TextEdit | null {
  const text = sources.text(request.path);
  if (text === null) return null;
  const { imports } = sources.facts(request.path);
  const commonJs = moduleFormatOf(sources.project, request.path, imports) === 'commonjs';
  const statements = topLevelImports(text, imports, commonJs);
  const extended = extendStatement(text, statements, request, commonJs);
  if (extended !== null) return { path: request.path, ...extended };
  return newStatement(text, statements, request, commonJs);
}

/** Import statements at the top level, each once: ranges in the text. */
function topLevelImports(text: string, imports: readonly ImportBinding[], commonJs: boolean): ImportBinding[] {
  const starts = new Set<number>();
  return imports.filter((binding) => {
    const head = text.slice(binding.startIndex, binding.startIndex + 12);
    const isImport = commonJs ? /^(const|let|var)\s|^require\(/.test(head) : /^import\b(?!\s*\()/.test(head);
    if (!isImport || !startsLine(text, binding.startIndex) || starts.has(binding.startIndex)) return false;
    starts.add(binding.startIndex);
    return true;
  });
}

type Splice = Omit<TextEdit, 'path'>;

/** Adds the name to a statement that imports from the same module already. */
function extendStatement(
  text: string,
  statements: readonly ImportBinding[],
  request: ImportRequest,
  commonJs: boolean,
): Splice | null {
  for (const { specifier, startIndex, endIndex } of statements) {
    if (specifier !== request.specifier || request.style === 'namespace') continue;
    const statement = text.slice(startIndex, endIndex);
    if (/^import\s+type\b/.test(statement) !== request.typeOnly && !commonJs) continue;
    const splice = commonJs ? extendRequire(statement, request) : extendImport(statement, request);
    if (splice !== null) return { ...splice, start: startIndex + splice.start, end: startIndex + splice.end };
  }
  return null;
}

function extendImport(statement: string, request: ImportRequest): Splice | null {
  const braces = /\{([^}]*)\}/.exec(statement);
  if (request.style === 'named') {
    if (braces !== null) return insertIntoBraces(braces.index + 1, braces[1] ?? '', namedPart(request, ' as '));
    const byDefault = /^import\s+(?:type\s+)?[\w$]+(?=\s+from)/.exec(statement);
    if (byDefault === null) return null;
    return insertAt(byDefault[0].length, `, { ${namedPart(request, ' as ')} }`);
  }
  const onlyNamed = /^import\s+(?=\{)/.exec(statement);
  return onlyNamed === null ? null : insertAt(onlyNamed[0].length, `${request.local}, `);
}

function extendRequire(statement: string, request: ImportRequest): Splice | null {
  const braces = /^((?:const|let|var)\s*\{)([^}]*)\}\s*=\s*require\([^)]*\);?\s*$/.exec(statement);
  if (braces === null || request.style !== 'named') return null;
  return insertIntoBraces(braces[1]?.length ?? 0, braces[2] ?? '', namedPart(request, ': '));
}

/** Adds a name behind the last one; `start` is the index behind the opening brace, `inner` what the braces hold. */
function insertIntoBraces(start: number, inner: string, part: string): Splice {
  const body = inner.trimEnd();
  if (body.trim() === '') return { start, end: start + inner.length, replacement: ` ${part} ` };
  const lastLine = /\n([ \t]*)[^\n]*$/.exec(body);
  const separator = lastLine === null ? ' ' : `${lineEndOf(inner)}${lastLine[1] ?? ''}`;
  const comma = body.endsWith(',') ? '' : ',';
  const trailing = body.endsWith(',') ? ',' : '';
  return insertAt(start + body.length, `${comma}${separator}${part}${trailing}`);
}

function insertAt(index: number, replacement: string): Splice {
  return { start: index, end: index, replacement };
}

function namedPart({ imported, local }: ImportRequest, separator: string): string {
  return imported === null || imported === local ? local : `${imported}${separator}${local}`;
}

function newStatement(
  text: string,
  statements: readonly ImportBinding[],
  request: ImportRequest,
  commonJs: boolean,
): TextEdit {
  const style = styleOf(text);
  const line = commonJs ? requireLine(text, request, style) : importLine(request, style);
  const place = placeFor(text, statements, request);
  if (place !== null) {
    const missingBreak = place > 0 && text[place - 1] !== '\n' ? style.lineEnd : '';
    return { path: request.path, start: place, end: place, replacement: `${missingBreak}${line}${style.lineEnd}` };
  }
  const head = headEnd(text);
  const blank = /^[ \t]*\r?\n/.exec(text.slice(head))?.[0].length ?? 0;
  const at = head === 0 ? 0 : head + blank;
  const gap = head === 0 && blank > 0 ? '' : style.lineEnd;
  return { path: request.path, start: at, end: at, replacement: `${line}${style.lineEnd}${gap}` };
}

/** Packages stand before the project's own modules in nearly every file; a new import joins its kind. */
function placeFor(text: string, statements: readonly ImportBinding[], request: ImportRequest): number | null {
  const isOwn = (specifier: string) => /^[.~@]?\//.test(specifier) || specifier.startsWith('..');
  const kin = statements.filter(({ specifier }) => isOwn(specifier) === isOwn(request.specifier)).at(-1);
  if (kin !== undefined) return nextLineStart(text, kin.endIndex);
  const first = statements[0];
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return null;
  return isOwn(request.specifier) ? nextLineStart(text, last.endIndex) : first.startIndex;
}

function importLine(request: ImportRequest, { quote, semicolons }: SourceStyle): string {
  const what = {
    named: `{ ${namedPart(request, ' as ')} }`,
    default: request.local,
    namespace: `* as ${request.local}`,
  }[request.style];
  const type = request.typeOnly ? 'type ' : '';
  return `import ${type}${what} from ${quote}${request.specifier}${quote}${semicolons ? ';' : ''}`;
}

function requireLine(text: string, request: ImportRequest, { quote, semicolons }: SourceStyle): string {
  const keyword = /^(const|let|var)\b[^=\n]*=\s*require\(/m.exec(text)?.[1] ?? 'const';
  const what = request.style === 'named' ? `{ ${namedPart(request, ': ')} }` : request.local;
  return `${keyword} ${what} = require(${quote}${request.specifier}${quote})${semicolons ? ';' : ''}`;
}

/** End of what must stay first: hashbang, leading comments (a licence), directives such as 'use strict'. */
function headEnd(text: string): number {
  let index = /^#!.*\r?\n/.exec(text)?.[0].length ?? 0;
  for (;;) {
    const rest = text.slice(index);
    const part = /^\s*(?:\/\*(?!\*[^/])[\s\S]*?\*\/|\/\/.*|(['"])use \w+\1;?)[ \t]*(?:\r?\n|$)/.exec(rest);
    if (part === null) return index;
    index += part[0].length;
  }
}
