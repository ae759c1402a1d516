import picomatch from 'picomatch';
import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { isTestPath, normalizeProjectPath } from '../shared/project-path.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { anyOf, unique } from './name-patterns.ts';
import type { NodePackage } from './node-package.ts';
import { nodeToolchain, type TestPlace } from './node-runner.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { type LineEdit, quoteAll, type ShellWord } from './shell-line.ts';
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
  clean: (call, place) => [...removals(nodeOptions(call).dropped), ...expandedPatterns(call, place)],
  report: (call, resultFile, supportFile) =>
    insertAfterRunner(call, [`--test-reporter=${supportFile}`, `--test-reporter-destination=${resultFile}`]),
  select(call, files, paths) {
    const positionals = scriptWords(call);
    // A script that runs its tests by itself names no other files than its own.
    if (!call.parameters.some((word) => word.value === '--test')) return null;
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
  names: (call, tests, place) =>
    hasFlag(call, '--test-name-pattern', '--test-skip-pattern') || !hasFlag(call, '--test')
      ? null
      : insertAfterRunner(
          call,
          unique(tests.flatMap((test) => namesToMatch(test, place.project))).map(
            (name) => `--test-name-pattern=${anyOf([name])}`,
          ),
        ),
});

/**
 * Node runs a test when the name of it or of one around it matches (from 22 on the names in a row may match as well).
 * It always looks into suites, but into a test for those inside of it only when that one matches too.
 */
function namesToMatch(test: TestResult, project: Project): readonly string[] {
  const text = test.file === null ? '' : (textOf(project, test.file) ?? '');
  const hasSuites = /\b(describe|suite)\b/.test(text);
  const hasTestsInTests = /\.\s*(test|it)\s*\(/.test(text.replace(/\.(skip|todo|only)\b/g, ''));
  return hasSuites && !hasTestsInTests ? test.namePath.slice(-1) : test.namePath;
}

/**
 * Node before 21 takes files and no patterns, and a shell expands none in quotes: those that name files of the project
 * are put in their place.
 */
function expandedPatterns(call: RunnerCall, { project, folder, line }: TestPlace): LineEdit[] {
  if (!hasFlag(call, '--test')) return [];
  const files = ownFiles(project, folder);
  return scriptWords(call).flatMap((word) => {
    if (!/[*?[{]/.test(word.value)) return [];
    const isMatch = picomatch(word.value.replace(/^\.\//, ''));
    const found = files.filter((file) => isMatch(file));
    const isQuoted = /['"]/.test(line.slice(word.start, word.end));
    const byShell = picomatch(word.value.replace(/^\.\//, '').replaceAll('**', '*'));
    if (found.length === 0 || (!isQuoted && files.some((file) => byShell(file)))) return [];
    return [{ start: word.start, end: word.end, text: quoteAll(found.sort()) }];
  });
}

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
