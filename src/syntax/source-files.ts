import { filePaths, type Project } from '../domain/project.ts';
import { baseNameOf, folderOf, isForeignPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';
import { type Declarations, readDeclarations } from './declarations.ts';
import { familyOf, type ReadOnlyFamily } from './languages.ts';

/** The project's own sources by name and by what they declare, for languages whose imports do not name files. */
export interface SourceFiles {
  has(path: string): boolean;
  text(path: string): string;
  /** Paths that are `tail` or end with `/tail`, in the project's order. */
  endingWith(tail: string): readonly string[];
  /** Files of a language family in a folder, not below it. */
  inFolder(folder: string, family: ReadOnlyFamily): readonly string[];
  /** Paths with this base name. */
  named(baseName: string): readonly string[];
  /** What the files of a family declare by a quick look, read when first asked for. */
  declarations(family: ReadOnlyFamily): Declarations;
}

/** Projects are immutable, so what was read of one stays true. */
const known = new WeakMap<Project, SourceFiles>();

export function sourceFilesOf(project: Project): SourceFiles {
  let files = known.get(project);
  if (files === undefined) {
    files = readSourceFiles(project);
    known.set(project, files);
  }
  return files;
}

/** Larger files are generated or data. */
const LARGEST_FILE = 400_000;

function readSourceFiles(project: Project): SourceFiles {
  const paths = filePaths(project).filter((path) => !isForeignPath(path));
  const byName = grouped(paths, baseNameOf);
  const byFolder = grouped(paths, folderOf);
  const declarations = new Map<ReadOnlyFamily, Declarations>();
  const text = (path: string) => {
    const entry = project.entries.get(path);
    return entry?.kind === 'file' && entry.size <= LARGEST_FILE ? (decodeSource(entry.bytes())?.text ?? '') : '';
  };
  return {
    has: (path) => project.entries.get(path)?.kind === 'file',
    text,
    named: (baseName) => byName.get(baseName) ?? [],
    endingWith: (tail) =>
      (byName.get(baseNameOf(tail)) ?? []).filter((path) => path === tail || path.endsWith(`/${tail}`)),
    inFolder: (folder, family) => (byFolder.get(folder) ?? []).filter((path) => familyOf(path) === family),
    declarations(family) {
      let found = declarations.get(family);
      if (found === undefined) {
        const own = paths.filter((path) => familyOf(path) === family);
        found = readDeclarations(family, own, text);
        declarations.set(family, found);
      }
      return found;
    },
  };
}

function grouped(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = keyOf(path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [path]);
    else group.push(path);
  }
  return groups;
}
