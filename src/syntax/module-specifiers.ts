import type { Project } from '../domain/project.ts';
import { folderOf, isForeignPath } from '../shared/project-path.ts';
import { javaScriptSpecifier } from './javascript-specifiers.ts';
import { languageById, languageOf } from './languages.ts';
import { pythonSpecifier } from './python-specifiers.ts';
import type { ImportBinding } from './syntax-types.ts';

/** How many files beside the importing one are looked at for their manner of writing imports. */
const MOST_NEIGHBOURS = 40;

/**
 * The specifier to write in `fromPath` so as to reach `toPath`, in the way that this file (`imports`, when the caller
 * has them) and its neighbours write theirs. null when the two are not of one language family.
 */
export function specifierFor(
  project: Project,
  fromPath: string,
  toPath: string,
  imports: readonly ImportBinding[] = [],
): string | null {
  const language = languageOf(fromPath);
  if (language === null || fromPath === toPath) return null;
  const family = languageById(language).family;
  const target = languageOf(toPath);
  if (target === null ? !(family === 'javascript' && toPath.endsWith('.json')) : languageById(target).family !== family)
    return null;
  const neighbours = neighboursOf(project, fromPath, family);
  const specifiers = imports.map((binding) => binding.specifier);
  return family === 'javascript'
    ? javaScriptSpecifier(project, fromPath, toPath, specifiers, neighbours)
    : pythonSpecifier(project, fromPath, toPath, specifiers, neighbours);
}

/** Files of the same family, those in the closest folders first, the file itself before all. */
function neighboursOf(project: Project, fromPath: string, family: string): string[] {
  const folder = folderOf(fromPath);
  const distance = (path: string) => {
    const other = folderOf(path).split('/');
    const own = folder.split('/');
    let shared = 0;
    while (shared < own.length && own[shared] === other[shared]) shared++;
    return own.length + other.length - 2 * shared;
  };
  return [...project.entries.values()]
    .filter((entry) => entry.kind === 'file' && !isForeignPath(entry.path))
    .map((entry) => entry.path)
    .filter((path) => {
      const language = languageOf(path);
      return language !== null && languageById(language).family === family;
    })
    .map((path) => ({ path, distance: path === fromPath ? -1 : distance(path) }))
    .sort((left, right) => left.distance - right.distance || (left.path < right.path ? -1 : 1))
    .slice(0, MOST_NEIGHBOURS)
    .map(({ path }) => path);
}
