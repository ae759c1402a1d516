import { folderOf } from '../shared/project-path.ts';
import { resolveModule } from '../syntax/module-resolution.ts';
import { moduleUnit, referencesOf } from './code-units.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';

/** Files that a set of files imports, directly or not, each with its distance in imports. */
export type ImportDistances = ReadonlyMap<string, number>;

/** Most files that are parsed, and most characters: 500 files of usual size would take longer than the rest of all. */
const MOST_FILES = 260;
const MOST_CHARACTERS = 2_500_000;

/** Cost of following a re-export that nobody named: a barrel leads to everything, and so tells little. */
const BARREL_COST = 2;

/** Cost of following a module that a text names: plug-ins are loaded by their names. */
const TEXT_COST = 2;
const MOST_TEXTS = 200;
const MODULE_TEXT = /^(\.{1,2}\/)?\w[\w-]*([./][\w-]+)+$/;

/** Distances from `roots` (distance 0), closest files first, within the bounds above. */
export function importDistances(index: SourceIndex, roots: readonly string[]): ImportDistances {
  const distances = new Map<string, number>();
  const waiting = new Map<string, number>(roots.map((root) => [root, 0]));
  let characters = 0;
  while (waiting.size > 0 && distances.size < MOST_FILES && characters < MOST_CHARACTERS) {
    const [path, distance] = closestOf(waiting);
    waiting.delete(path);
    distances.set(path, distance);
    const file = index.source(path);
    if (file === null) continue;
    characters += file.text.length;
    for (const [next, cost] of importedFiles(index, file)) {
      if (distances.has(next)) continue;
      waiting.set(next, Math.min(waiting.get(next) ?? Number.POSITIVE_INFINITY, distance + cost));
    }
  }
  return distances;
}

function closestOf(waiting: ReadonlyMap<string, number>): [string, number] {
  let best: [string, number] = ['', Number.POSITIVE_INFINITY];
  for (const one of waiting) if (one[1] < best[1]) best = one;
  return best;
}

function importedFiles(index: SourceIndex, file: SourceFile): Map<string, number> {
  const files = new Map<string, number>();
  const used = new Set(referencesOf(moduleUnit(file)).map((reference) => reference.root));
  for (const binding of file.imports) {
    if (binding.file === null || binding.file === file.path) continue;
    const reExportOnly = binding.local === null && binding.style !== 'side-effect' && !used.has(binding.imported);
    const cost = reExportOnly ? BARREL_COST : 1;
    files.set(binding.file, Math.min(files.get(binding.file) ?? Number.POSITIVE_INFINITY, cost));
  }
  for (const path of conftestFiles(index, file)) files.set(path, 1);
  for (const path of filesInTexts(index, file)) if (!files.has(path)) files.set(path, TEXT_COST);
  return files;
}

/** Project files that texts of the file name as modules: `'./plugins/table'`, `"shop.plugins.table.load"`. */
function filesInTexts({ project }: SourceIndex, file: SourceFile): string[] {
  const isPython = file.language === 'python';
  const texts = file.literals.filter(({ text }) => text.length <= 120 && MODULE_TEXT.test(text)).slice(0, MOST_TEXTS);
  return texts.flatMap(({ text }) => {
    if (isPython === text.includes('/') || (!isPython && !text.startsWith('.'))) return [];
    const path = (specifier: string) => resolveModule(project, file.path, specifier, file.language);
    const found = path(text) ?? (isPython ? path(text.replace(/\.[^.]*$/, '')) : null);
    return found === null || found === file.path ? [] : [found];
  });
}

/** pytest loads the conftest.py files beside and above a test file without an import. */
export function conftestFiles(index: SourceIndex, file: SourceFile): string[] {
  if (file.language !== 'python' || !/(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(file.path)) return [];
  const found: string[] = [];
  for (let folder = folderOf(file.path); ; folder = folderOf(folder)) {
    const path = folder === '' ? 'conftest.py' : `${folder}/conftest.py`;
    if (index.project.entries.has(path)) found.push(path);
    if (folder === '') return found;
  }
}
