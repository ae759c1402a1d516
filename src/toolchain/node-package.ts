import type { Project } from '../domain/project.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { expandScripts } from './package-scripts.ts';
import { pathBelow, pathIn, textOf } from './project-files.ts';

/** What a package.json says, as far as running its tests is concerned. */
export interface NodePackage {
  /** Folder of the package.json, '' for the top. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of everything that is installed for it. */
  readonly dependencies: ReadonlySet<string>;
}

/** One script that may run the tests. */
export interface TestScript {
  readonly name: string;
  /** Its text, with the scripts that it calls put in their place. */
  readonly line: string;
}

const DEPENDENCY_KEYS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** The package in a folder; null when there is no readable package.json. */
export function readNodePackage(project: Project, folder: string): NodePackage | null {
  const text = textOf(project, pathIn(folder, 'package.json'));
  const manifest = text === null ? null : parseJson(text);
  if (!isRecord(manifest)) return null;
  const scripts: Record<string, string> = {};
  if (isRecord(manifest.scripts)) {
    for (const [name, line] of Object.entries(manifest.scripts)) {
      if (typeof line === 'string') scripts[name] = line === 'wireit' ? wireitLine(manifest.wireit, name) : line;
    }
  }
  const dependencies = new Set<string>();
  for (const key of DEPENDENCY_KEYS) {
    const listed = manifest[key];
    if (isRecord(listed)) for (const name of Object.keys(listed)) dependencies.add(name);
  }
  return { folder, manifest, scripts, dependencies };
}

/** What wireit runs for a script: those of the package that it depends on, and its command (https://github.com/google/wireit). */
function wireitLine(wireit: unknown, name: string): string {
  const entry = isRecord(wireit) ? wireit[name] : undefined;
  if (!isRecord(entry)) return 'wireit';
  const needed = (Array.isArray(entry.dependencies) ? entry.dependencies : [])
    .map((each: unknown) => (isRecord(each) ? each.script : each))
    .filter((each): each is string => typeof each === 'string' && /^[\w:-]+$/.test(each))
    .map((each) => `npm run ${each}`);
  return [...needed, ...(typeof entry.command === 'string' ? [entry.command] : [])].join(' && ');
}

/** Scripts that may run tests, the likeliest first; npm's placeholder counts as none. */
export function testScripts(nodePackage: NodePackage): TestScript[] {
  const { scripts } = nodePackage;
  const names = Object.keys(scripts).filter((name) => /^(tests?|unit|jest|vitest|mocha)([:\-_].*)?$/.test(name));
  const weight = (name: string) =>
    name === 'test'
      ? 0
      : /watch|debug|coverage|update|e2e|lint|types?$/.test(name)
        ? 3
        : /unit|ci|node/.test(name)
          ? 1
          : 2;
  return names
    .filter((name) => !isPlaceholder(scripts[name] ?? ''))
    .sort((left, right) => weight(left) - weight(right))
    .map((name) => ({ name, line: expandScripts(`npm run ${name}`, scripts) }));
}

/**
 * The script for the tests of a report: the first, unless another one is named for where all of those files are
 * (`test:e2e` for `test/app.e2e-spec.ts`) and is no part of the first.
 */
export function fittingScript(scripts: readonly TestScript[], reported: readonly string[]): TestScript | undefined {
  const paths = reported.map((file) => new Set(file.toLowerCase().split(/[/._-]/)));
  const [first] = scripts;
  const isFitting = ({ name, line }: TestScript) => {
    const words = name.toLowerCase().split(/[:_-]/).slice(1);
    return (
      words.length > 0 &&
      first?.line.includes(line) !== true &&
      paths.every((path) => words.every((word) => path.has(word)))
    );
  };
  return (paths.length === 0 ? undefined : scripts.find(isFitting)) ?? first;
}

/** What `npm init` writes. */
function isPlaceholder(line: string): boolean {
  return line.trim() === '' || /no test(s)? specified/i.test(line);
}

/** Folders of all packages at or below a folder, its own first. */
export function packageFolders(project: Project, root: string): string[] {
  const folders: string[] = [];
  for (const path of project.entries.keys()) {
    const below = pathBelow(root, path);
    if (below === null || !/(^|\/)package\.json$/.test(below) || /(^|\/)node_modules\//.test(below)) continue;
    folders.push(folderOf(path));
  }
  return folders.sort((left, right) => left.length - right.length);
}
