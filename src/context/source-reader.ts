import type { Project } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { type CallBlock, callBlocksOf } from '../syntax/call-blocks.ts';
import { exportsOf, importsOf } from '../syntax/imports.ts';
import { languageById, languageOf } from '../syntax/languages.ts';
import { parseSource } from '../syntax/parser.ts';
import { symbolsOf } from '../syntax/symbols.ts';
import type { CodeSymbol, ExportedName, ImportBinding, LanguageId } from '../syntax/syntax-types.ts';
import { isSecretFile, maskSecrets } from './mask-secrets.ts';

/** One file as a prompt may show it. */
export interface ReadableSource {
  readonly path: string;
  /** null when autofix cannot parse it; then it has no symbols, imports, exports and blocks. */
  readonly language: LanguageId | null;
  /** Lines with secrets masked, without line ends. */
  readonly lines: readonly string[];
  /** 1-based lines on which something was masked. */
  readonly maskedLines: ReadonlySet<number>;
  readonly symbols: readonly CodeSymbol[];
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly ExportedName[];
  readonly blocks: readonly CallBlock[];
  /** 1-based line of an index of the unmasked text. */
  lineAt(index: number): number;
}

/** Reads and parses files of one project, each once. */
export interface SourceReader {
  readonly project: Project;
  /** null for what is missing, binary, too large, or secret by its nature. */
  read(path: string): Promise<ReadableSource | null>;
  /** Text without parsing and masking: for searching only. */
  text(path: string): string | null;
}

const LARGEST_FILE = 400_000;

export function createSourceReader(project: Project): SourceReader {
  const sources = new Map<string, Promise<ReadableSource | null>>();
  const text = (path: string) => {
    const entry = project.entries.get(path);
    if (entry?.kind !== 'file' || entry.size > LARGEST_FILE || isSecretFile(path)) return null;
    return decodeSource(entry.bytes())?.text ?? null;
  };
  return {
    project,
    text,
    read(path) {
      let source = sources.get(path);
      if (source === undefined) {
        source = readSource(path, text(path));
        sources.set(path, source);
      }
      return source;
    },
  };
}

async function readSource(path: string, text: string | null): Promise<ReadableSource | null> {
  if (text === null) return null;
  const original = splitLines(text);
  const lines = splitLines(maskSecrets(text).text);
  const maskedLines = new Set(lines.flatMap((line, index) => (line === original[index] ? [] : [index + 1])));
  const language = languageOf(path);
  const breaks = [...text.matchAll(/\n/g)].map((match) => match.index);
  const lineAt = (index: number) => breaks.filter((position) => position < index).length + 1;
  const plain = { path, language, lines, maskedLines, lineAt };
  if (language === null) return { ...plain, symbols: [], imports: [], exports: [], blocks: [] };
  const parsed = await parseSource(language, text);
  try {
    const blocks = languageById(language).family === 'javascript' ? callBlocksOf(parsed) : [];
    return { ...plain, symbols: symbolsOf(parsed), imports: importsOf(parsed), exports: exportsOf(parsed), blocks };
  } finally {
    parsed.dispose();
  }
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
