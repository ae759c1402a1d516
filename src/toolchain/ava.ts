import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { unique } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';
import { quoteShell } from './shell-line.ts';
import { supportText } from './support-file.ts';

const FLAGS = {
  dropped: new Set([
    '--tap',
    '-t',
    '--verbose',
    '-v',
    '--watch',
    '-w',
    '--fail-fast',
    '--update-snapshots',
    '-u',
    '--color',
  ]),
  withValue: new Set([
    '--config',
    '--match',
    '-m',
    '--timeout',
    '-T',
    '--concurrency',
    '-c',
    '--node-arguments',
    '--color',
  ]),
};

const match: RunnerMatch = (words, index) => (matchBinary(['ava'], words, index) ? 1 : 0);

export const ava: Toolchain = nodeToolchain({
  name: 'ava',
  summary: 'AVA',
  reportFormat: 'ctrf',
  protectedGlobs: ['**/ava.config.*'],
  support: {
    name: 'reporter.mjs',
    content: (resultFile) => supportText('ava-reporter.mjs').replace("'@@OUTPUT@@'", () => JSON.stringify(resultFile)),
  },
  match: () => match,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => /^ava\.config\.[cm]?js$/.test(path));
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    if ('ava' in nodePackage.manifest) return { score: 0.8, evidence: 'package.json configures ava' };
    return nodePackage.dependencies.has('ava') ? { score: 0.7, evidence: 'package.json lists ava' } : null;
  },
  defaultLine: () => 'ava',
  clean: (call) => [
    ...removals(sortParameters(call, FLAGS, () => false).dropped),
    ...removals(call.piped === undefined ? [] : [call.piped]),
  ],
  // AVA takes no reporter of others: one is put into its process, behind what the project puts there.
  report(call, _resultFile, supportFile) {
    const start = call.runner[0]?.start ?? 0;
    const script = `NODE_OPTIONS="\${NODE_OPTIONS:+$NODE_OPTIONS }--import=${supportFile}" exec "$0" "$@"`;
    return [{ start, end: start, text: `sh -c ${quoteShell(script)} ` }, ...insertAfterRunner(call, ['--tap'])];
  },
  select(call, files, paths) {
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
  // Patterns know the star alone, and a leading `!`: a title with one of them cannot be named.
  names(call, tests) {
    const titles = unique(tests.map((test) => test.namePath.join(' › ')));
    if (hasFlag(call, '--match', '-m') || titles.some((title) => /[*\\]|^!/.test(title))) return null;
    return append(
      call,
      titles.map((title) => `--match=${title}`),
    );
  },
});
