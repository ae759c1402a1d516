import { jsonrepair } from 'jsonrepair';
import type { Project } from '../domain/project.ts';
import { isRecord, parseJson, stringOrNull } from '../shared/json.ts';
import { folderOf, isForeignPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Path aliases of one tsconfig.json or jsconfig.json. */
export interface PathAliases {
  /** Folder from which bare specifiers resolve; null when the configuration names none. */
  readonly baseFolder: string | null;
  readonly patterns: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly moduleResolution: string | null;
  readonly importsTypeScriptExtensions: boolean;
}

/** A package.json of the project itself. */
export interface ProjectPackage {
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** What module resolution has to know of a project, read once. */
export interface ProjectModules {
  has(path: string): boolean;
  readonly packages: readonly ProjectPackage[];
  /** Aliases in force for files in `folder`: those of the closest configuration at or above it. */
  aliasesFor(folder: string): PathAliases | null;
  /** The closest package.json at or above `folder`. */
  packageFor(folder: string): ProjectPackage | null;
  text(path: string): string | null;
}

/** Projects are immutable, so what was read of one stays true. */
const known = new WeakMap<Project, ProjectModules>();

export function modulesOf(project: Project): ProjectModules {
  let modules = known.get(project);
  if (modules === undefined) {
    modules = readModules(project);
    known.set(project, modules);
  }
  return modules;
}

function readModules(project: Project): ProjectModules {
  const has = (path: string) => project.entries.get(path)?.kind === 'file';
  const text = (path: string) => textOf(project, path);
  const packages: ProjectPackage[] = [];
  for (const path of project.entries.keys()) {
    if (!/(^|\/)package\.json$/.test(path) || isForeignPath(path) || !has(path)) continue;
    const manifest = parseJson(text(path) ?? '');
    if (isRecord(manifest)) packages.push({ folder: folderOf(path), manifest });
  }
  const aliases = new Map<string, PathAliases | null>();
  return {
    has,
    packages,
    text,
    packageFor: (folder) =>
      foldersUp(folder)
        .map((above) => packages.find((candidate) => candidate.folder === above))
        .find((candidate) => candidate !== undefined) ?? null,
    aliasesFor(folder) {
      for (const above of foldersUp(folder)) {
        const path = ['tsconfig.json', 'jsconfig.json'].map((name) => join(above, name)).find(has);
        if (path === undefined) continue;
        if (!aliases.has(path)) aliases.set(path, readAliases(text, path, 0));
        return aliases.get(path) ?? null;
      }
      return null;
    },
  };
}

/** The folder itself and those above it, the top ('') last. */
export function foldersUp(folder: string): string[] {
  const folders = [folder];
  for (let above = folder; above !== ''; ) {
    above = folderOf(above);
    folders.push(above);
  }
  return folders;
}

/** Joins project paths; '' is the project's top. A path that leaves the project gives `..`, which names no file. */
export function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return '..';
  }
  return parts.join('/');
}

function textOf(project: Project, path: string): string | null {
  const entry = project.entries.get(path);
  return entry?.kind === 'file' ? (decodeSource(entry.bytes())?.text ?? null) : null;
}

/** How many `extends` are followed: more than any honest project has, and it ends circles. */
const MOST_EXTENDS = 8;

function readAliases(text: (path: string) => string | null, path: string, depth: number): PathAliases | null {
  const config = parseConfiguration(text(path) ?? '');
  if (config === null || depth > MOST_EXTENDS) return null;
  const folder = folderOf(path);
  const compiler = isRecord(config.compilerOptions) ? config.compilerOptions : {};
  const inherited = parentsOf(config)
    .map((parent) => join(folder, parent))
    .flatMap((parent) => [parent, `${parent}.json`, join(parent, 'tsconfig.json')])
    .map((parent) => (text(parent) === null ? null : readAliases(text, parent, depth + 1)))
    .reduce<PathAliases | null>((merged, one) => one ?? merged, null);
  const base = stringOrNull(compiler.baseUrl);
  const baseFolder = base === null ? (inherited?.baseFolder ?? null) : join(folder, base);
  const ownPatterns = isRecord(compiler.paths) ? Object.entries(compiler.paths) : null;
  const patterns = ownPatterns?.map(([pattern, targets]) => ({
    pattern,
    targets: [targets].flat().map((target) => join(base === null ? folder : (baseFolder ?? ''), String(target))),
  }));
  return {
    baseFolder,
    patterns: patterns ?? inherited?.patterns ?? [],
    moduleResolution:
      (
        stringOrNull(compiler.moduleResolution) ??
        stringOrNull(compiler.module) ??
        inherited?.moduleResolution ??
        null
      )?.toLowerCase() ?? null,
    importsTypeScriptExtensions:
      compiler.allowImportingTsExtensions === true ||
      compiler.rewriteRelativeImportExtensions === true ||
      (inherited?.importsTypeScriptExtensions ?? false),
  };
}

/** Configurations of the project that this one extends or, as bundlers' templates do, only refers to. */
function parentsOf(config: Readonly<Record<string, unknown>>): string[] {
  const references = [config.references].flat().map((reference) => (isRecord(reference) ? reference.path : null));
  return [config.extends, references]
    .flat(2)
    .filter((parent) => typeof parent === 'string' && parent.startsWith('.')) as string[];
}

/** tsconfig.json is JSON with comments and trailing commas. */
function parseConfiguration(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson(jsonrepair(text));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
