import type { Toolchain } from '../domain/toolchain.ts';
import { append, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set([
    ...['--reporter', '-R', '--output-file', '-o', '--bail', '-b', '--watch', '-w', '--snapshot', '-S', '--repl'],
    ...['--coverage-report', '--changed', '-n', '--save', '-s'],
  ]),
  withValue: new Set([
    ...[
      '--reporter',
      '-R',
      '--output-file',
      '-o',
      '--coverage-report',
      '--jobs',
      '-j',
      '--timeout',
      '-t',
      '--save',
      '-s',
    ],
    ...['--grep', '-g', '--node-arg', '--test-arg', '--test-regex', '--test-ignore', '--before', '--after', '--plugin'],
    ...['--include', '--exclude', '--files'],
  ]),
};

const match: RunnerMatch = (words, index) => {
  if (!matchBinary(['tap'], words, index)) return 0;
  return words[index + 1]?.value === 'run' ? 2 : 1;
};

export const nodeTap: Toolchain = nodeToolchain({
  name: 'node-tap',
  summary: 'node-tap',
  reportFormat: 'tap',
  protectedGlobs: ['**/.taprc'],
  support: null,
  match: () => match,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => path === '.taprc');
    if (config !== undefined) return { score: 0.8, evidence: `there is ${config}` };
    return nodePackage.dependencies.has('tap') ? { score: 0.7, evidence: 'package.json lists tap' } : null;
  },
  defaultLine: () => 'tap',
  clean: (call) => [
    ...removals(sortParameters(call, FLAGS, () => false).dropped),
    ...removals(call.piped === undefined ? [] : [call.piped]),
  ],
  report: (call, resultFile) => insertAfterRunner(call, [`--output-file=${resultFile}`, '--reporter=tap']),
  select(call, files, paths) {
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
});
