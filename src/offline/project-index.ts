import { baseNameOf, folderOf } from '../shared/project-path.ts';
import type { LanguageFamily } from '../syntax/languages.ts';
import { resolveImport, resolveModule } from '../syntax/module-resolution.ts';
import type { ImportBinding } from '../syntax/syntax-types.ts';
import { foldName } from './edit-distance.ts';
import { type MemberCensus, takeCensus } from './names/member-census.ts';
import { takeParameters } from './names/parameter-census.ts';
import { takeTexts, textsUnder } from './names/text-census.ts';
import type { ProjectSources } from './project-sources.ts';

/** One import of a name somewhere in the project. */
export interface FoundImport {
  readonly path: string;
  readonly binding: ImportBinding;
  /** Project file that it reaches; null for packages and the standard library. */
  readonly target: string | null;
}

/** All names that importing a file offers. `open`: there may be more (re-exports of a package, dynamic names). */
export interface OfferedNames {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

/** Looks names up across a project, parsing only files whose text mentions them. */
export class ProjectIndex {
  readonly #sources: ProjectSources;
  readonly #offered = new Map<string, OfferedNames>();
  #parameters: ReadonlyMap<string, readonly string[] | null> | null = null;
  readonly #members = new Map<LanguageFamily, MemberCensus>();
  #texts: ReadonlyMap<string, number> | null = null;
  readonly #textsUnder = new Map<string, readonly string[]>();

  constructor(sources: ProjectSources) {
    this.#sources = sources;
  }

  /** Files of a family whose text holds `name` as a whole word. */
  filesMentioning(name: string, family: LanguageFamily): string[] {
    const pattern = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
    return this.#sources.paths.filter(
      (path) => this.#sources.family(path) === family && pattern.test(this.#sources.text(path) ?? ''),
    );
  }

  /** Files of a family whose text holds `word` in any case, also as a part of another one. */
  filesSpelling(word: string, family: LanguageFamily): string[] {
    return this.#sources.paths.filter(
      (path) =>
        this.#sources.family(path) === family && this.#sources.text(path)?.toLowerCase().includes(word) === true,
    );
  }

  /** Files that export `name` under this name, those that define it themselves first. */
  exportersOf(name: string, family: LanguageFamily): string[] {
    return this.filesMentioning(name, family).filter((path) =>
      this.#sources.facts(path).exports.some((entry) => entry.name === name),
    );
  }

  /** Imports anywhere in the project that bind the local name `name`. */
  importsOf(name: string, family: LanguageFamily): FoundImport[] {
    return this.filesMentioning(name, family).flatMap((path) =>
      this.#sources
        .facts(path)
        .imports.filter((binding) => binding.local === name)
        .map((binding) => ({ path, binding, target: this.targetOf(path, binding) })),
    );
  }

  targetOf(path: string, binding: ImportBinding): string | null {
    const language = this.#sources.language(path);
    const target = language === null ? null : resolveImport(this.#sources.project, path, binding, language);
    return this.#isHidden(path, binding.specifier, target) ? null : target;
  }

  /** File that the module of an import is, without looking for inner modules of a Python package. */
  moduleOf(path: string, specifier: string): string | null {
    const language = this.#sources.language(path);
    const target = language === null ? null : resolveModule(this.#sources.project, path, specifier, language);
    return this.#isHidden(path, specifier, target) ? null : target;
  }

  /** Within a package `import abc` is the standard library's, also where the package has a module of that name. */
  #isHidden(path: string, specifier: string, target: string | null): boolean {
    if (target === null || specifier.startsWith('.') || this.#sources.family(path) !== 'python') return false;
    const [top = ''] = specifier.split('.');
    const holder = folderOf(`${target.split(`/${top}`)[0] ?? ''}/x`);
    const isPackaged = this.#sources.has(holder === '' ? '__init__.py' : `${holder}/__init__.py`);
    return isPackaged && this.#sources.library('python').modules.has(top);
  }

  /** Files whose module name (of an index file: its folder's name) reads like `name`, case and separators aside. */
  modulesNamed(name: string, family: LanguageFamily): string[] {
    const folded = foldName(name);
    return this.#sources.paths.filter(
      (path) => this.#sources.family(path) === family && foldName(moduleName(path)) === folded,
    );
  }

  /**
   * Files whose path spells `name` in other words: `userController` is `controllers/user.js`, `authMiddleware` is
   * `middleware/auth.js`. The file's own name must be a part of it, and every word of it must be in the path.
   */
  modulesSpelling(name: string, family: LanguageFamily): string[] {
    const words = wordsOf(name);
    if (words.length < 2) return [];
    return this.#sources.paths.filter((path) => {
      if (this.#sources.family(path) !== family) return false;
      const own = wordsOf(moduleName(path));
      const all = new Set(path.split('/').flatMap((part) => wordsOf(part.replace(/\.\w+$/, ''))));
      return own.length > 0 && own.every((word) => words.includes(word)) && words.every((word) => all.has(word));
    });
  }

  /** Everything that an import of the file can name, re-exports followed. */
  offeredBy(path: string): OfferedNames {
    return this.#offeredOnTheWay(path, new Set());
  }

  /** Modules that pass each other on in a circle add their names once: only what was asked for first is complete. */
  #offeredOnTheWay(path: string, seen: Set<string>): OfferedNames {
    const known = this.#offered.get(path);
    if (known !== undefined) return known;
    if (seen.has(path)) return { names: new Set(), open: false };
    const isFirst = seen.size === 0;
    seen.add(path);
    const isPython = this.#sources.family(path) === 'python';
    const offered = isPython ? this.#pythonNames(path, seen) : this.#exportedNames(path, seen);
    if (isFirst) this.#offered.set(path, offered);
    return offered;
  }

  /** Members that the files of a family define and use. */
  members(family: LanguageFamily): MemberCensus {
    const census = this.#members.get(family) ?? takeCensus(this.#sources, family);
    this.#members.set(family, census);
    return census;
  }

  /** Parameter names of the project's only function of that name; null when there is none, or several that differ. */
  parametersOf(name: string): readonly string[] | null {
    this.#parameters ??= takeParameters(this.#sources);
    return this.#parameters.get(name) ?? null;
  }

  /** Short texts and words between quotes in the project and its tests, and how often each stands. */
  texts(): ReadonlyMap<string, number> {
    this.#texts ??= takeTexts(this.#sources);
    return this.#texts;
  }

  /** Texts that the project keeps under a key. */
  textsUnder(key: string): readonly string[] {
    let known = this.#textsUnder.get(key);
    if (known === undefined) {
      known = textsUnder(this.#sources, key);
      this.#textsUnder.set(key, known);
    }
    return known;
  }

  #exportedNames(path: string, seen: Set<string>): OfferedNames {
    const { exports, imports } = this.#sources.facts(path);
    const names = new Set(exports.map((entry) => entry.name));
    let open = !/\.(ts|tsx|js|jsx|mjs|cjs|mts|cts)$/.test(path);
    if (names.delete('*')) {
      let follows = false;
      for (const binding of imports) {
        const reExport = binding.style === 'namespace' && binding.local === null;
        if (!reExport && !(binding.commonJs && binding.style === 'side-effect')) continue;
        follows = true;
        const target = this.moduleOf(path, binding.specifier);
        const inner = target === null || target === path ? null : this.#offeredOnTheWay(target, seen);
        for (const name of inner?.names ?? []) if (name !== 'default') names.add(name);
        open ||= inner === null || inner.open;
      }
      // Something else than a module is spread into the exports.
      open ||= !follows;
    }
    return { names, open };
  }

  #pythonNames(path: string, seen: Set<string>): OfferedNames {
    const { exports, imports } = this.#sources.facts(path);
    const analysis = this.#sources.scopes(path);
    const names = new Set(exports.map((entry) => entry.name));
    for (const name of analysis?.module.bindings.keys() ?? []) names.add(name);
    let open = names.delete('*') || names.has('__getattr__');
    for (const binding of imports.filter((entry) => entry.imported === '*')) {
      const target = this.moduleOf(path, binding.specifier);
      const inner = target === null || target === path ? null : this.#offeredOnTheWay(target, seen);
      for (const name of inner?.names ?? []) names.add(name);
      open ||= inner === null || inner.open;
    }
    if (baseNameOf(path) === '__init__.py') for (const name of this.#innerModules(folderOf(path))) names.add(name);
    return { names, open };
  }

  #innerModules(folder: string): string[] {
    return this.#sources.paths
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).replace(/\.py$|\/.*$/s, ''));
  }
}

/** Words of a name or of a path's part, in lower case and without a plural's `s`. */
export function wordsOf(name: string): string[] {
  const parts = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  return parts.filter((part) => part !== '').map((part) => part.toLowerCase().replace(/(?<=\w\w)s$/, ''));
}

/** Name by which a file is known as a module: `models/index.js` and `models/__init__.py` are `models`. */
export function moduleName(path: string): string {
  const stem = baseNameOf(path).replace(/(\.[^.]+)+$/, '');
  return stem === 'index' || stem === '__init__' ? baseNameOf(folderOf(path)) : stem;
}
