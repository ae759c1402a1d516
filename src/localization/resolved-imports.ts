import type { Project } from '../domain/project.ts';
import { impliedImports } from '../syntax/implied-imports.ts';
import { resolveImportFiles } from '../syntax/module-resolution.ts';
import { sourceFilesOf } from '../syntax/source-files.ts';
import type { ImportBinding, LanguageId } from '../syntax/syntax-types.ts';

/** An import and the project file it reaches; null for what lies outside of the project. */
export interface ResolvedImport extends ImportBinding {
  readonly file: string | null;
}

/**
 * What a file imports, one entry for each file that is reached, and what it uses of its own package or namespace as if
 * it were imported by name.
 */
export function resolvedImports(
  project: Project,
  path: string,
  language: LanguageId,
  code: string,
  imports: readonly ImportBinding[],
): ResolvedImport[] {
  const written = imports.flatMap((binding): ResolvedImport[] => {
    const files = narrowed(project, language, code, binding, resolveImportFiles(project, path, binding, language));
    return files.length === 0 ? [{ ...binding, file: null }] : files.map((file) => ({ ...binding, file }));
  });
  const implied = impliedImports(project, path, language, code, imports).map(
    ({ name, file }): ResolvedImport => ({
      specifier: '',
      style: 'named',
      imported: name,
      local: name,
      commonJs: false,
      line: 1,
      startIndex: 0,
      endIndex: 0,
      file,
    }),
  );
  return [...written, ...implied];
}

/** Of the files of a Go package those that declare what is used of it. */
function narrowed(
  project: Project,
  language: LanguageId,
  code: string,
  { local }: ImportBinding,
  files: readonly string[],
): readonly string[] {
  if (language !== 'go' || files.length < 2 || local === null) return files;
  const { filesOf } = sourceFilesOf(project).declarations('go');
  const used = [...code.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))].flatMap((match) => filesOf(match[1] ?? ''));
  const declaring = files.filter((file) => used.includes(file));
  return declaring.length === 0 ? files : declaring;
}
