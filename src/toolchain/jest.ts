import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, spacedName } from './name-patterns.ts';
import { packageFolders, readNodePackage } from './node-package.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles, pathBelow, pathIn } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';

const CONFIG_FILE = /(^|\/)jest\.config\.([cm]?[jt]s|json)$/;

/** Programs that hand on to Jest what stands behind some words. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [...['react-scripts', 'craco', 'react-app-rewired', 'tsdx', 'dts', 'razzle', 'kcd-scripts', 'web-scripts']].map(
      (name) => [name, ['test']],
    ),
  ),
  'wp-scripts': ['test-unit-js', 'test-unit-jest'],
  'vue-cli-service': ['test:unit'],
  'backstage-cli': ['test'],
};

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
  const host = Object.keys(HOSTS).find((name) => matchBinary([name], words, index));
  if (host !== undefined) return HOSTS[host]?.includes(words[index + 1]?.value ?? '') ? 2 : 0;
  return matchBinary(['jest', 'jest-cli'], words, index) ? 1 : 0;
};

/** The same words start Mocha where that is the plug-in of the Vue CLI. */
const matchInVueWithMocha: RunnerMatch = (words, index) =>
  matchBinary(['vue-cli-service'], words, index) ? 0 : matchJest(words, index);

export const jest: Toolchain = nodeToolchain({
  name: 'jest',
  summary: 'Jest',
  reportFormat: 'jest-json',
  protectedGlobs: ['**/jest.config.*', '**/jest.setup.*', '**/babel.config.*', '**/.babelrc*', '**/.swcrc'],
  support: null,
  match: (project, folder) =>
    readNodePackage(project, folder)?.dependencies.has('@vue/cli-plugin-unit-mocha') ? matchInVueWithMocha : matchJest,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = configFiles(project, folder)[0];
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    if ('jest' in nodePackage.manifest) return { score: 0.8, evidence: 'package.json configures jest' };
    const isListed = nodePackage.dependencies.has('jest') || nodePackage.dependencies.has('jest-cli');
    return isListed ? { score: 0.7, evidence: 'package.json lists jest' } : null;
  },
  // Jest finds its configuration at the top by itself.
  defaultLine(project, folder, nodePackage) {
    const configs = configFiles(project, folder);
    const isElsewhere = configs.length === 1 && configs[0]?.includes('/') === true;
    const isConfigured = nodePackage !== null && 'jest' in nodePackage.manifest;
    return isElsewhere && !isConfigured ? `jest --config ${quoteAll(configs)}` : 'jest';
  },
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

/** Those at the top first; packages below have their own. */
function configFiles(project: Project, folder: string): string[] {
  const inner = packageFolders(project, folder).filter((each) => each !== folder);
  return ownFiles(project, folder)
    .filter((path) => CONFIG_FILE.test(path))
    .filter((path) => !inner.some((each) => pathBelow(each, pathIn(folder, path)) !== null))
    .sort((left, right) => left.split('/').length - right.split('/').length);
}
