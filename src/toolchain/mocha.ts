import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, spacedName } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';
import { supportText } from './support-file.ts';

const FLAGS = {
  dropped: new Set([
    ...['--watch', '-w', '--reporter', '-R', '--reporter-option', '--reporter-options', '-O', '--bail', '-b'],
    ...['--parallel', '-p', '--jobs', '-j'],
  ]),
  withValue: new Set([
    ...['--reporter', '-R', '--reporter-option', '--reporter-options', '-O', '--jobs', '-j', '--require', '-r'],
    ...['--file', '--timeout', '-t', '--timeouts', '--ui', '-u', '--grep', '-g', '--fgrep', '-f', '--config', '--opts'],
    ...['--package', '--extension', '--ignore', '--exclude', '--slow', '-s', '--retries', '--node-option', '-n'],
    ...['--watch-files', '--watch-ignore', '--loader', '--import', '--global', '--globals', '--spec'],
  ]),
};

const match: RunnerMatch = (words, index) =>
  matchBinary(['mocha', '_mocha', 'ts-mocha', 'electron-mocha'], words, index) ? 1 : 0;

export const mocha: Toolchain = nodeToolchain({
  name: 'mocha',
  summary: 'Mocha',
  reportFormat: 'ctrf',
  protectedGlobs: ['**/.mocharc*', '**/mocha.opts'],
  support: { name: 'reporter.cjs', content: () => supportText('mocha-reporter.cjs') },
  match: () => match,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => /^\.mocharc(\.|$)/.test(path));
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    if ('mocha' in nodePackage.manifest) return { score: 0.8, evidence: 'package.json configures mocha' };
    return nodePackage.dependencies.has('mocha') ? { score: 0.7, evidence: 'package.json lists mocha' } : null;
  },
  defaultLine: () => 'mocha',
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  // In one process and to the end: the reporter must see the loading of every file.
  report: (call, resultFile, supportFile) =>
    insertAfterRunner(call, [
      ...['--require', supportFile, '--reporter', supportFile, '--reporter-options', `output=${resultFile}`],
      ...['--no-parallel', '--no-bail'],
    ]),
  select(call, files, paths) {
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
  names: (call, tests) =>
    hasFlag(call, '--grep', '-g', '--fgrep', '-f', '--invert', '-i')
      ? null
      : append(call, ['--grep', anyOf(tests.map(spacedName))]),
});
