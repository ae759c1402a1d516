import type { Project } from '../domain/project.ts';
import { ownFiles, pathIn } from './project-files.ts';

/** A build tool whose tests run by one command, and tell what happened by what they print. */
interface BuildTool {
  readonly name: string;
  readonly language: string;
  /** Its file in the folder of the project. */
  readonly manifest: RegExp;
  /** Some file below that shows that there are tests; left out where the manifest alone says so. */
  readonly tests?: RegExp;
  readonly line: string;
}

const BUILD_TOOLS: readonly BuildTool[] = [
  { name: 'mix', language: 'elixir', manifest: /^mix\.exs$/, line: 'mix test --seed 0' },
  { name: 'rebar3', language: 'erlang', manifest: /^rebar\.config$/, line: 'rebar3 eunit' },
  { name: 'swift', language: 'swift', manifest: /^Package\.swift$/, line: 'swift test' },
  { name: 'flutter', language: 'dart', manifest: /^pubspec\.yaml$/, tests: /^lib\/main\.dart$/, line: 'flutter test' },
  { name: 'dart', language: 'dart', manifest: /^pubspec\.yaml$/, tests: /^test\/.*_test\.dart$/, line: 'dart test' },
  { name: 'sbt', language: 'scala', manifest: /^build\.sbt$/, line: 'sbt -batch test' },
  { name: 'mill', language: 'scala', manifest: /^build\.(sc|mill)$/, line: 'mill __.test' },
  { name: 'ant', language: 'java', manifest: /^build\.xml$/, line: 'ant test' },
  { name: 'leiningen', language: 'clojure', manifest: /^project\.clj$/, line: 'lein test' },
  { name: 'stack', language: 'haskell', manifest: /^stack\.yaml$/, line: 'stack test' },
  { name: 'cabal', language: 'haskell', manifest: /\.cabal$|^cabal\.project$/, line: 'cabal test all' },
  { name: 'dune', language: 'ocaml', manifest: /^dune-project$/, line: 'dune test' },
  { name: 'zig', language: 'zig', manifest: /^build\.zig$/, line: 'zig build test' },
  { name: 'crystal', language: 'crystal', manifest: /^shard\.yml$/, tests: /_spec\.cr$/, line: 'crystal spec' },
  { name: 'busted', language: 'lua', manifest: /^\.busted$|\.rockspec$/, tests: /_spec\.lua$/, line: 'busted' },
  {
    ...{ name: 'autotools', language: 'c', manifest: /^configure\.(ac|in)$/, tests: /(^|\/)Makefile\.am$/ },
    line: 'if [ ! -f Makefile ]; then autoreconf -i && ./configure; fi && make check VERBOSE=1',
  },
];

/** The build tool of a folder, and what shows it; null when none is known. */
export function buildTool(
  project: Project,
  folder: string,
): { readonly name: string; readonly language: string; readonly line: string; readonly evidence: string } | null {
  const files = ownFiles(project, folder);
  const top = files.filter((path) => !path.includes('/'));
  for (const { name, language, manifest, tests, line } of BUILD_TOOLS) {
    const found = top.find((path) => manifest.test(path));
    if (found === undefined || (tests !== undefined && !files.some((path) => tests.test(path)))) continue;
    return { name, language, line, evidence: `there is ${pathIn(folder, found)}` };
  }
  return null;
}
