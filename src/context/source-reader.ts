import type { Project } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { type CallBlock, callBlocksOf } from '../syntax/call-blocks.ts';
import { exportsOf, importsOf } from '../syntax/imports.ts';
import { languageById, languageOf } from '../syntax/languages.ts';
import { parseSource } from '../syntax/parser.ts';
import { symbolsOf } from '../syntax/symbols.ts';
import type { CodeSymbol, ExportedName, ImportBinding, LanguageId } from '../syntax/syntax-types.ts';
import { knownSecrets } from './known-secrets.ts';
import { isSecretFile } from './mask-secrets.ts';
import { createSecretMasker, type SecretMasker } from './secret-masker.ts';

/** One file as a prompt may show it. */
export interface ReadableSource {
  readonly path: string;
  /** null when autofix cannot parse it; then it has no symbols, imports, exports and blocks. */
  readonly language: LanguageId | null;
  /** Lines with secrets masked, without line ends. */
  readonly lines: readonly string[];
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
  /** Takes secrets out of any other text of the project. */
  readonly mask: SecretMasker;
  /** null for what is missing, binary, too large, or secret by its nature. */
  read(path: string): Promise<ReadableSource | null>;
  /** Text without parsing and masking: for searching only. */
  text(path: string): string | null;
}

const LARGEST_FILE = 400_000;

/** A line longer than this is generated or minified; of it only the beginning is shown. */
const LONGEST_LINE = 1500;
const SHOWN_OF_LONG_LINE = 200;

export function createSourceReader(
  project: Project,
  mask: SecretMasker = createSecretMasker(knownSecrets(project)),
): SourceReader {
  const sources = new Map<string, Promise<ReadableSource | null>>();
  const text = (path: string) => {
    const entry = project.entries.get(path);
    if (entry?.kind !== 'file' || entry.size > LARGEST_FILE || isSecretFile(path)) return null;
    return decodeSource(entry.bytes())?.text ?? null;
  };
  return {
    project,
    mask,
    text,
    read(path) {
      let source = sources.get(path);
      if (source === undefined) {
        source = readSource(path, text(path), mask);
        sources.set(path, source);
      }
      return source;
    },
  };
}

async function readSource(path: string, text: string | null, mask: SecretMasker): Promise<ReadableSource | null> {
  if (text === null) return null;
  const masked = await mask(text);
  const lines = splitLines(masked).map(shortLine);
  const language = languageOf(path);
  const breaks = [...text.matchAll(/\n/g)].map((match) => match.index);
  const lineAt = (index: number) => breaks.filter((position) => position < index).length + 1;
  const plain = { path, language, lines, lineAt };
  if (language === null) return { ...plain, symbols: [], imports: [], exports: [], blocks: [] };
  const parsed = await parseSource(language, text);
  try {
    const found = languageById(language).family === 'javascript' ? callBlocksOf(parsed) : [];
    const blocks = masked === text ? found : await maskTitles(found, mask);
    return { ...plain, symbols: symbolsOf(parsed), imports: importsOf(parsed), exports: exportsOf(parsed), blocks };
  } finally {
    parsed.dispose();
  }
}

async function maskTitles(blocks: readonly CallBlock[], mask: SecretMasker): Promise<CallBlock[]> {
  return Promise.all(
    blocks.map(async (block) => (block.title === null ? block : { ...block, title: await mask(block.title) })),
  );
}

function shortLine(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, SHOWN_OF_LONG_LINE)} [… ${line.length - SHOWN_OF_LONG_LINE} more characters of this line are not shown …]`;
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
