import type { Project } from '../domain/project.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { expandScripts } from './package-scripts.ts';
import { hasFile, pathBelow, pathIn, textOf } from './project-files.ts';

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
    for (const [name, line] of Object.entries(manifest.scripts)) if (typeof line === 'string') scripts[name] = line;
  }
  const dependencies = new Set<string>();
  for (const key of DEPENDENCY_KEYS) {
    const listed = manifest[key];
    if (isRecord(listed)) for (const name of Object.keys(listed)) dependencies.add(name);
  }
  return { folder, manifest, scripts, dependencies };
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

/** What `npm init` writes. */
function isPlaceholder(line: string): boolean {
  return line.trim() === '' || /no test(s)? specified/i.test(line);
}

/** Folder of the workspace root that a package belongs to, or its own. */
export function workspaceRoot(project: Project, folder: string): string {
  for (let parent = folder; parent !== ''; ) {
    parent = folderOf(parent);
    const declared = readNodePackage(project, parent)?.manifest.workspaces;
    if (declared !== undefined || hasFile(project, pathIn(parent, 'pnpm-workspace.yaml'))) return parent;
  }
  return folder;
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
