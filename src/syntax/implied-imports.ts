import type { Project } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { languageById, type ReadOnlyFamily } from './languages.ts';
import { type SourceFiles, sourceFilesOf } from './source-files.ts';
import type { ImportBinding, LanguageId } from './syntax-types.ts';

/** A name that a file uses and another one declares, without an import that says where. */
export interface ImpliedImport {
  readonly name: string;
  readonly file: string;
}

/** A name that more files declare says too little. */
const MOST_DECLARERS = 3;

/**
 * What a file uses of its package or namespace (Go, Java, C#, PHP), of included headers (C, C++) or of autoloaded
 * constants (Ruby), by the names in its code (comments and strings blanked out).
 */
export function impliedImports(
  project: Project,
  path: string,
  language: LanguageId,
  code: string,
  imports: readonly ImportBinding[],
): ImpliedImport[] {
  const family = languageById(language).family;
  if (family === 'javascript' || family === 'python' || family === 'rust') return [];
  const files = sourceFilesOf(project);
  const bound = new Set(imports.map((binding) => binding.local));
  const names = new Set(code.match(/[A-Za-z_]\w*[?!]?/g) ?? []);
  return [...names].flatMap((name) => {
    if (bound.has(name)) return [];
    const declaring = files.declarations(family).filesOf(name);
    if (declaring.length === 0 || declaring.includes(path)) return [];
    return visible(files, family, path, declaring, imports).map((file) => ({ name, file }));
  });
}

function visible(
  files: SourceFiles,
  family: ReadOnlyFamily,
  path: string,
  declaring: readonly string[],
  imports: readonly ImportBinding[],
): readonly string[] {
  if (family === 'go') return declaring.filter((file) => folderOf(file) === folderOf(path)).slice(0, MOST_DECLARERS);
  if (family === 'ruby' || family === 'c')
    return declaring.length <= MOST_DECLARERS ? declaring : nearest(path, declaring);
  const { namespaceOf } = files.declarations(family);
  const own = namespaceOf(path);
  const opened = new Set(imports.flatMap(({ imported, specifier }) => (imported === '*' ? [specifier] : [])));
  const isOpen = (file: string) => {
    const namespace = namespaceOf(file);
    // C# looks into the namespaces around its own one too.
    return namespace === own || opened.has(namespace) || (family === 'csharp' && own.startsWith(`${namespace}.`));
  };
  const open = declaring.filter(isOpen);
  // Global usings and fully qualified names: when only one file declares it, that is the one.
  return open.length > 0 ? open.slice(0, MOST_DECLARERS) : family === 'java' || declaring.length > 1 ? [] : declaring;
}

/** The file of the closest folder, when there is one. */
function nearest(path: string, declaring: readonly string[]): string[] {
  const beside = declaring.filter((file) => folderOf(file) === folderOf(path));
  return beside.slice(0, 1);
}
