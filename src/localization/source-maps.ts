import type { TraceMap } from '@jridgewell/trace-mapping';
import type { Project } from '../domain/project.ts';
import type { StackFrame, TestResult } from '../domain/test-report.ts';
import { parseJson } from '../shared/json.ts';
import { folderOf, isTestPath, normalizeProjectPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';
import { sourceFilesOf } from '../syntax/source-files.ts';

type Tracing = typeof import('@jridgewell/trace-mapping');

const COMPILED = /\.[cm]?jsx?$/;
const MAP_COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s*]+)/g;

/**
 * The tests with the frames and files of compiled code (`dist/cart.js`) led back to what it was compiled from, by the
 * source map in the file, or beside it, that the project holds. What has no map stays as it is.
 */
export async function withOriginalPlaces(project: Project, tests: readonly TestResult[]): Promise<TestResult[]> {
  const files = new Set(tests.flatMap((test) => [test.file, ...(test.failure?.frames ?? []).map(({ file }) => file)]));
  const maps = new Map<string, MappedFile>();
  for (const file of files) {
    const source = file !== null && COMPILED.test(file) ? sourceMapOf(project, file) : null;
    if (file === null || source === null) continue;
    const tracing = await import('@jridgewell/trace-mapping');
    const map = traceMap(tracing, source);
    if (map !== null) maps.set(file, { tracing, map });
  }
  if (maps.size === 0) return [...tests];
  return tests.map((test) => original(project, maps, test));
}

interface MappedFile {
  readonly tracing: Tracing;
  readonly map: TraceMap;
}

interface FoundMap {
  readonly json: string;
  /** Project path that the map's sources are relative to. */
  readonly path: string;
}

function sourceMapOf(project: Project, file: string): FoundMap | null {
  const text = textOf(project, file);
  const url = [...(text?.slice(-2_000_000).matchAll(MAP_COMMENT) ?? [])].at(-1)?.[1];
  if (url?.startsWith('data:')) {
    const comma = url.indexOf(',');
    const content = url.slice(comma + 1);
    const isBase64 = url.slice(0, comma).endsWith(';base64');
    return { json: isBase64 ? Buffer.from(content, 'base64').toString('utf8') : percentDecoded(content), path: file };
  }
  const named =
    url === undefined ? null : normalizeProjectPath(`${folderOf(file)}/${percentDecoded(url)}`.replace(/^\//, ''));
  for (const path of [named, `${file}.map`]) {
    const json = path === null ? null : textOf(project, path);
    if (path !== null && json !== null) return { json, path };
  }
  return null;
}

function textOf(project: Project, path: string): string | null {
  const entry = project.entries.get(path);
  return entry?.kind === 'file' ? (decodeSource(entry.bytes())?.text ?? null) : null;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function traceMap(tracing: Tracing, { json, path }: FoundMap): TraceMap | null {
  if (typeof parseJson(json) !== 'object') return null;
  try {
    return new tracing.TraceMap(json, path) as TraceMap;
  } catch {
    // A damaged map leads nowhere.
    return null;
  }
}

function original(project: Project, maps: ReadonlyMap<string, MappedFile>, test: TestResult): TestResult {
  const own = test.file === null ? undefined : maps.get(test.file);
  const place = own === undefined ? null : placeOf(project, own, test.line, null);
  const moved = place === null ? test : { ...test, file: place.file, line: test.line === null ? null : place.line };
  if (moved.failure === null) return moved;
  const frames = moved.failure.frames.map((frame) => originalFrame(project, maps, frame));
  return { ...moved, failure: { ...moved.failure, frames } };
}

function originalFrame(project: Project, maps: ReadonlyMap<string, MappedFile>, frame: StackFrame): StackFrame {
  const own = frame.file === null ? undefined : maps.get(frame.file);
  const place = own === undefined || frame.line === null ? null : placeOf(project, own, frame.line, frame.column);
  if (place === null) return frame;
  return { ...frame, ...place, inProject: true, isTest: isTestPath(place.file) };
}

/** Project file and 1-based line that a place was compiled from; without a line the file that most was. */
function placeOf(
  project: Project,
  { tracing, map }: MappedFile,
  line: number | null,
  column: number | null,
): (Pick<StackFrame, 'file' | 'line' | 'column'> & { readonly file: string }) | null {
  const needle = { line: line ?? 1, column: Math.max(0, (column ?? 1) - 1) };
  const at = tracing.originalPositionFor(map, needle);
  const next =
    at.source === null ? tracing.originalPositionFor(map, { ...needle, bias: tracing.LEAST_UPPER_BOUND }) : at;
  const source = next.source ?? (line === null ? (map.resolvedSources[0] ?? null) : null);
  const file = source === null ? null : projectFile(project, source);
  if (file === null) return null;
  return { file, line: next.line, column: next.column === null || column === null ? null : next.column + 1 };
}

/** Sources are relative to the map, absolute on another machine, or named by a bundler: `webpack://app/./src/cart.ts`. */
function projectFile(project: Project, source: string): string | null {
  const path = source.replace(/^[\w.+-]+:\/\/+/, '').replaceAll('\\', '/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const files = sourceFilesOf(project);
  for (let first = 0; first < parts.length; first++) {
    const tail = parts.slice(first).join('/');
    if (files.has(tail)) return tail;
    const [found, ...others] = files.endingWith(tail);
    if (found !== undefined && others.length === 0) return found;
  }
  return null;
}
