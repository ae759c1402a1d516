import { filePaths } from '../domain/project.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestResult } from '../domain/test-report.ts';
import { namesIn } from '../shared/message-names.ts';
import { baseNameOf, folderOf, isForeignPath, isTestPath } from '../shared/project-path.ts';
import { languageOf } from '../syntax/languages.ts';
import { resolveImport } from '../syntax/module-resolution.ts';
import type { LineRange } from '../syntax/nodes.ts';
import { inLabel } from './fence.ts';
import { isSecretFile } from './mask-secrets.ts';
import type { TextPiece } from './pieces.ts';
import { symbolAround } from './source-ranges.ts';
import type { ReadableSource, SourceReader } from './source-reader.ts';

const MOST_SUSPECT_FILES = 5;
const MODULE_VALUE = 9;
const CALLERS_VALUE = 8;
const MISSING_NAME_VALUE = 60;
const PATHS_VALUE = 4;
const MOST_SIGNATURES = 14;
const MOST_CALLERS = 6;
const MOST_SEARCHED = 600;
const MOST_PATHS = 60;
const CLASS_VALUE = 14;
const MOST_SKELETON_SUSPECTS = 6;
const SHORTEST_SKELETON = 60;
const MOST_MEMBERS = 90;

/** What stands around the suspects, in outline: modules they import, who calls them, who offers a missing name. */
export async function outlinePieces(
  reader: SourceReader,
  suspects: readonly SuspiciousLocation[],
  failing: readonly TestResult[],
): Promise<TextPiece[]> {
  const files = [...new Set(suspects.map((suspect) => suspect.file))];
  const sources = sourcePaths(reader);
  return [
    ...(await missingNames(reader, sources, failing)),
    ...(await importedModules(reader, files.slice(0, MOST_SUSPECT_FILES), new Set(files.slice(0, 2)))),
    ...(await callers(reader, sources, suspects)),
    ...(await classSkeletons(reader, suspects)),
    ...pathList(sources, suspects, failing),
  ];
}

function sourcePaths(reader: SourceReader): string[] {
  return filePaths(reader.project)
    .filter((path) => languageOf(path) !== null && !isForeignPath(path) && !isTestPath(path) && !isSecretFile(path))
    .sort();
}

function outline(title: string, text: string, value: number): TextPiece {
  return { kind: 'text', section: 'outline', title, text, value, must: false };
}

/** Exports and signatures of the modules that the suspect files import. */
async function importedModules(
  reader: SourceReader,
  files: readonly string[],
  shownFiles: ReadonlySet<string>,
): Promise<TextPiece[]> {
  const pieces = new Map<string, TextPiece>();
  for (const [position, path] of files.entries()) {
    const source = await reader.read(path);
    if (source === null || source.language === null) continue;
    for (const binding of source.imports) {
      const target = resolveImport(reader.project, path, binding, source.language);
      const module = target === null || shownFiles.has(target) || pieces.has(target) ? null : await reader.read(target);
      if (target === null || module === null || module.exports.length === 0) continue;
      const title = `outline of ${inLabel(target)}`;
      const piece = outline(title, skeletonOf(module), MODULE_VALUE / (1 + position * 0.4));
      pieces.set(target, { ...piece, outlineOf: target });
    }
  }
  return [...pieces.values()];
}

/** Export names, then the first line of each definition. */
function skeletonOf(source: ReadableSource): string {
  const names = source.exports.map(({ name }) => name).join(', ');
  const symbols = source.symbols.filter((symbol) => symbol.kind !== 'variable').slice(0, MOST_SIGNATURES);
  return [`exports: ${names}`, ...symbols.map((symbol) => signatureOf(source, symbol))].join('\n');
}

/** `12-30: def total(self, country):`. */
function signatureOf(source: ReadableSource, { startLine, endLine }: LineRange): string {
  const first = source.lines.slice(startLine - 1, endLine).find((line) => !/^\s*@/.test(line)) ?? '';
  return `${startLine}-${endLine}: ${first.trimEnd().slice(0, 140)}`;
}

/** Lines that call the most suspicious functions. */
async function callers(
  reader: SourceReader,
  sources: readonly string[],
  suspects: readonly SuspiciousLocation[],
): Promise<TextPiece[]> {
  const names = [...new Set(suspects.map((suspect) => suspect.symbol))]
    .filter(
      (name): name is string => name !== null && /^[\p{L}_$][\p{L}\p{N}_$]{2,}$/u.test(name) && name !== 'constructor',
    )
    .slice(0, 3);
  const pieces: TextPiece[] = [];
  for (const [position, name] of names.entries()) {
    const lines: string[] = [];
    for (const path of sources.slice(0, MOST_SEARCHED)) {
      if (lines.length >= MOST_CALLERS || !reader.text(path)?.includes(`${name}(`)) continue;
      const source = await reader.read(path);
      if (source !== null) lines.push(...callLines(source, name));
    }
    const text = lines.slice(0, MOST_CALLERS).join('\n');
    if (text !== '') pieces.push(outline(`callers of ${name}`, text, CALLERS_VALUE / (1 + position)));
  }
  return pieces;
}

/** Comments, doctests and reference marks of docstrings. */
const NO_CALL = /^\s*(?:#|\/\/|\*|>>>|\.\.\.|\.\. )|``|:(?:meth|func):/;

function callLines(source: ReadableSource, name: string): string[] {
  const call = new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replaceAll('$', '\\$')}\\(`, 'u');
  return source.lines.flatMap((line, index) => {
    const number = index + 1;
    if (!call.test(line) || NO_CALL.test(line) || line.includes(`def ${name}(`) || line.includes(`function ${name}(`))
      return [];
    if (source.symbols.some((symbol) => symbol.name === name && symbol.startLine === number)) return [];
    const around = symbolAround(source, { startLine: number, endLine: number });
    return [
      `${inLabel(source.path)}:${number}${around === null ? '' : ` in ${inLabel(around.name)}`}: ${line.trim().slice(0, 120)}`,
    ];
  });
}

/** Who exports a name that a message misses; which files are named like a missing module. */
async function missingNames(
  reader: SourceReader,
  sources: readonly string[],
  failing: readonly TestResult[],
): Promise<TextPiece[]> {
  const lines = new Set<string>();
  const names = failing.flatMap(({ failure }) => (failure === null ? [] : namesIn(failure)));
  for (const name of names) {
    if (name.kind === 'module') {
      const stem = baseNameOf(name.specifier.replaceAll('\\', '/')).split('.')[name.specifier.includes('/') ? 0 : -1];
      const wanted = (stem ?? name.specifier.split('.').at(-1) ?? '').toLowerCase();
      for (const path of sources) if (isAlike(path, wanted)) lines.add(`the project has the file ${inLabel(path)}`);
    }
    const missing = name.kind === 'module' ? name.exported : name.kind === 'undefined' ? name.name : null;
    if (missing === null) continue;
    for (const path of sources.slice(0, MOST_SEARCHED)) {
      if (lines.size >= 20 || !reader.text(path)?.includes(missing)) continue;
      const source = await reader.read(path);
      const exported = source?.exports.find((one) => one.name === missing);
      if (exported !== undefined)
        lines.add(`${inLabel(missing)} is offered by ${inLabel(path)}, line ${exported.line}`);
    }
  }
  const text = [...lines].join('\n');
  return text === '' ? [] : [outline('names that the messages miss', text, MISSING_NAME_VALUE)];
}

function isAlike(path: string, wanted: string): boolean {
  const parts = path
    .toLowerCase()
    .replace(/\.\w+$/, '')
    .split('/');
  const name = parts.at(-1) === 'index' || parts.at(-1) === '__init__' ? (parts.at(-2) ?? '') : (parts.at(-1) ?? '');
  return wanted.length > 1 && (name === wanted || name === `${wanted}s` || `${name}s` === wanted);
}

/** Source files near the suspects; all of them when a file is missing. */
function pathList(
  sources: readonly string[],
  suspects: readonly SuspiciousLocation[],
  failing: readonly TestResult[],
): TextPiece[] {
  const isMissing = failing.some(({ failure }) => failure?.kind === 'load' || failure?.kind === 'compile');
  const folders = new Set(suspects.slice(0, MOST_SUSPECT_FILES).map(({ file }) => folderOf(file)));
  const near = isMissing ? sources : sources.filter((path) => folders.has(folderOf(path)));
  const shown = near.slice(0, MOST_PATHS).map(inLabel);
  if (shown.length < 2) return [];
  if (near.length > MOST_PATHS) shown.push(`and ${near.length - MOST_PATHS} more`);
  return [outline('source files', shown.join('\n'), isMissing ? PATHS_VALUE * 3 : PATHS_VALUE)];
}

/** The members of the classes that hold the first suspects: what is not shown exists too. */
async function classSkeletons(reader: SourceReader, suspects: readonly SuspiciousLocation[]): Promise<TextPiece[]> {
  const pieces = new Map<string, TextPiece>();
  for (const { file, startLine, endLine } of suspects.slice(0, MOST_SKELETON_SUSPECTS)) {
    const source = await reader.read(file);
    const owner = source?.symbols.findLast(
      (one) => one.kind === 'class' && one.startLine <= startLine && endLine <= one.endLine,
    );
    const key = `${file}#${owner?.name}`;
    if (!source || !owner || pieces.has(key) || owner.endLine - owner.startLine < SHORTEST_SKELETON) continue;
    const members = source.symbols.filter(
      (one) => one.kind === 'method' && owner.startLine <= one.startLine && one.endLine <= owner.endLine,
    );
    const names = members.slice(0, MOST_MEMBERS).map((one) => `${one.name} ${one.startLine}-${one.endLine}`);
    const title = `all methods of class ${inLabel(owner.name)} in ${inLabel(file)}, with their lines`;
    pieces.set(key, { ...outline(title, names.join(', '), CLASS_VALUE / (1 + pieces.size)), outlineOf: file });
  }
  return [...pieces.values()];
}
