import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, spacedName } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set([
    ...['--watch', '--hot', '--coverage', '--coverage-reporter', '--coverage-dir', '--bail', '--reporter', '--only'],
    ...['--reporter-outfile', '--update-snapshots', '-u', '--rerun-each', '--todo'],
  ]),
  withValue: new Set([
    ...['--coverage-reporter', '--coverage-dir', '--reporter', '--reporter-outfile', '--timeout', '--preload', '-r'],
    ...['--test-name-pattern', '-t', '--config', '-c', '--rerun-each', '--cwd', '--env-file', '--tsconfig-override'],
  ]),
};

const match: RunnerMatch = (words, index) =>
  baseName(words[index]?.value ?? '') === 'bun' && words[index + 1]?.value === 'test' ? 2 : 0;

export const bunTest: Toolchain = nodeToolchain({
  name: 'bun-test',
  summary: "Bun's own test runner",
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/bunfig.toml'],
  support: null,
  match: () => match,
  signs(project, folder) {
    const file = ownFiles(project, folder)
      .filter((path) => /[._](test|spec)\.[cm]?[jt]sx?$/.test(path))
      .slice(0, 60)
      .find((path) => /['"]bun:test['"]/.test(textOf(project, pathIn(folder, path)) ?? ''));
    return file === undefined ? null : { score: 0.8, evidence: `${pathIn(folder, file)} uses bun:test` };
  },
  defaultLine: () => 'bun test',
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call, resultFile) => insertAfterRunner(call, ['--reporter=junit', `--reporter-outfile=${resultFile}`]),
  // A word with `./` is a path, without it a part of one.
  select(call, files, paths) {
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    return [
      ...removals(positionals),
      ...append(
        call,
        files.map((file) => `./${file}`),
      ),
    ];
  },
  names: (call, tests) =>
    hasFlag(call, '--test-name-pattern', '-t')
      ? null
      : append(call, ['--test-name-pattern', anyOf(tests.map(spacedName), '\\s*')]),
});
