import type { Project } from '../domain/project.ts';
import { resolveJavaScriptModule } from './javascript-modules.ts';
import { languageById, type ReadOnlyFamily } from './languages.ts';
import {
  type FileResolver,
  resolveCSharpImport,
  resolveGoImport,
  resolveInclude,
  resolveJavaImport,
  resolvePhpImport,
  resolveRubyImport,
} from './package-modules.ts';
import { modulesOf } from './project-modules.ts';
import { resolvePythonModule } from './python-modules.ts';
import { resolveRustImport } from './rust-modules.ts';
import { sourceFilesOf } from './source-files.ts';
import type { ImportBinding, LanguageId } from './syntax-types.ts';

const FILE_RESOLVERS: Readonly<Record<ReadOnlyFamily, FileResolver>> = {
  go: resolveGoImport,
  rust: resolveRustImport,
  java: resolveJavaImport,
  ruby: resolveRubyImport,
  php: resolvePhpImport,
  c: resolveInclude,
  csharp: resolveCSharpImport,
};

/**
 * Path of the project file that `specifier`, written in a JavaScript, TypeScript or Python file, names; null when it
 * lies outside of the project.
 */
export function resolveModule(
  project: Project,
  fromPath: string,
  specifier: string,
  language: LanguageId,
): string | null {
  const { family } = languageById(language);
  if (family === 'python') return resolvePythonModule(modulesOf(project), fromPath, specifier);
  if (family === 'javascript') return resolveJavaScriptModule(modulesOf(project), fromPath, specifier);
  return null;
}

/**
 * Paths of the project files that an import reaches: all files of a Go package, a header and its source, else at most
 * one.
 */
export function resolveImportFiles(
  project: Project,
  fromPath: string,
  binding: ImportBinding,
  language: LanguageId,
): readonly string[] {
  const { family } = languageById(language);
  if (family !== 'javascript' && family !== 'python')
    return FILE_RESOLVERS[family](sourceFilesOf(project), fromPath, binding);
  const file = resolveImport(project, fromPath, binding, language);
  return file === null ? [] : [file];
}

/**
 * Path of the project file that an import reaches, the first one where it reaches several. Python's `from package import module` reaches the inner module
 * when there is one, else the package.
 */
export function resolveImport(
  project: Project,
  fromPath: string,
  binding: ImportBinding,
  language: LanguageId,
): string | null {
  const { specifier, imported } = binding;
  const { family } = languageById(language);
  if (family !== 'javascript' && family !== 'python')
    return FILE_RESOLVERS[family](sourceFilesOf(project), fromPath, binding)[0] ?? null;
  if (family === 'python' && imported !== null && imported !== '*') {
    const inner = specifier.endsWith('.') ? `${specifier}${imported}` : `${specifier}.${imported}`;
    const submodule = resolveModule(project, fromPath, inner, language);
    if (submodule !== null) return submodule;
  }
  return resolveModule(project, fromPath, specifier, language);
}
