import { folderOf } from '../shared/project-path.ts';
import { foldersUp, join, type ProjectModules } from './project-modules.ts';

/** Folders below which packages often live, besides the top and the folders above the importing file. */
const SOURCE_FOLDERS = ['src', 'lib', 'python'];

/** File of the module that a Python specifier names; of a package its `__init__`. */
export function resolvePythonModule(modules: ProjectModules, fromPath: string, specifier: string): string | null {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const inner = specifier.slice(dots).replaceAll('.', '/');
  if (dots === 0) {
    for (const root of pythonRoots(fromPath)) {
      const found = moduleAt(modules, join(root, inner));
      if (found !== null) return found;
    }
    return null;
  }
  const folder = foldersUp(folderOf(fromPath))[dots - 1];
  return folder === undefined ? null : moduleAt(modules, join(folder, inner));
}

/** Folders that may be on `sys.path`: the file's own one, those above it, the project's top, and source folders. */
function pythonRoots(fromPath: string): string[] {
  const above = foldersUp(folderOf(fromPath));
  const sources = above.flatMap((folder) => SOURCE_FOLDERS.map((name) => join(folder, name)));
  return [...new Set([...above, ...sources])];
}

function moduleAt(modules: ProjectModules, path: string): string | null {
  const candidates = path === '' ? ['__init__.py'] : [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`];
  return candidates.find((candidate) => modules.has(candidate)) ?? null;
}
