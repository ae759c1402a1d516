import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { anyOf } from './name-patterns.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { existsInProject, ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, findRunnerCalls, type RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';

const FLAGS = {
  dropped: new Set([
    ...['--watch', '--watch-hmr', '--coverage', '--fail-fast', '--reporter', '--junit-path', '--doc', '--clean'],
    ...['--coverage-raw-data-only', '--shuffle', '--trace-leaks', '--inspect', '--inspect-brk', '--inspect-wait'],
  ]),
  withValue: new Set([
    '--reporter',
    '--junit-path',
    '--filter',
    '--config',
    '-c',
    '--import-map',
    '--location',
    '--ext',
  ]),
};

const MANIFESTS = ['deno.json', 'deno.jsonc'];

/** The names that Deno looks for (https://docs.deno.com/runtime/reference/cli/test/). */
const TEST_FILE = /(^|[/._])test\.[cm]?[jt]sx?$|(^|\/)__tests__\/.*\.[cm]?[jt]sx?$/;

const FILES_TO_READ = 60;

const match: RunnerMatch = (words, index) =>
  baseName(words[index]?.value ?? '') === 'deno' && words[index + 1]?.value === 'test' ? 2 : 0;

export const denoTest: Toolchain = commandToolchain({
  name: 'deno-test',
  summary: "Deno's own test runner",
  language: 'javascript',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/deno.json', '**/deno.jsonc', '**/deno.lock'],
  results: { kind: 'file', ending: 'xml' },
  match,
  languageOf: (project, folder) =>
    ownFiles(project, folder).some((path) => /\.[cm]?tsx?$/.test(path)) ? 'typescript' : 'javascript',
  signs(project, folder) {
    const test = testFiles(project, folder).find((path) =>
      /\bDeno\.test\b|["'](jsr:@std|https:\/\/deno\.land\/)/.test(textOf(project, pathIn(folder, path)) ?? ''),
    );
    const manifest = MANIFESTS.find((name) => textOf(project, pathIn(folder, name)) !== null);
    if (taskOf(project, folder) !== null) {
      return { score: 0.95, evidence: `a task in ${pathIn(folder, manifest ?? '')} runs deno test`, certain: true };
    }
    if (test === undefined) return null;
    const evidence = `${pathIn(folder, manifest ?? test)} is there, and ${pathIn(folder, test)} is written for Deno`;
    return { score: manifest === undefined ? 0.75 : 0.9, evidence };
  },
  install: denoInstall,
  defaultLine: (project, folder) => taskOf(project, folder) ?? 'deno test --allow-all',
  setup: () => [`export DENO_DIR="$PWD/${CACHE_FOLDER}/deno" DENO_NO_UPDATE_CHECK=1`],
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call, { resultFile }) => insertAfterRunner(call, [`--junit-path=${resultFile}`]),
  narrow(call, { files, tests }, { project, folder }): Narrowed | null {
    if (files === null) return null;
    const isPath = (word: string) => existsInProject(project, pathIn(folder, word.replace(/\/+$/, '')));
    const { positionals } = sortParameters(call, FLAGS, isPath);
    const names = tests === null || hasFlag(call, '--filter') ? null : tests;
    // Steps run with the test that they are in. Between slashes stands a pattern.
    const outer = (names ?? []).flatMap(prefixes);
    const filter = names === null ? [] : insertAfterRunner(call, [`--filter=/${anyOf(outer).replaceAll('/', '\\/')}/`]);
    return {
      edits: [...removals(positionals), ...filter, ...append(call, files)],
      runs: names === null ? 'files' : 'tests',
    };
  },
});

/** A report tells the steps of a test, and a `>` in its name, alike: each beginning may be the test. */
function prefixes(test: TestResult): string[] {
  const parts = test.namePath.join(' > ').split(' > ');
  return parts.map((_, index) => parts.slice(0, index + 1).join(' > '));
}

function testFiles(project: Project, folder: string): string[] {
  return ownFiles(project, folder)
    .filter((path) => TEST_FILE.test(path))
    .slice(0, FILES_TO_READ);
}

/** The line of the task `test` when it runs Deno's own runner. */
function taskOf(project: Project, folder: string): string | null {
  for (const name of MANIFESTS) {
    const text = textOf(project, pathIn(folder, name));
    const manifest = text === null ? null : parseJson(text.replace(/^\s*\/\/.*$/gm, ''));
    const tasks = isRecord(manifest) && isRecord(manifest.tasks) ? manifest.tasks : {};
    const task = isRecord(tasks.test) ? tasks.test.command : tasks.test;
    if (typeof task === 'string' && findRunnerCalls(task, match).length > 0) return task;
  }
  return null;
}

/** What is imported from elsewhere is fetched before, since tests have no network. */
function denoInstall(project: Project, folder: string): PackageInstall {
  const folders = [pathIn(folder, CACHE_FOLDER), pathIn(folder, 'node_modules')];
  const files = testFiles(project, folder);
  const texts = [...MANIFESTS, ...ownFiles(project, folder).filter((path) => /\.[cm]?[jt]sx?$/.test(path))].map(
    (path) => textOf(project, pathIn(folder, path)) ?? '',
  );
  if (files.length === 0 || !texts.some((text) => /["'](jsr:|npm:|https:\/\/)/.test(text))) {
    return { command: null, folders, evidence: ['nothing is imported from elsewhere'], manager: 'deno' };
  }
  const setup = [`export DENO_DIR="$PWD/${CACHE_FOLDER}/deno" DENO_NO_UPDATE_CHECK=1`];
  const command = installation(folder, `deno cache ${quoteAll(files)}`, setup);
  return { command, folders, evidence: ['modules are imported from elsewhere'], manager: 'deno' };
}
