import type { Toolchain } from '../domain/toolchain.ts';
import { hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, spacedName } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';

const CONFIG_FILE = /^jest\.config\.([cm]?[jt]s|json)$/;

/** Programs that hand their arguments to Jest behind the word `test`. */
const HOSTS = ['react-scripts', 'craco', 'react-app-rewired'];

const FLAGS = {
  dropped: new Set([
    ...['--watch', '--watchAll', '--coverage', '--collectCoverage', '--json', '--outputFile', '--bail', '-b', '--ci'],
    ...['--onlyChanged', '-o', '--changedSince', '--lastCommit', '--onlyFailures', '-f', '-u', '--updateSnapshot'],
  ]),
  withValue: new Set([
    '--outputFile',
    '--changedSince',
    '--config',
    '-c',
    '--testNamePattern',
    '-t',
    '--maxWorkers',
    '-w',
  ]),
};

export const matchJest: RunnerMatch = (words, index) => {
  if (matchBinary(HOSTS, words, index)) return words[index + 1]?.value === 'test' ? 2 : 0;
  return matchBinary(['jest', 'jest-cli'], words, index) ? 1 : 0;
};

export const jest: Toolchain = nodeToolchain({
  name: 'jest',
  summary: 'Jest',
  reportFormat: 'jest-json',
  protectedGlobs: ['**/jest.config.*', '**/jest.setup.*', '**/babel.config.*', '**/.babelrc*', '**/.swcrc'],
  support: null,
  match: () => matchJest,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => CONFIG_FILE.test(path));
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    if ('jest' in nodePackage.manifest) return { score: 0.8, evidence: 'package.json configures jest' };
    const isListed = nodePackage.dependencies.has('jest') || nodePackage.dependencies.has('jest-cli');
    return isListed ? { score: 0.7, evidence: 'package.json lists jest' } : null;
  },
  defaultLine: () => 'jest',
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  // Coverage is switched off also where the configuration asks for it: it says nothing about a repair and takes time.
  report: (call, resultFile) =>
    insertAfterRunner(call, [
      ...['--ci', '--json', '--testLocationInResults', `--outputFile=${resultFile}`, '--bail=0'],
      ...['--coverage=false', '--watchman=false', '--passWithNoTests'],
    ]),
  // Patterns of the script are no files, so they name nothing beside the files under this flag.
  select: (call, files) => insertAfterRunner(call, ['--runTestsByPath', ...files]),
  names: (call, tests) =>
    hasFlag(call, '--testNamePattern', '-t')
      ? null
      : insertAfterRunner(call, ['--testNamePattern', anyOf(tests.map(spacedName))]),
});
