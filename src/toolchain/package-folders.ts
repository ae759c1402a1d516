import type { Project } from '../domain/project.ts';
import { baseNameOf, folderOf, isForeignPath } from '../shared/project-path.ts';
import { pathBelow } from './project-files.ts';

/** A folder that may have tests of its own, and the languages that it has a manifest of. */
export interface PackageFolder {
  readonly folder: string;
  readonly languages: ReadonlySet<string>;
}

/** Names of the files that make a folder a package, by language. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  javascript: /^(package\.json|deno\.jsonc?)$/,
  python: /^(pyproject\.toml|setup\.(py|cfg)|requirements[\w-]*\.txt|tox\.ini|pytest\.ini|Pipfile|manage\.py)$/,
  go: /^go\.(mod|work)$/,
  rust: /^Cargo\.toml$/,
  java: /^(pom\.xml|(build|settings)\.gradle(\.kts)?|gradlew)$/,
  csharp: /\.(sln|slnx|csproj|fsproj|vbproj)$/,
  ruby: /^(Gemfile|Rakefile|\.rspec|.+\.gemspec)$/,
  php: /^(composer\.json|phpunit\.xml(\.dist)?|phpunit\.dist\.xml)$/,
  perl: /^(cpanfile|Makefile\.PL|Build\.PL|dist\.ini|META\.json)$/,
  c: /^(CMakeLists\.txt|meson\.build)$/,
  other:
    /^(mix\.exs|rebar\.config|Package\.swift|pubspec\.yaml|build\.(sbt|sc|mill|xml|zig)|project\.clj|stack\.yaml|cabal\.project|dune-project|shard\.yml|configure\.(ac|in))$/,
  make: /^(GNUm|m|M)akefile$/,
};

/** How many folders are looked at when no report says where the tests are. */
const MAX_FOLDERS = 40;

/** The top and every package, the outer ones first: only those that hold some of `tests`, when there are any. */
export function packageFolders(project: Project, tests: readonly string[]): PackageFolder[] {
  const found = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of project.entries.keys()) {
    const name = baseNameOf(path);
    for (const [language, manifest] of Object.entries(MANIFESTS)) {
      if (!manifest.test(name) || isForeignPath(path)) continue;
      const folder = folderOf(path);
      found.set(folder, (found.get(folder) ?? new Set()).add(language));
    }
  }
  const folders = [...found].map(([folder, languages]) => ({ folder, languages }));
  const sorted = folders.sort((left, right) => depthOf(left.folder) - depthOf(right.folder));
  const holding = sorted.filter(({ folder }) => tests.some((file) => pathBelow(folder, file) !== null));
  return holding.length > 0 ? holding : sorted.slice(0, MAX_FOLDERS);
}

/** 0 at the top. */
export function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** Folder of the nearest manifest above a file; null when there is none. */
export function nearestManifest(project: Project, file: string, manifest: RegExp): string | null {
  const folders = new Set<string>();
  for (const path of project.entries.keys()) if (manifest.test(baseNameOf(path))) folders.add(folderOf(path));
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    if (folders.has(folder)) return folder;
    if (folder === '') return null;
  }
}
