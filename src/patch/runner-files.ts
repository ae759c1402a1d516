import type { Project } from '../domain/project.ts';
import { baseNameOf, folderOf, normalizeProjectPath } from '../shared/project-path.ts';
import { remembered } from '../shared/remembered.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Files whose settings name other files that a runner loads. */
const CONFIGURATION =
  /^(?:package\.json|\.mocharc.*|(?:jest|vitest|vite|ava|karma|playwright|cypress)\b.*\.(?:[cm]?[jt]s|json)|\.taprc|mocha\.opts)$/i;

/** Settings whose values are files or modules that run inside or around the tests. */
const LOADING_KEYS =
  /["']?\b(?:setupFiles(?:AfterEnv)?|globalSetup|globalTeardown|globalsSetup|testEnvironment|testRunner|runner|reporters?|testSequencer|testResultsProcessor|snapshotSerializers|snapshotResolver|resolver|transform|require|import|loader|supportFile|before|after)["']?\s*:\s*(\[[^\]]*\]|\{[^}]*\}|["'`][^"'`]*["'`])/g;

/** Longest configuration that is looked into, in bytes. */
const LONGEST_CONFIGURATION = 200_000;

/**
 * Files of the project that the runners' configurations load into the tests (set-up files, reporters, transforms). A search judges
 * all of its candidates against one project.
 */
export const runnerFiles: (project: Project) => ReadonlySet<string> = remembered(findRunnerFiles);

function findRunnerFiles(project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of project.entries.values()) {
    if (entry.kind !== 'file' || !CONFIGURATION.test(baseNameOf(entry.path))) continue;
    if (entry.path.includes('node_modules/') || entry.size > LONGEST_CONFIGURATION) continue;
    const text = decodeSource(entry.bytes())?.text ?? '';
    for (const [, values] of text.matchAll(LOADING_KEYS)) {
      for (const [, value] of (values ?? '').matchAll(/["'`]([^"'`]+)["'`]/g)) {
        const file = namedFile(project, folderOf(entry.path), value ?? '');
        if (file !== null) found.add(file);
      }
    }
  }
  return found;
}

/** As runners resolve it: relative to the configuration, `<rootDir>` for its folder, the extension left out at will. */
function namedFile(project: Project, folder: string, value: string): string | null {
  const relative = value.replace(/^<rootDir>\/?/, './').replace(/^\.\//, '');
  const path = normalizeProjectPath(folder === '' ? relative : `${folder}/${relative}`);
  if (path === null) return null;
  const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.mts', '.cts', '.jsx', '.tsx', '/index.js', '/index.ts'];
  const match = endings.find((ending) => project.entries.get(path + ending)?.kind === 'file');
  return match === undefined ? null : path + match;
}
