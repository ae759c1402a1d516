import { fileURLToPath } from 'node:url';
import type { Project } from '../domain/project.ts';
import { filePaths } from '../domain/project.ts';
import type { ReportContext } from '../domain/report-format.ts';
import type { PathMapping } from '../domain/test-report.ts';
import { baseNameOf, isForeignPath, normalizeProjectPath } from '../shared/project-path.ts';
import { foreignRootOf } from './foreign-root.ts';
import { commonEnd, moduleFile, stemOf } from './path-suffix.ts';

/** Where a path of a report lies in the project. */
export interface MappedPath {
  /** Project-relative when `inProject`, else as printed (without `file://`). */
  readonly file: string;
  readonly inProject: boolean;
  /** 1: certain (own run, or the same relative path); lower for a guess by suffix; 0 when not in the project. */
  readonly confidence: number;
}

/** Maps paths and module names of one report onto one project. Building it reads the project's path list once. */
export interface PathMapper {
  map(path: string): MappedPath;
  /** Finds out from paths of the report where the project stood on the machine that wrote it; before the first `map`. */
  learn(paths: readonly string[]): void;
  /** How certain the mapping was so far; null when no path of the project was asked for. */
  summary(): PathMapping | null;
  /**
   * The file behind a dotted name such as `test.test_cart.CartTest` or `shop.CartTest`, and the parts of the name
   * that lie inside the file; null when no project file fits.
   */
  module(dotted: string): { readonly file: string; readonly rest: readonly string[] } | null;
}

/** One path, when no more than one is needed. */
export function mapPath(path: string, context: ReportContext): MappedPath {
  return pathMapper(context).map(path);
}

export function pathMapper(context: ReportContext): PathMapper {
  const index = context.project === null ? null : indexOf(context.project);
  const roots = context.workspaceRoot === null ? [] : rootsOf(context.workspaceRoot);
  const known = new Map<string, MappedPath>();
  let foreignRoot: string | null = null;
  return {
    map(path) {
      const before = known.get(path);
      if (before !== undefined) return before;
      const printed = printedPath(path);
      const mapped = index === null ? withoutProject(printed, roots) : mapInto(printed, index, roots, foreignRoot);
      known.set(path, mapped);
      return mapped;
    },
    learn(paths) {
      if (index === null || roots.length > 0) return;
      const printed = paths.map(printedPath).filter((path) => isAbsolute(path) && !isInstalledPath(path));
      // What was asked before could only be guessed.
      known.clear();
      foreignRoot = foreignRootOf(printed, (name) => index.byName.get(name.toLowerCase()) ?? []);
    },
    summary: () => summaryOf(known, foreignRoot),
    module: (dotted) => (index === null ? null : moduleFile(dotted, index.byStem)),
  };
}

/** Found by the root or exactly. */
const SURE = 0.9;

function summaryOf(known: ReadonlyMap<string, MappedPath>, foreignRoot: string | null): PathMapping | null {
  const found = [...known].filter(([, mapped]) => mapped.inProject);
  if (found.length === 0) return null;
  const uncertain = found
    .filter(([, mapped]) => mapped.confidence < SURE)
    .map(([printed, { file, confidence }]) => ({ printed, file, confidence }))
    .sort((left, right) => left.confidence - right.confidence);
  const confidence = Math.min(...found.map(([, mapped]) => mapped.confidence));
  return { foreignRoot, confidence, uncertain: uncertain.slice(0, 10) };
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:/.test(path);
}

interface ProjectIndex {
  readonly paths: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly byStem: ReadonlyMap<string, readonly string[]>;
}

function indexOf(project: Project): ProjectIndex {
  const paths = new Set<string>();
  const byName = new Map<string, string[]>();
  const byStem = new Map<string, string[]>();
  for (const path of filePaths(project)) {
    if (isForeignPath(path)) continue;
    paths.add(path);
    const name = baseNameOf(path).toLowerCase();
    append(byName, name, path);
    append(byStem, stemOf(name), path);
  }
  return { paths, byName, byStem };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** macOS shows /tmp and /var as /private/tmp and /private/var. */
function rootsOf(root: string): string[] {
  const slashed = root.replaceAll('\\', '/').replace(/\/+$/, '');
  return [slashed, `/private${slashed}`];
}

const BUNDLER_PREFIX = /^(?:webpack(?:-internal)?:\/\/\/|vite-node:|\/@fs(?=\/)|ng:\/\/\/)/;

/** A path as runners print it: file URLs decoded, bundlers' prefixes and query strings cut, `\` turned into `/`. */
function printedPath(path: string): string {
  let plain = path.trim();
  if (plain.startsWith('file://')) plain = fromFileUrl(plain);
  plain = plain.replace(BUNDLER_PREFIX, '').replace(/[?#][\w=&.%-]*$/, '');
  if (/^[A-Za-z]:[\\/]/.test(plain) || (plain.includes('\\') && !plain.includes('/')))
    plain = plain.replaceAll('\\', '/');
  return plain;
}

function fromFileUrl(url: string): string {
  try {
    const windows = /^file:\/\/\/[A-Za-z]:/.test(url);
    return fileURLToPath(url, { windows }).replaceAll('\\', '/');
  } catch {
    return url.replace(/^file:\/\/(?:localhost)?/, '');
  }
}

function withoutProject(path: string, roots: readonly string[]): MappedPath {
  const below = belowRoot(path, roots);
  return { file: below ?? normalizeProjectPath(path) ?? path, inProject: false, confidence: 0 };
}

function belowRoot(path: string, roots: readonly string[]): string | null {
  const root = roots.find((candidate) => path.startsWith(`${candidate}/`));
  return root === undefined ? null : normalizeProjectPath(path.slice(root.length + 1));
}

/** Installed code and runtimes: their files may be named as the project's are, and are never meant. */
const INSTALLED =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|lib\/python\d[\d.]*|\.cargo\/registry|rustc|pkg\/mod|gems)\/|^node:|^internal\/|^<|\/usr\/(?:local\/go|share|lib)\//;

/** Whether a path belongs to a runtime or to an installed package, whatever the project. */
export function isInstalledPath(path: string): boolean {
  return INSTALLED.test(path);
}

function mapInto(path: string, index: ProjectIndex, roots: readonly string[], foreignRoot: string | null): MappedPath {
  const below = belowRoot(path, roots);
  if (below !== null) return exactly(below, index) ?? { file: below, inProject: false, confidence: 0 };
  const outside: MappedPath = { file: path, inProject: false, confidence: 0 };
  if (isInstalledPath(path)) return outside;
  const absolute = isAbsolute(path);
  if (absolute && roots.length > 0) return outside;
  const belowForeign = foreignRoot === null ? null : belowRoot(path, [foreignRoot]);
  if (belowForeign !== null) {
    const exact = exactly(belowForeign, index) ?? inOtherCase(belowForeign, index);
    // Where the project stood is known, so a file of the same name elsewhere is another file.
    return exact === null
      ? { file: belowForeign, inProject: false, confidence: 0 }
      : { ...exact, confidence: Math.min(exact.confidence, 0.95) };
  }
  const relative = absolute ? null : normalizeProjectPath(path);
  if (relative !== null) {
    const exact = exactly(relative, index);
    if (exact !== null) return exact;
  }
  const guess = bySuffix(path, index);
  return guess ?? { ...outside, file: relative ?? path };
}

/** Windows and macOS do not tell upper from lower case. */
function inOtherCase(path: string, index: ProjectIndex): MappedPath | null {
  const candidates = index.byName.get(baseNameOf(path).toLowerCase()) ?? [];
  const file = candidates.find((each) => each.toLowerCase() === path.toLowerCase());
  return file === undefined ? null : { file, inProject: true, confidence: 0.9 };
}

function exactly(path: string, index: ProjectIndex): MappedPath | null {
  return index.paths.has(path) ? { file: path, inProject: true, confidence: 1 } : null;
}

/**
 * The project path that shares the longest end with `path`; that all of a project path is found counts as one more part.
 * A part of a project path needs a folder in common; a tie is no answer, because a wrong file is worse than none.
 */
function bySuffix(path: string, index: ProjectIndex): MappedPath | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const candidates = index.byName.get((parts.at(-1) ?? '').toLowerCase()) ?? [];
  const fitting = candidates
    .map((candidate) => ({ candidate, ...commonEnd(parts, candidate.split('/')) }))
    .filter((each) => each.whole || each.length >= 2 || (each.exhausted && candidates.length === 1))
    .map((each) => ({ ...each, score: each.length + Number(each.whole) }))
    .sort((left, right) => right.score - left.score);
  const [best, second] = fitting;
  if (best === undefined || best.score === second?.score) return null;
  const confidence = best.whole ? (best.length > 1 ? 0.95 : 0.7) : best.length > 2 ? 0.8 : 0.6;
  return { file: best.candidate, inProject: true, confidence };
}
