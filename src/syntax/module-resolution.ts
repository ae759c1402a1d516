import type { Project } from '../domain/project.ts';
import { resolveJavaScriptModule } from './javascript-modules.ts';
import { type LanguageFamily, languageById } from './languages.ts';
import { modulesOf, type ProjectModules } from './project-modules.ts';
import { resolvePythonModule } from './python-modules.ts';
import type { ImportBinding, LanguageId } from './syntax-types.ts';

type Resolver = (modules: ProjectModules, fromPath: string, specifier: string) => string | null;

const RESOLVERS: Readonly<Record<LanguageFamily, Resolver>> = {
  javascript: resolveJavaScriptModule,
  python: resolvePythonModule,
};

/** Path of the project file that `specifier`, written in `fromPath`, names; null when it lies outside of the project. */
export function resolveModule(
  project: Project,
  fromPath: string,
  specifier: string,
  language: LanguageId,
): string | null {
  return RESOLVERS[languageById(language).family](modulesOf(project), fromPath, specifier);
}

/**
 * Path of the project file that an import reaches. Python's `from package import module` reaches the inner module
 * when there is one, else the package.
 */
export function resolveImport(
  project: Project,
  fromPath: string,
  binding: ImportBinding,
  language: LanguageId,
): string | null {
  const { specifier, imported } = binding;
  if (languageById(language).family === 'python' && imported !== null && imported !== '*') {
    const inner = specifier.endsWith('.') ? `${specifier}${imported}` : `${specifier}.${imported}`;
    const submodule = resolveModule(project, fromPath, inner, language);
    if (submodule !== null) return submodule;
  }
  return resolveModule(project, fromPath, specifier, language);
}
