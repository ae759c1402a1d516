import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { isTestPath, normalizeProjectPath } from '../shared/project-path.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, unique } from './name-patterns.ts';
import type { NodePackage } from './node-package.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { quoteAll, type ShellWord } from './shell-line.ts';
import { supportText } from './support-file.ts';

const SCRIPT_FILE = /\.[cm]?[jt]sx?$/;
const USES_NODE_TEST = /['"`]node:test['"`]/;

/** How many files are looked into for an import of `node:test`. */
const FILES_TO_READ = 60;

const FLAGS = {
  dropped: new Set([
    ...['--watch', '--test-reporter', '--test-reporter-destination', '--test-update-snapshots'],
    ...['--experimental-test-coverage', '--test-coverage-lines', '--test-coverage-branches'],
    ...['--test-coverage-functions', '--test-coverage-include', '--test-coverage-exclude'],
  ]),
  withValue: new Set([
    ...['--import', '--require', '-r', '--loader', '--experimental-loader', '--conditions', '-C', '--env-file'],
    ...['--test-name-pattern', '--test-skip-pattern', '--test-concurrency', '--test-timeout', '--test-shard'],
    ...['--test-reporter', '--test-reporter-destination', '--test-isolation', '--input-type', '--stack-trace-limit'],
  ]),
};

export const nodeTest: Toolchain = nodeToolchain({
  name: 'node-test',
  summary: "Node's own test runner (node:test)",
  reportFormat: 'ctrf',
  protectedGlobs: [],
  support: { name: 'reporter.mjs', content: () => supportText('node-test-reporter.mjs') },
  match: (project, folder) => matchNode(project, folder),
  signs(project, folder) {
    const [file] = filesUsingNodeTest(project, folder);
    return file === undefined ? null : { score: 0.6, evidence: `${pathIn(folder, file)} uses node:test` };
  },
  defaultLine,
  clean: (call) => removals(nodeOptions(call).dropped),
  report: (call, resultFile, supportFile) =>
    insertAfterRunner(call, [`--test-reporter=${supportFile}`, `--test-reporter-destination=${resultFile}`]),
  select(call, files, paths) {
    const positionals = scriptWords(call);
    // A script that runs its tests by itself names no other files than its own.
    if (!call.parameters.some((word) => word.value === '--test')) return null;
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
  // Node runs a test when the name of it or of one around it matches (from 22 on the names in a row may match as well),
  // and reaches a test inside of another only when that one matches too.
  names: (call, tests) =>
    hasFlag(call, '--test-name-pattern', '--test-skip-pattern') || !hasFlag(call, '--test')
      ? null
      : insertAfterRunner(
          call,
          unique(tests.flatMap((test) => test.namePath)).map((name) => `--test-name-pattern=${anyOf([name])}`),
        ),
});

/** `node --test …`, `tsx --test …`, or `node FILE` where the file uses node:test by itself. */
function matchNode(project: Project, folder: string): RunnerMatch {
  return (words, index) => {
    const name = baseName(words[index]?.value ?? '');
    if (name !== 'node' && name !== 'tsx') return 0;
    const call: RunnerCall = {
      launchers: [],
      runner: words.slice(index, index + 1),
      parameters: words.slice(index + 1),
    };
    const scripts = scriptWords(call);
    const options = call.parameters.slice(0, call.parameters.length - scripts.length);
    if (options.some((word) => word.value === '--test')) return 1;
    const path = normalizeProjectPath(pathIn(folder, scripts[0]?.value ?? ''));
    return path !== null && USES_NODE_TEST.test(textOf(project, path) ?? '') ? 1 : 0;
  };
}

/** Node's own options end at the first word that is neither an option nor an option's value. */
function nodeOptions(call: RunnerCall) {
  const scripts = scriptWords(call);
  const parameters = call.parameters.slice(0, call.parameters.length - scripts.length);
  return sortParameters({ ...call, parameters }, FLAGS, () => false);
}

function scriptWords(call: RunnerCall): readonly ShellWord[] {
  const words = call.parameters;
  for (let index = 0; index < words.length; index++) {
    const value = words[index]?.value ?? '';
    if (!value.startsWith('-')) return words.slice(index);
    if (FLAGS.withValue.has(value)) index++;
  }
  return [];
}

function filesUsingNodeTest(project: Project, folder: string): string[] {
  const candidates = ownFiles(project, folder).filter((path) => SCRIPT_FILE.test(path) && isTestPath(path));
  return candidates
    .slice(0, FILES_TO_READ)
    .filter((path) => USES_NODE_TEST.test(textOf(project, pathIn(folder, path)) ?? ''));
}

/** Node finds JavaScript tests by itself; TypeScript needs a loader and, before Node 22, the names of the files. */
function defaultLine(project: Project, folder: string, nodePackage: NodePackage | null): string {
  const typeScript = filesUsingNodeTest(project, folder).filter((path) => /\.[cm]?tsx?$/.test(path));
  if (typeScript.length === 0) return 'node --test';
  const loader = ['tsx', 'ts-node'].find((name) => nodePackage?.dependencies.has(name));
  const options =
    loader === 'tsx' ? ['--import', 'tsx'] : loader === 'ts-node' ? ['--require', 'ts-node/register'] : [];
  return `node ${quoteAll([...options, '--test', ...typeScript])}`;
}
