import type { Project, ProjectEntry } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { type CallBlock, callBlocksOf } from '../syntax/call-blocks.ts';
import { LANGUAGES, languageOf, type SourceFamily } from '../syntax/languages.ts';
import { type LineRange, statementAt } from '../syntax/nodes.ts';
import { createParser, type SourceParser } from '../syntax/parser.ts';
import { factsOf } from '../syntax/source-facts.ts';
import type { CodeSymbol, ImportBinding, LanguageId } from '../syntax/syntax-types.ts';
import { codeOnly, type Literal, type Reference, referencesIn } from './references.ts';
import { type ResolvedImport, resolvedImports } from './resolved-imports.ts';

/** What localization knows of one file. The tree itself is not kept. */
export interface SourceFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
  /** The text with comments and the insides of strings blanked out. */
  readonly code: string;
  readonly symbols: readonly CodeSymbol[];
  readonly blocks: readonly CallBlock[];
  readonly imports: readonly ResolvedImport[];
  /** In the order of the text. */
  readonly references: readonly Reference[];
  readonly literals: readonly Literal[];
  readonly lineCount: number;
  lineAt(index: number): number;
  /** Index of the first character of a 1-based line; the length of the text beyond the last one. */
  startOf(line: number): number;
}

/** Parsed files of one project, each parsed once and only when asked for. */
export interface SourceIndex {
  readonly project: Project;
  /** null when the file is missing, binary, too large or of a language that autofix cannot parse. */
  source(path: string): SourceFile | null;
  /** The statements around lines, see `statementAt`; the line itself when the file cannot be parsed. One parse for all. */
  statements(path: string, lines: Iterable<number>): ReadonlyMap<number, LineRange>;
  text(path: string): string | null;
}

/** Larger files are generated or bundled; parsing them would cost more than they can tell. */
const LARGEST_FILE = 400_000;
/** Characters that are parsed for one ranking, about two seconds' worth; those asked for first count first. */
const MOST_CHARACTERS = 2_200_000;

/** Loads the parsers of the languages that the files of the given families have, one after the other. */
export async function createSourceIndex(
  project: Project,
  families: ReadonlySet<SourceFamily | null>,
): Promise<SourceIndex> {
  const parsers = new Map<LanguageId, SourceParser>();
  const used = new Set([...project.entries.keys()].map(languageOf));
  for (const { id, family } of LANGUAGES)
    if (used.has(id) && families.has(family)) parsers.set(id, await createParser(id));
  const files = new Map<string, SourceFile | null>();
  let charactersLeft = MOST_CHARACTERS;
  const text = (path: string) => textOf(project, path);
  return {
    project,
    text,
    source(path) {
      let file = files.get(path);
      if (file === undefined) {
        file = charactersLeft > 0 ? readSource(project, path, parsers) : null;
        files.set(path, file);
        charactersLeft -= file?.text.length ?? 0;
      }
      return file;
    },
    statements(path, lines) {
      const parser = parsers.get(languageOf(path) ?? 'javascript');
      const content = text(path);
      const alone = new Map([...lines].map((line) => [line, { startLine: line, endLine: line }]));
      if (languageOf(path) === null || parser === undefined || content === null) return alone;
      const parsed = parser(content);
      try {
        return new Map([...alone].map(([line, itself]) => [line, statementAt(parsed.root, line) ?? itself]));
      } finally {
        parsed.dispose();
      }
    },
  };
}

function textOf(project: Project, path: string): string | null {
  const entry = project.entries.get(path);
  if (entry?.kind !== 'file' || entry.size > LARGEST_FILE) return null;
  return decodeSource(entry.bytes())?.text ?? null;
}

/** What a file's own text tells, whatever project it is in. */
type ParsedFile = Omit<SourceFile, 'imports'> & { readonly imports: readonly ImportBinding[] };

/** Versions of a project share the entries that did not change, and a run localizes several versions. */
const parsedFiles = new WeakMap<ProjectEntry, ParsedFile>();

function readSource(project: Project, path: string, parsers: ReadonlyMap<LanguageId, SourceParser>): SourceFile | null {
  const language = languageOf(path);
  const parser = language === null ? undefined : parsers.get(language);
  const entry = project.entries.get(path);
  if (language === null || parser === undefined || entry === undefined) return null;
  let file = parsedFiles.get(entry);
  if (file === undefined) {
    const text = textOf(project, path);
    if (text === null) return null;
    file = parseFile(entry, language, text, parser);
    parsedFiles.set(entry, file);
  }
  return { ...file, imports: resolvedImports(project, path, language, file.code, file.imports) };
}

function parseFile(entry: ProjectEntry, language: LanguageId, text: string, parser: SourceParser): ParsedFile {
  const parsed = parser(text);
  try {
    const { code, literals } = codeOnly(parsed);
    const lineStarts = lineStartsOf(text);
    const { imports, symbols } = factsOf(entry, parsed);
    return {
      path: entry.path,
      language,
      text,
      code,
      literals,
      symbols,
      blocks: callBlocksOf(parsed),
      imports,
      references: usesIn(code, language, imports),
      lineCount: lineStarts.length,
      lineAt: (index) => lineOfIndex(lineStarts, index),
      startOf: (line) => lineStarts[Math.max(1, line) - 1] ?? text.length,
    };
  } finally {
    parsed.dispose();
  }
}

const EXPORT_LISTS =
  /\bmodule\.exports\s*=\s*\{[^{}()]*\}|\bexports\.[\w$]+\s*=\s*[\w$.]+\s*[;\n]|\bmodule\.exports\s*=\s*[\w$.]+\s*[;\n]|\bexport\s*\{[^}]*\}|\bexport\s+default\s+[\w$]+\s*[;\n]/g;

/** References outside of imports and lists of exports: those name everything and use nothing. */
function usesIn(code: string, language: LanguageId, imports: readonly ImportBinding[]): Reference[] {
  const quiet = [
    ...imports.filter((binding) => binding.style !== 'side-effect'),
    ...[...code.matchAll(EXPORT_LISTS)].map((match) => ({
      startIndex: match.index,
      endIndex: match.index + match[0].length,
    })),
  ].sort((left, right) => left.startIndex - right.startIndex);
  let position = 0;
  return referencesIn(code, language).filter(({ index }) => {
    while (position < quiet.length && (quiet[position]?.endIndex ?? 0) <= index) position++;
    return (quiet[position]?.startIndex ?? Number.POSITIVE_INFINITY) > index;
  });
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function lineOfIndex(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
