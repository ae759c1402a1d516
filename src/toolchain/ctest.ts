import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { makeTarget } from './make-target.ts';
import { anyOf } from './name-patterns.ts';
import { nativeLanguage } from './native-language.ts';
import { installation } from './package-install.ts';
import { existsInProject, ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set([
    ...['--output-junit', '-V', '--verbose', '-VV', '--extra-verbose', '-Q', '--quiet', '--stop-on-failure', '-N'],
    ...['--rerun-failed', '--progress', '-j', '--parallel', '--output-on-failure'],
  ]),
  withValue: new Set([
    '--output-junit',
    '-j',
    '--parallel',
    '--test-dir',
    '-C',
    '-R',
    '-E',
    '-L',
    '-LE',
    '--timeout',
    '-I',
  ]),
};

const match: RunnerMatch = (words, index) => (baseName(words[index]?.value ?? '') === 'ctest' ? 1 : 0);

export const ctest: Toolchain = commandToolchain({
  name: 'ctest',
  summary: 'CMake and CTest',
  language: 'c',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/CMakeLists.txt', '**/*.cmake', '**/CMakePresets.json', '**/conanfile.*', '**/vcpkg.json'],
  results: { kind: 'file', ending: 'xml' },
  match,
  languageOf: nativeLanguage,
  signs(project, folder) {
    const manifest = pathIn(folder, 'CMakeLists.txt');
    const text = textOf(project, manifest);
    if (text === null) return null;
    const all = [text, ...innerManifests(project, folder)].join('\n');
    const hasTests = /\b(enable_testing|add_test|\w+_discover_tests|include\s*\(\s*CTest)\b/i.test(all);
    // What a Makefile calls tests is likelier than a build that knows of none.
    if (!hasTests && makeTarget(project, folder) !== null) return null;
    // A folder without a project of its own is a part of the one above.
    const isWhole = /^\s*project\s*\(/im.test(text);
    const score = (hasTests ? 0.9 : 0.4) - (isWhole ? 0 : 0.3);
    const evidence = hasTests ? `${manifest} declares tests` : `there is ${manifest}`;
    return { score, evidence, certain: hasTests };
  },
  install: cmakeInstall,
  defaultLine(project, folder) {
    const build = buildFolder(project, folder);
    return `${configuring(build)} && cmake --build ${build} --parallel 2 && ctest --test-dir ${build}`;
  },
  setup: () => ['export CTEST_OUTPUT_ON_FAILURE=1', 'export CMAKE_COLOR_DIAGNOSTICS=OFF GTEST_COLOR=no'],
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call, { resultFile }) => insertAfterRunner(call, ['--output-on-failure', '--output-junit', resultFile]),
  // Tests have no files that CTest knows of: they go by their names.
  narrow(call, { listed }): Narrowed | null {
    const names = listed.filter((test) => test.failure?.kind !== 'compile').map((test) => test.namePath.at(-1) ?? '');
    if (names.length < Math.max(listed.length, 1) || hasFlag(call, '-R', '--tests-regex')) return null;
    return { edits: insertAfterRunner(call, ['-R', anyOf(names)]), runs: 'tests' };
  },
});

function innerManifests(project: Project, folder: string): string[] {
  return ownFiles(project, folder)
    .filter((path) => /\/CMakeLists\.txt$|\.cmake$/.test(path))
    .slice(0, 40)
    .map((path) => textOf(project, pathIn(folder, path)) ?? '');
}

function configuring(build: string): string {
  return `cmake -S . -B ${build}`;
}

/** Beside what the project may have brought along under the usual name. */
function buildFolder(project: Project, folder: string): string {
  return existsInProject(project, pathIn(folder, 'build')) ? 'build-autofix' : 'build';
}

/** Only what is fetched needs the network: FetchContent and its like do so while the build is configured. */
function cmakeInstall(project: Project, folder: string): PackageInstall {
  const build = buildFolder(project, folder);
  const folders = [pathIn(folder, build)];
  const text = [textOf(project, pathIn(folder, 'CMakeLists.txt')) ?? '', ...innerManifests(project, folder)].join('\n');
  if (!/\b(FetchContent_\w+|ExternalProject_Add|CPMAddPackage)\b/i.test(text)) {
    return { command: null, folders, evidence: ['CMakeLists.txt fetches nothing'], manager: 'cmake' };
  }
  return {
    command: installation(folder, configuring(build)),
    folders,
    evidence: ['CMakeLists.txt fetches packages'],
    manager: 'cmake',
  };
}
