import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, spacedName } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { supportText } from './support-file.ts';

const FLAGS = {
  dropped: new Set([
    ...['--watch', '-w', '--ui', '--open', '--run', '--update', '-u', '--reporter', '--outputFile', '--bail'],
    ...['--changed', '--coverage', '--coverage.enabled', '--coverage.provider', '--coverage.reporter'],
  ]),
  withValue: new Set([
    ...['--reporter', '--outputFile', '--bail', '--coverage.provider', '--coverage.reporter'],
    ...['--config', '-c', '--root', '-r', '--dir', '--testNamePattern', '-t', '--environment', '--project', '--mode'],
    ...['--pool', '--testTimeout', '--exclude', '--shard', '--retry'],
  ]),
};

/** `vitest` alone watches; `vitest run` ends. */
const SUBCOMMANDS = /^(run|watch|dev)$/;

export const matchVitest: RunnerMatch = (words, index) => (matchBinary(['vitest'], words, index) ? 1 : 0);

export const vitest: Toolchain = nodeToolchain({
  name: 'vitest',
  summary: 'Vitest',
  reportFormat: 'ctrf',
  protectedGlobs: ['**/vitest.config.*', '**/vitest.workspace.*', '**/vitest.setup.*', '**/vite.config.*'],
  support: {
    name: 'reporter.mjs',
    content: (resultFile) =>
      supportText('vitest-reporter.mjs').replace("'@@OUTPUT@@'", () => JSON.stringify(resultFile)),
  },
  match: () => matchVitest,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => /^vitest\.(config|workspace)\.[cm]?[jt]s(on)?$/.test(path));
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    return nodePackage.dependencies.has('vitest') ? { score: 0.7, evidence: 'package.json lists vitest' } : null;
  },
  defaultLine: () => 'vitest',
  clean: (call) => [
    ...removals(sortParameters(withoutSubcommand(call), FLAGS, () => false).dropped),
    ...removals(subcommand(call)),
    ...insertAfterRunner(call, ['run']),
  ],
  report: (call, _resultFile, supportFile) => append(call, [`--reporter=${supportFile}`]),
  select(call, files, paths) {
    const { positionals } = sortParameters(withoutSubcommand(call), FLAGS, paths.isPath);
    return [...removals(positionals), ...append(call, files)];
  },
  names: (call, tests) =>
    hasFlag(call, '--testNamePattern', '-t')
      ? null
      : append(call, ['--testNamePattern', anyOf(tests.map(spacedName), '\\s*')]),
});

function subcommand(call: RunnerCall) {
  return call.parameters.slice(0, SUBCOMMANDS.test(call.parameters[0]?.value ?? '') ? 1 : 0);
}

function withoutSubcommand(call: RunnerCall): RunnerCall {
  return { ...call, parameters: call.parameters.slice(subcommand(call).length) };
}
