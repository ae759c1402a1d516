import type { Project } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { modulesOf, type ProjectModules } from './project-modules.ts';
import { resolvePythonModule } from './python-modules.ts';

/** Dotted specifier from one Python file to another: relative where this file imports relatively, else absolute. */
export function pythonSpecifier(
  project: Project,
  fromPath: string,
  toPath: string,
  specifiers: readonly string[],
  neighbours: readonly string[],
): string {
  const modules = modulesOf(project);
  const own = specifiers.length > 0 ? specifiers : specifiersIn(modules.text(fromPath) ?? '');
  const resolved = own.filter((specifier) => {
    const file = reached(modules, fromPath, specifier);
    return file !== null && !isHidden(modules, specifier, file);
  });
  const relatives = resolved.filter((specifier) => specifier.startsWith('.')).length;
  const samePackage =
    topPackage(modules, fromPath) !== null && topPackage(modules, fromPath) === topPackage(modules, toPath);
  const isReachable = samePackage || sharesNamespace(modules, fromPath, toPath);
  if (isReachable && relatives > 0 && relatives * 2 >= resolved.length) return relativeSpecifier(fromPath, toPath);
  if (samePackage && resolved.length === 0 && writesRelatively(modules, neighbours))
    return relativeSpecifier(fromPath, toPath);
  return dotted(belowRoot(toPath, rootOf(modules, fromPath, toPath, neighbours)));
}

/** The specifier with dots; null where the two files lie in no common package. */
export function relativePythonSpecifier(project: Project, fromPath: string, toPath: string): string | null {
  const modules = modulesOf(project);
  const top = topPackage(modules, fromPath);
  const isReachable = top === null ? sharesNamespace(modules, fromPath, toPath) : top === topPackage(modules, toPath);
  return isReachable ? relativeSpecifier(fromPath, toPath) : null;
}

/** Whether dots lead from a file to another one that lies in the same folder without an `__init__.py` at its top. */
function sharesNamespace(modules: ProjectModules, fromPath: string, toPath: string): boolean {
  if (topPackage(modules, fromPath) !== null) return false;
  const [from, to] = [fromPath, toPath].map((path) => path.replace(/^(src|lib|python)\//, '').split('/'));
  return from !== undefined && to !== undefined && from.length > 1 && to.length > 1 && from[0] === to[0];
}

function specifiersIn(text: string): string[] {
  return [...text.matchAll(/^[ \t]*(?:from|import)[ \t]+([.\w]+)/gm)].map((match) => match[1] ?? '');
}

/** `from . import x` names the package alone, which need not have a file of its own. */
function reached(modules: ProjectModules, path: string, specifier: string): string | null {
  return resolvePythonModule(modules, path, specifier) ?? (/^\.+$/.test(specifier) ? folderOf(path) : null);
}

function writesRelatively(modules: ProjectModules, neighbours: readonly string[]): boolean {
  let relatives = 0;
  let absolutes = 0;
  for (const path of neighbours) {
    for (const specifier of specifiersIn(modules.text(path) ?? '')) {
      const file = reached(modules, path, specifier);
      if (file === null || isHidden(modules, specifier, file)) continue;
      if (specifier.startsWith('.')) relatives++;
      else if (topPackage(modules, path) !== null) absolutes++;
    }
  }
  return relatives > absolutes;
}

/** Folder of the outermost package around a file; null when the file lies in no package. */
function topPackage(modules: ProjectModules, path: string): string | null {
  let top: string | null = null;
  for (let folder = folderOf(path); modules.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`); ) {
    top = folder;
    if (folder === '') break;
    folder = folderOf(folder);
  }
  return top;
}

/** After so many imports from one root the rest of the files would not tell otherwise. */
const ENOUGH_VOTES = 6;

/**
 * The folder on `sys.path` from which `toPath` is imported: the one that the closest files mostly use, else the one
 * above the outermost package, else that of a script beside it, else the source folder or the top.
 */
function rootOf(modules: ProjectModules, fromPath: string, toPath: string, neighbours: readonly string[]): string {
  const votes = new Map<string, number>();
  for (const path of neighbours) {
    for (const specifier of specifiersIn(modules.text(path) ?? '')) {
      if (specifier.startsWith('.')) continue;
      const file = resolvePythonModule(modules, path, specifier);
      const root = file === null || isHidden(modules, specifier, file) ? null : rootBy(file, specifier);
      if (root !== null && (root === '' || toPath.startsWith(`${root}/`))) votes.set(root, (votes.get(root) ?? 0) + 1);
    }
    if (path !== fromPath && [...votes.values()].some((count) => count >= ENOUGH_VOTES)) break;
  }
  // One import may be the very one that is wrong.
  const isPackage = (root: string) => modules.has(root === '' ? '__init__.py' : `${root}/__init__.py`);
  const [elected] = [...votes].sort(
    ([left, one], [right, other]) => other - one || Number(isPackage(left)) - Number(isPackage(right)),
  );
  if (elected !== undefined) return elected[0];
  const top = topPackage(modules, toPath);
  if (top !== null && top !== '') return folderOf(top);
  if (folderOf(fromPath) === folderOf(toPath)) return folderOf(toPath);
  return /^(src|lib|python)\//.exec(toPath)?.[1] ?? '';
}

/** `src/app/models.py` imported as `app.models` has the root `src`. */
function rootBy(file: string, specifier: string): string | null {
  const module = file.replace(/(\/__init__)?\.pyi?$/, '');
  const tail = specifier.replaceAll('.', '/');
  if (module === tail) return '';
  return module.endsWith(`/${tail}`) ? module.slice(0, -tail.length - 1) : null;
}

/** Within a package `import os` does not reach the `os.py` beside the file: packages are no roots of their own. */
function isHidden(modules: ProjectModules, specifier: string, file: string): boolean {
  const root = specifier.startsWith('.') ? null : rootBy(file, specifier);
  return root !== null && root !== '' && modules.has(`${root}/__init__.py`);
}

function belowRoot(path: string, root: string): string {
  return root === '' ? path : path.slice(root.length + 1);
}

function dotted(path: string): string {
  return path.replace(/(\/?__init__)?\.pyi?$/, '').replaceAll('/', '.');
}

function relativeSpecifier(fromPath: string, toPath: string): string {
  const from = folderOf(fromPath) === '' ? [] : folderOf(fromPath).split('/');
  const to = dotted(toPath).split('.');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return '.'.repeat(from.length - shared + 1) + to.slice(shared).join('.');
}
