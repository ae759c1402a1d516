import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall, type PackagePlace } from './command-runner.ts';
import { unique } from './name-patterns.ts';
import { nearestManifest } from './package-folders.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, ownFiles, pathIn } from './project-files.ts';
import { tableIn, tomlOf } from './python-project.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';

const FLAGS = {
  dropped: new Set(['--no-run', '--quiet', '-q', '--message-format', '--no-fail-fast', '--color']),
  withValue: new Set([
    ...['--package', '-p', '--exclude', '--bin', '--test', '--example', '--bench', '--features', '-F', '--target'],
    ...[
      '--target-dir',
      '--manifest-path',
      '--profile',
      '--jobs',
      '-j',
      '--color',
      '--message-format',
      '--config',
      '-Z',
    ],
  ]),
};

/** Which parts of a package are tested: replaced when a selection names others. */
const TARGET_FLAGS =
  /^(--(lib|bins|tests|examples|benches|doc|all-targets|workspace|all)|--(bin|test|example|bench|package)(=.*)?|-p(=.*)?)$/;

const match: RunnerMatch = (words, index) => {
  if (baseName(words[index]?.value ?? '') !== 'cargo') return 0;
  // `cargo +nightly test`
  const next = words[index + 1]?.value.startsWith('+') ? index + 2 : index + 1;
  if (/^(test|t)$/.test(words[next]?.value ?? '')) return next - index + 1;
  return words[next]?.value === 'nextest' && words[next + 1]?.value === 'run' ? next - index + 2 : 0;
};

const isNextest = (call: RunnerCall) => call.runner.some((word) => word.value === 'nextest');

export const cargo: Toolchain = commandToolchain({
  name: 'cargo',
  summary: 'cargo test',
  language: 'rust',
  reportFormat: 'cargo-console',
  protectedGlobs: [
    '**/Cargo.toml',
    '**/Cargo.lock',
    '**/.cargo/**',
    '**/build.rs',
    '**/rust-toolchain*',
    '**/nextest.toml',
  ],
  results: { kind: 'console' },
  match,
  signs(project, folder) {
    const manifest = pathIn(folder, 'Cargo.toml');
    if (!hasFile(project, manifest)) return null;
    return { score: 0.9, evidence: `there is ${manifest}`, certain: true };
  },
  install: cargoInstall,
  defaultLine: (project, folder) => (isWorkspace(project, folder) ? 'cargo test --workspace' : 'cargo test'),
  setup: () => cargoVariables('CARGO_NET_OFFLINE=true'),
  reaches: (project, folder, file) =>
    isWorkspace(project, folder) || nearestManifest(project, file, /^Cargo\.toml$/) === folder,
  clean: (call) => removals(sortParameters(ownPart(call), FLAGS, () => false).dropped),
  report: (call) => insertAfterRunner(call, ['--no-fail-fast']),
  narrow(call, { files, tests, listed }, place): Narrowed | null {
    const { dashes, positionals } = partsOf(call);
    if (positionals.length > 0 || isNextest(call)) return null;
    const targets = files === null ? null : targetsOf(place, files, mayBeInDocs(files, listed));
    if (targets === null && tests === null) return null;
    const replaced = targets === null ? [] : [...removals(targetWords(call)), ...insertAfterRunner(call, targets)];
    if (tests === null) return { edits: replaced, runs: 'files' };
    const names = ['--exact', ...unique(tests.map(testPath))];
    return { edits: [...replaced, ...append(call, dashes ? names : ['--', ...names])], runs: 'tests' };
  },
});

/** Examples in the documentation are tests too, of no target that could be named beside others. */
function mayBeInDocs(files: readonly string[], tests: readonly TestResult[]): boolean {
  if (tests.length === 0) return files.some((file) => /(^|\/)src\//.test(file));
  return tests.some((test) => /\(line \d+\)$/.test(test.namePath.at(-1) ?? ''));
}

/** As the test program names it: modules and function joined by `::`. */
function testPath(test: TestResult): string {
  return test.namePath.join('::');
}

function partsOf(call: RunnerCall) {
  const dashes = call.parameters.some((word) => word.value === '--');
  return { dashes, positionals: sortParameters(ownPart(call), FLAGS, () => false).positionals };
}

/** What stands before `--`: the rest is the test program's own. */
function ownPart(call: RunnerCall): RunnerCall {
  const dashes = call.parameters.findIndex((word) => word.value === '--');
  return dashes < 0 ? call : { ...call, parameters: call.parameters.slice(0, dashes) };
}

function targetWords(call: RunnerCall) {
  const words = ownPart(call).parameters;
  return words.filter((word, index) => {
    const before = words[index - 1]?.value ?? '';
    return TARGET_FLAGS.test(word.value) || /^(--(bin|test|example|bench|package)|-p)$/.test(before);
  });
}

/**
 * The parts of the packages that the files belong to: `tests/api.rs` is `--test api`, what lies in `src/` is the
 * library or the programs (https://doc.rust-lang.org/cargo/guide/project-layout.html). null when a file fits none.
 */
function targetsOf({ project, folder }: PackagePlace, files: readonly string[], needsDocs: boolean): string[] | null {
  if (needsDocs) return null;
  const words: string[][] = [];
  for (const file of files) {
    const home = nearestManifest(project, pathIn(folder, file), /^Cargo\.toml$/);
    if (home === null) return null;
    const inside = pathIn(folder, file).slice(home === '' ? 0 : home.length + 1);
    const target = targetOf(project, home, inside);
    if (target === null) return null;
    const name = tableIn(tomlOf(project, pathIn(home, 'Cargo.toml')), 'package').name;
    if (home !== folder && typeof name !== 'string') return null;
    words.push(...(home === folder ? [] : [['-p', String(name)]]), ...target);
  }
  return unique(words.map((each) => quoteAll(each))).flatMap((each) => each.split(' '));
}

function targetOf(project: Project, home: string, file: string): string[][] | null {
  const test = /^tests\/(?:([\w-]+)\.rs|([\w-]+)\/main\.rs)$/.exec(file);
  if (test !== null) return [['--test', test[1] ?? test[2] ?? '']];
  const program = /^src\/bin\/(?:([\w-]+)\.rs|([\w-]+)\/.+\.rs)$/.exec(file);
  if (program !== null) return [['--bin', program[1] ?? program[2] ?? '']];
  if (!file.startsWith('src/')) return null;
  const hasLibrary = hasFile(project, pathIn(home, 'src/lib.rs'));
  const hasProgram = hasFile(project, pathIn(home, 'src/main.rs'));
  if (!hasLibrary && !hasProgram) return null;
  return [...(hasLibrary ? [['--lib']] : []), ...(hasProgram ? [['--bins']] : [])];
}

function isWorkspace(project: Project, folder: string): boolean {
  return 'workspace' in (tomlOf(project, pathIn(folder, 'Cargo.toml')) ?? {});
}

const DEPENDENCY_TABLES = ['dependencies', 'dev-dependencies', 'build-dependencies'];

/** Packages of the registry or of git: those with a path are in the project. */
function cargoInstall(project: Project, folder: string): PackageInstall {
  const manifests = ownFiles(project, folder).filter((path) => baseName(path) === 'Cargo.toml');
  const needed = manifests.some((path) => {
    const manifest = tomlOf(project, pathIn(folder, path));
    const tables = DEPENDENCY_TABLES.flatMap((name) => [tableIn(manifest, name), tableIn(manifest, 'workspace', name)]);
    const versions = tables.flatMap((table) => Object.values(table));
    return versions.some((value) => typeof value === 'string' || !('path' in tableIn(value)));
  });
  const folders = [pathIn(folder, CACHE_FOLDER)];
  if (!needed) return { command: null, folders, evidence: ['Cargo.toml needs no other package'], manager: 'cargo' };
  const line = hasFile(project, pathIn(folder, 'Cargo.lock')) ? 'cargo fetch --locked' : 'cargo fetch';
  const command = installation(folder, line, cargoVariables());
  return { command, folders, evidence: ['Cargo.toml needs other packages'], manager: 'cargo' };
}

/** Packages and compiled code stay in the work copy, so that a run does not begin anew each time. */
function cargoVariables(...more: readonly string[]): string[] {
  const cache = `$PWD/${CACHE_FOLDER}`;
  return [
    `export CARGO_HOME="${cache}/cargo" CARGO_TARGET_DIR="${cache}/target" CARGO_TERM_COLOR=never ${more.join(' ')}`.trim(),
  ];
}
