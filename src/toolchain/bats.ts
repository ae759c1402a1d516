import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed } from './command-runner.ts';
import { escapePattern } from './name-patterns.ts';
import { existsInProject, ownFiles, pathIn } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';

const FLAGS = {
  dropped: new Set([
    ...['--formatter', '-F', '--pretty', '-p', '--tap', '-t', '--timing', '-T', '--jobs', '-j', '--report-formatter'],
    ...['--output', '-o', '--print-output-on-failure', '--trace', '-x', '--filter-status', '--abort'],
  ]),
  withValue: new Set([
    ...[
      '--formatter',
      '-F',
      '--filter',
      '-f',
      '--jobs',
      '-j',
      '--output',
      '-o',
      '--report-formatter',
      '--code-quote-style',
    ],
    ...['--filter-tags', '--filter-status', '--gather-test-outputs-in', '--setup-suite-file'],
  ]),
};

const match: RunnerMatch = (words, index) => (baseName(words[index]?.value ?? '') === 'bats' ? 1 : 0);

/** Bats, tests of shell scripts. */
export const bats: Toolchain = commandToolchain({
  name: 'bats',
  summary: 'Bats, tests of shell scripts',
  language: 'shell',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/setup_suite.bash'],
  results: { kind: 'console' },
  match,
  signs(project, folder) {
    const test = ownFiles(project, folder).find((path) => path.endsWith('.bats'));
    return test === undefined ? null : { score: 0.7, evidence: `there is ${pathIn(folder, test)}` };
  },
  install: () => ({ command: null, folders: [], evidence: [], manager: null }),
  defaultLine(project, folder) {
    const tops = ownFiles(project, folder)
      .filter((path) => path.endsWith('.bats'))
      .map((path) => path.split('/')[0] ?? path);
    return `bats -r ${quoteAll([...new Set(tops)].sort())}`;
  },
  setup: () => [],
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call) => insertAfterRunner(call, ['--formatter', 'junit']),
  narrow(call, { files, tests }, { project, folder }): Narrowed | null {
    if (files === null) return null;
    const isPath = (word: string) => existsInProject(project, pathIn(folder, word.replace(/\/+$/, '')));
    const { positionals } = sortParameters(call, FLAGS, isPath);
    const names = tests === null || hasFlag(call, '--filter', '-f') ? null : tests;
    const filter = names === null ? [] : insertAfterRunner(call, ['--filter', namePattern(names)]);
    return {
      edits: [...removals(positionals), ...filter, ...append(call, files)],
      runs: names === null ? 'files' : 'tests',
    };
  },
});

/** Names are matched as they are written, where what a shell would read otherwise may have a backslash before it. */
function namePattern(tests: readonly TestResult[]): string {
  const names = [...new Set(tests.map((test) => test.namePath.at(-1) ?? ''))];
  const parts = names.map((name) => escapePattern(name).replace(/\\\$|["`]/g, (found) => `\\\\?${found}`));
  return `^(${parts.join('|')})$`;
}
