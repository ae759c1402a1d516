import { isRecord, stringOrNull } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { join, type PathAliases, type ProjectModules, type ProjectPackage } from './project-modules.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.json', '.vue', '.svelte'];

/** Sources that compile to a file of the given extension: TypeScript lets `./x.js` name `x.ts`. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** File that a JavaScript or TypeScript specifier names: relative, aliased, or a package of the project itself. */
export function resolveJavaScriptModule(modules: ProjectModules, fromPath: string, specifier: string): string | null {
  const written = specifier.replace(/[?#].*$/, '') || specifier;
  const folder = folderOf(fromPath);
  if (/^\.{1,2}(\/|$)/.test(written)) return fileAt(modules, join(folder, written));
  const aliases = modules.aliasesFor(folder);
  return (
    byPatterns(modules, aliases, written) ??
    (specifier.startsWith('#') ? byImportsField(modules, folder, specifier) : null) ??
    byPackageName(modules, written) ??
    byCommonAlias(modules, folder, written) ??
    (aliases?.baseFolder != null ? fileAt(modules, join(aliases.baseFolder, written)) : null)
  );
}

/** The file at a path as resolvers look for it: as written, with an extension, as a folder with an index. */
function fileAt(modules: ProjectModules, path: string): string | null {
  if (path !== '' && modules.has(path)) return path;
  const dot = path.lastIndexOf('.');
  const sources = dot > path.lastIndexOf('/') ? (SOURCES_OF[path.slice(dot)] ?? []) : [];
  for (const extension of sources)
    if (modules.has(path.slice(0, dot) + extension)) return path.slice(0, dot) + extension;
  if (path !== '') for (const extension of EXTENSIONS) if (modules.has(path + extension)) return path + extension;
  const own = modules.packages.find((candidate) => candidate.folder === path);
  const index = indexOf(modules, path);
  if (own === undefined) return index;
  // A folder is entered by its `main`, else by its index; `exports` counts for the package's name.
  return mainOf(modules, own) ?? index ?? packageEntry(modules, own, '.');
}

function mainOf(modules: ProjectModules, { folder, manifest }: ProjectPackage): string | null {
  for (const main of [manifest.source, manifest.module, manifest.main]) {
    const path = typeof main === 'string' ? join(folder, main) : '';
    const found = path === '' || path === folder ? null : (fileAt(modules, path) ?? sourceOfBuild(modules, path));
    if (found !== null) return found;
  }
  return null;
}

function indexOf(modules: ProjectModules, folder: string): string | null {
  const paths = EXTENSIONS.map((extension) => (folder === '' ? `index${extension}` : `${folder}/index${extension}`));
  return paths.find((path) => modules.has(path)) ?? null;
}

function byPatterns(modules: ProjectModules, aliases: PathAliases | null, specifier: string): string | null {
  for (const { pattern, targets } of aliases?.patterns ?? []) {
    const rest = matchPattern(pattern, specifier);
    if (rest === null) continue;
    for (const target of targets) {
      const found = fileAt(
        modules,
        target.replace('*', () => rest),
      );
      if (found !== null) return found;
    }
  }
  return null;
}

/** What `*` in a pattern stands for; '' when a pattern without one is met; null when it does not match. */
export function matchPattern(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : null;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  const fits = specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length >= head.length + tail.length;
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : null;
}

/** Node's subpath imports: `#db` by the `imports` field of the closest package.json. */
function byImportsField(modules: ProjectModules, folder: string, specifier: string): string | null {
  const own = modules.packageFor(folder);
  const imports = own?.manifest.imports;
  return own === null || !isRecord(imports) ? null : conditionalTarget(modules, own, imports, specifier);
}

/** Workspaces and self-reference: a specifier that starts with the name of a package in the project. */
function byPackageName(modules: ProjectModules, specifier: string): string | null {
  for (const own of modules.packages) {
    const name = stringOrNull(own.manifest.name);
    if (name === null || name === '') continue;
    if (specifier === name) return packageEntry(modules, own, '.');
    if (specifier.startsWith(`${name}/`)) return packageEntry(modules, own, `.${specifier.slice(name.length)}`);
  }
  return null;
}

function packageEntry(modules: ProjectModules, own: ProjectPackage, subpath: string): string | null {
  const exported = own.manifest.exports;
  const table =
    isRecord(exported) && Object.keys(exported).some((key) => key.startsWith('.')) ? exported : { '.': exported };
  const target = conditionalTarget(modules, own, table, subpath);
  if (target !== null) return target;
  if (subpath !== '.')
    return fileAt(modules, join(own.folder, subpath)) ?? fileAt(modules, join(own.folder, `src/${subpath}`));
  const main = mainOf(modules, own);
  if (main !== null) return main;
  for (const usual of ['src/index', 'index', 'lib/index']) {
    const found = fileAt(modules, join(own.folder, usual));
    if (found !== null) return found;
  }
  return null;
}

/** `dist/x.js` is not part of a source tree, `src/x.ts` is. */
function sourceOfBuild(modules: ProjectModules, path: string): string | null {
  return fileAt(modules, path.replace(/(^|\/)(dist|build|lib|out)\/((cjs|esm)\/)?/, '$1src/'));
}

function conditionalTarget(
  modules: ProjectModules,
  own: ProjectPackage,
  table: Readonly<Record<string, unknown>>,
  key: string,
): string | null {
  for (const [pattern, value] of Object.entries(table)) {
    const rest = matchPattern(pattern, key);
    if (rest === null) continue;
    for (const target of targetsOf(value)) {
      const path = join(
        own.folder,
        target.replace('*', () => rest),
      );
      // A package that names its own folder would lead back here.
      const found = path === own.folder ? null : (fileAt(modules, path) ?? sourceOfBuild(modules, path));
      if (found !== null) return found;
    }
  }
  return null;
}

/** Paths that a value of `imports` or `exports` names, whatever its conditions. */
export function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  return isRecord(value) ? Object.values(value).flatMap(targetsOf) : [];
}

/** `@/x` and `~/x` mean the source folder in most bundler set-ups, whose configuration is code. */
function byCommonAlias(modules: ProjectModules, folder: string, specifier: string): string | null {
  const rest = /^[@~]\/(.+)$/.exec(specifier)?.[1];
  if (rest === undefined) return null;
  const top = modules.packageFor(folder)?.folder ?? '';
  return (
    fileAt(modules, join(top, `src/${rest}`)) ??
    fileAt(modules, join(top, rest)) ??
    fileAt(modules, join(top, `app/${rest}`))
  );
}
