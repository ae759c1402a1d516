import type { Project } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { matchPattern, resolveJavaScriptModule, targetsOf } from './javascript-modules.ts';
import { join, modulesOf, type ProjectModules } from './project-modules.ts';

/** `@/*` stands for files below `src`: a way to write a module's place that does not depend on the importing file. */
interface Alias {
  readonly pattern: string;
  readonly target: string;
}

/**
 * The ways to name `toPath` by an alias, where the file, or else its neighbours, write more aliases than relative
 * paths: with and without extension and index. Empty where relative paths are the manner.
 */
export function aliasedSpecifiers(
  modules: ProjectModules,
  fromPath: string,
  toPath: string,
  specifiers: readonly string[],
  neighbours: readonly string[],
): string[] {
  return aliasesLike(modules, fromPath, toPath, usedAliases(modules, fromPath, specifiers, neighbours));
}

/** The ways to name `toPath` by the aliases that `used` specifiers are written with. */
function aliasesLike(modules: ProjectModules, fromPath: string, toPath: string, used: readonly string[]): string[] {
  const wanted = [
    toPath,
    toPath.replace(/\.([cm]?)tsx?$/, '.$1js'),
    toPath.replace(/(\.d)?\.[^./]+$/, ''),
    toPath.replace(/\/index(\.d)?\.[^./]+$/, ''),
  ];
  const written = knownAliases(modules, fromPath)
    .filter(({ pattern }) => used.some((specifier) => matchPattern(pattern, specifier) !== null))
    .flatMap(({ pattern, target }) =>
      wanted.flatMap((path) => {
        const rest = matchPattern(target, path);
        return rest === null ? [] : [pattern.replace('*', () => rest)];
      }),
    );
  return [...new Set(written)].filter((specifier) => resolveJavaScriptModule(modules, fromPath, specifier) === toPath);
}

/** `toPath` by the alias with which a specifier that reaches nothing is written; null for one without an alias. */
export function sameAlias(project: Project, fromPath: string, toPath: string, specifier: string): string | null {
  const aliased = specifier.startsWith('.') ? [] : aliasesLike(modulesOf(project), fromPath, toPath, [specifier]);
  const hasExtension = (path: string) => /\.\w+$/.test(path);
  return aliased.find((path) => hasExtension(path) === hasExtension(specifier)) ?? aliased[0] ?? null;
}

/** Whether a specifier reaches a project file by an alias. */
export function isAliased(modules: ProjectModules, path: string, specifier: string): boolean {
  if (specifier.startsWith('.')) return false;
  const isMatched = knownAliases(modules, path).some(({ pattern }) => matchPattern(pattern, specifier) !== null);
  return isMatched && resolveJavaScriptModule(modules, path, specifier) !== null;
}

/** Aliases that the file writes; when it imports nothing of the project, those of the neighbours that do. */
function usedAliases(
  modules: ProjectModules,
  fromPath: string,
  specifiers: readonly string[],
  neighbours: readonly string[],
): string[] {
  for (const path of [fromPath, ...neighbours]) {
    const own = path === fromPath && specifiers.length > 0 ? specifiers : specifiersIn(modules.text(path) ?? '');
    const reached = own.filter((specifier) => resolveJavaScriptModule(modules, path, specifier) !== null);
    const aliased = reached.filter((specifier) => isAliased(modules, path, specifier));
    const relative = reached.filter((specifier) => specifier.startsWith('.'));
    if (aliased.length + relative.length > 0) return aliased.length > relative.length ? aliased : [];
  }
  return [];
}

/** Specifiers in the text of a file, by a quick look at it. */
export function specifiersIn(text: string): string[] {
  const pattern = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"\n]+)\1/g;
  return [...text.matchAll(pattern)].map((match) => match[2] ?? '');
}

/** Aliases of tsconfig.json and of package.json, and those that bundlers' templates bring along. */
function knownAliases(modules: ProjectModules, fromPath: string): Alias[] {
  const folder = folderOf(fromPath);
  const own = modules.packageFor(folder);
  const configured = (modules.aliasesFor(folder)?.patterns ?? []).flatMap(({ pattern, targets }) =>
    targets.map((target) => ({ pattern, target })),
  );
  const { imports } = own?.manifest ?? {};
  const subpaths = Object.entries(isRecord(imports) ? imports : {}).flatMap(([pattern, value]) =>
    targetsOf(value).map((target) => ({ pattern, target: join(own?.folder ?? '', target) })),
  );
  const usual = ['@/*', '~/*'].flatMap((pattern) =>
    ['src/*', '*', 'app/*'].map((target) => ({ pattern, target: join(own?.folder ?? '', target) })),
  );
  return [...configured, ...subpaths, ...usual];
}
