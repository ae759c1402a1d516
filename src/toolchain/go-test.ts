import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { folderOf } from '../shared/project-path.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall, type PackagePlace } from './command-runner.ts';
import { anyOf, escapePattern, unique } from './name-patterns.ts';
import { nearestManifest } from './package-folders.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import type { RunnerCall, RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';

const FLAGS = {
  dropped: new Set(['-json', '-failfast', '-cover', '-coverprofile', '-covermode', '-coverpkg', '-v', '-count']),
  withValue: new Set([
    ...['-coverprofile', '-covermode', '-coverpkg', '-count', '-run', '-skip', '-timeout', '-tags', '-parallel', '-p'],
    ...['-cpu', '-bench', '-benchtime', '-o', '-exec', '-ldflags', '-gcflags', '-mod', '-modfile', '-vet', '-shuffle'],
    ...['-C', '-cpuprofile', '-memprofile', '-outputdir', '-list', '-fuzz', '-fuzztime', '-overlay', '-pgo'],
  ]),
};

const match: RunnerMatch = (words, index) => {
  const name = words[index]?.value ?? '';
  if (/^(.*\/)?go(\d[\d.]*)?$/.test(name)) return words[index + 1]?.value === 'test' ? 2 : 0;
  return /^(.*\/)?gotestsum$/.test(name) ? 1 : 0;
};

/** gotestsum hands on to `go test` what stands behind `--`. */
const isWrapper = (call: RunnerCall) => call.runner.length === 1;

export const goTest: Toolchain = commandToolchain({
  name: 'go-test',
  summary: 'go test',
  language: 'go',
  reportFormat: 'go-test-json',
  protectedGlobs: ['**/go.mod', '**/go.sum', '**/go.work', '**/go.work.sum'],
  results: { kind: 'console' },
  match,
  signs(project, folder) {
    const manifest = ['go.work', 'go.mod'].find((name) => hasFile(project, pathIn(folder, name)));
    const test = ownFiles(project, folder).find((path) => path.endsWith('_test.go'));
    if (manifest === undefined) {
      // Before there were modules; only where no module holds the tests.
      const isBare = test !== undefined && nearestManifest(project, pathIn(folder, test), /^go\.mod$/) === null;
      return isBare ? { score: 0.6, evidence: `there is ${pathIn(folder, test)}` } : null;
    }
    const hasTests = test !== undefined;
    return { score: hasTests ? 0.9 : 0.5, evidence: `there is ${pathIn(folder, manifest)}`, certain: true };
  },
  install: goInstall,
  defaultLine: (project, folder) => `go test ${quoteAll(moduleFolders(project, folder).map(allBelow))}`,
  setup: (project, folder) => goVariables('GOPROXY=off', ...(isModule(project, folder) ? [] : ['GO111MODULE=off'])),
  reaches: (project, folder, file) =>
    workspaceModules(project, folder) !== null ||
    !isModule(project, folder) ||
    nearestManifest(project, file, /^go\.mod$/) === folder,
  clean: (call) => [
    ...removals(sortParameters(call, FLAGS, () => false).dropped),
    ...(isWrapper(call) ? removals(beforeDashes(call)) : []),
  ],
  // A cached result would be told again after the files around the code have changed.
  report: (call) =>
    isWrapper(call) ? startedAsGo(call, ['-json', '-count=1']) : insertAfterRunner(call, ['-json', '-count=1']),
  narrow(call, { files, tests, listed }, place): Narrowed | null {
    const names = tests === null || hasFlag(call, '-run', '--run') ? null : tests;
    const folders = files === null ? packagesOf(place, listed) : unique(files.map((file) => folderOf(file)));
    if (folders === null && names === null) return null;
    const { positionals } = sortParameters(call, FLAGS, () => true);
    const packages = positionals.filter((word) => !isWrapper(call) || !beforeDashes(call).includes(word));
    const run = names === null ? [] : insertAfterRunner(call, ['-run', namePattern(names)]);
    const places = folders === null ? [] : [...removals(packages), ...append(call, folders.map(packagePath))];
    return { edits: [...run, ...places], runs: names === null ? 'files' : 'tests' };
  },
});

/** Folders of the packages that the tests' names begin with; null when one does not. */
function packagesOf({ project, folder }: PackagePlace, tests: readonly TestResult[]): string[] | null {
  const modules = moduleFolders(project, folder).map((each) => {
    const text = textOf(project, pathIn(folder, pathIn(each, 'go.mod'))) ?? '';
    return { folder: each, name: /^module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '' };
  });
  const folders = tests.map(({ namePath: [name = ''] }) => {
    const module = modules.find((each) => each.name !== '' && (name === each.name || name.startsWith(`${each.name}/`)));
    return module === undefined ? null : pathIn(module.folder, name.slice(module.name.length + 1));
  });
  const known = folders.filter((each) => each !== null);
  return known.length === 0 || known.length < folders.length ? null : unique(known);
}

function startedAsGo(call: RunnerCall, flags: readonly string[]) {
  const word = call.runner[0];
  return word === undefined ? [] : [{ start: word.start, end: word.end, text: quoteAll(['go', 'test', ...flags]) }];
}

/** gotestsum's own arguments, and the dashes behind them. */
function beforeDashes(call: RunnerCall) {
  const dashes = call.parameters.findIndex((word) => word.value === '--');
  return dashes < 0
    ? call.parameters.filter((word) => word.value.startsWith('-'))
    : call.parameters.slice(0, dashes + 1);
}

/**
 * A pattern of `-run`: it is cut at `/`, and each part is matched against the test's name at that depth. One subtest
 * is named exactly; of several tests the outermost names are, which runs all their subtests.
 */
export function namePattern(tests: readonly TestResult[]): string {
  const paths = tests.map(({ namePath }) => {
    const first = namePath.findIndex((part) => /^(Test|Example|Fuzz|Benchmark)/.test(part));
    return namePath.slice(Math.max(first, 0)).join('/').split('/');
  });
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return only.map((part) => `^${escapePattern(part)}$`).join('/');
  return anyOf(paths.map((path) => path[0] ?? ''));
}

const packagePath = (folder: string) => (folder === '' ? '.' : `./${folder}`);
const allBelow = (folder: string) => (folder === '' ? './...' : `./${folder}/...`);

/** Folders of the modules that a run tests: those that go.work uses, else the one of go.mod. */
function moduleFolders(project: Project, folder: string): readonly string[] {
  return workspaceModules(project, folder) ?? [''];
}

/** Relative to the folder of go.work (https://go.dev/ref/mod#workspaces); null without one. */
function workspaceModules(project: Project, folder: string): string[] | null {
  const text = textOf(project, pathIn(folder, 'go.work'));
  if (text === null) return null;
  const plain = text.replace(/\/\/.*$/gm, '');
  const blocks = [...plain.matchAll(/^use\s*\(([^)]*)\)/gm)].flatMap(([, block = '']) => block.split(/\s+/));
  const single = [...plain.matchAll(/^use\s+([^\s(]+)\s*$/gm)].map(([, path = '']) => path);
  const paths = [...blocks, ...single].map((path) => path.replace(/^"|"$/g, '').replace(/^\.\/?/, ''));
  const known = unique(paths).filter((path) => hasFile(project, pathIn(folder, pathIn(path, 'go.mod'))));
  return known.length > 0 ? known.sort() : null;
}

function goInstall(project: Project, folder: string): PackageInstall {
  const texts = moduleFolders(project, folder).map(
    (each) => textOf(project, pathIn(folder, pathIn(each, 'go.mod'))) ?? '',
  );
  const needed = texts.some((text) => /^\s*require\b/m.test(text));
  const isVendored = hasFile(project, pathIn(folder, 'vendor/modules.txt'));
  const folders = [pathIn(folder, CACHE_FOLDER)];
  if (!needed || isVendored) {
    const evidence = isVendored ? 'modules are in vendor/' : 'go.mod requires no module';
    return { command: null, folders, evidence: [evidence], manager: 'go' };
  }
  const command = installation(folder, 'go mod download', goVariables('GOFLAGS=-modcacherw'));
  return { command, folders, evidence: ['go.mod requires modules'], manager: 'go' };
}

function isModule(project: Project, folder: string): boolean {
  return ['go.work', 'go.mod'].some((name) => hasFile(project, pathIn(folder, name)));
}

/** Modules and compiled packages stay in the work copy, so that a run does not begin anew each time. */
function goVariables(...more: readonly string[]): string[] {
  return [
    `export GOCACHE="$PWD/${CACHE_FOLDER}/go-build" GOMODCACHE="$PWD/${CACHE_FOLDER}/go-mod"`,
    `export GOTOOLCHAIN=local ${more.join(' ')}`,
  ];
}
