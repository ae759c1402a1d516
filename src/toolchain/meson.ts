import type { Toolchain } from '../domain/toolchain.ts';
import { append, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed } from './command-runner.ts';
import { unique } from './name-patterns.ts';
import { nativeLanguage } from './native-language.ts';
import { existsInProject, ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set(['--verbose', '-v', '--quiet', '-q', '--repeat', '--gdb', '--maxfail', '--print-errorlogs']),
  withValue: new Set([
    '-C',
    '--repeat',
    '--suite',
    '--no-suite',
    '--wrap',
    '--wrapper',
    '-t',
    '--maxfail',
    '--num-processes',
  ]),
};

const match: RunnerMatch = (words, index) =>
  baseName(words[index]?.value ?? '') === 'meson' && words[index + 1]?.value === 'test' ? 2 : 0;

/** Meson (https://mesonbuild.com/Unit-tests.html): it leaves a JUnit report in its build folder. */
export const meson: Toolchain = commandToolchain({
  name: 'meson',
  summary: 'Meson',
  language: 'c',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/meson.build', '**/meson_options.txt', '**/meson.options', '**/subprojects/*.wrap'],
  results: { kind: 'collected', patterns: ['*/meson-logs/testlog*.junit.xml'] },
  match,
  languageOf: nativeLanguage,
  signs(project, folder) {
    const manifest = pathIn(folder, 'meson.build');
    // A folder without a project of its own is a part of the one above.
    if (!/^\s*project\s*\(/m.test(textOf(project, manifest) ?? '')) return null;
    const texts = ownFiles(project, folder).filter((path) => /(^|\/)meson\.build$/.test(path));
    const hasTests = texts.some((path) => /^\s*test\s*\(/m.test(textOf(project, pathIn(folder, path)) ?? ''));
    return hasTests ? { score: 0.88, evidence: `${manifest} declares tests`, certain: true } : null;
  },
  install: (project, folder) => ({
    ...{ command: null, evidence: ['Meson builds before it tests'], manager: 'meson' },
    folders: [pathIn(folder, buildFolder(existsInProject(project, pathIn(folder, 'build'))))],
  }),
  defaultLine(project, folder) {
    const build = buildFolder(existsInProject(project, pathIn(folder, 'build')));
    const setup = `if [ ! -f ${build}/build.ninja ]; then meson setup ${build}; fi`;
    return `${setup} && meson test -C ${build}`;
  },
  setup: () => [],
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call) => append(call, ['--print-errorlogs']),
  // Tests have no files that Meson knows of: they go by their names.
  narrow(call, { listed }): Narrowed | null {
    const names = unique(listed.map((test) => test.namePath.at(-1) ?? ''));
    const isNamed = names.length > 0 && listed.every((test) => test.failure?.kind !== 'compile');
    const { positionals } = sortParameters(call, FLAGS, () => true);
    return isNamed && positionals.length === 0 ? { edits: append(call, names), runs: 'tests' } : null;
  },
});

/** Beside what the project may have brought along under the usual name. */
function buildFolder(isTaken: boolean): string {
  return isTaken ? 'build-autofix' : 'build';
}
