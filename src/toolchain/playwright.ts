import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { escapePattern, unique } from './name-patterns.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles } from './project-files.ts';
import { matchBinary, type RunnerMatch } from './runner-calls.ts';
import { quoteShell } from './shell-line.ts';

const FLAGS = {
  dropped: new Set([
    ...[
      '--reporter',
      '--ui',
      '--debug',
      '--headed',
      '--max-failures',
      '-x',
      '--update-snapshots',
      '-u',
      '--last-failed',
    ],
    ...['--ui-host', '--ui-port', '--trace', '--list', '--only-changed', '--pass-with-no-tests', '--quiet'],
  ]),
  withValue: new Set([
    ...[
      '--reporter',
      '--max-failures',
      '--ui-host',
      '--ui-port',
      '--trace',
      '--config',
      '-c',
      '--grep',
      '-g',
      '--workers',
    ],
    ...[
      '--grep-invert',
      '-G',
      '--global-timeout',
      '-j',
      '--output',
      '--project',
      '--repeat-each',
      '--retries',
      '--shard',
    ],
    ...['--timeout', '--tsconfig', '--browser'],
  ]),
};

const match: RunnerMatch = (words, index) =>
  matchBinary(['playwright'], words, index) && words[index + 1]?.value === 'test' ? 2 : 0;

export const playwright: Toolchain = nodeToolchain({
  name: 'playwright',
  summary: 'Playwright Test',
  reportFormat: 'playwright-json',
  protectedGlobs: ['**/playwright.config.*', '**/playwright-ct.config.*'],
  support: null,
  match: () => match,
  signs(project, folder, nodePackage) {
    if (nodePackage === null) return null;
    const config = ownFiles(project, folder).find((path) => /^playwright\.config\.[cm]?[jt]s$/.test(path));
    // Beside unit tests it runs those that need a browser: what runs without one is likelier to be meant.
    if (config !== undefined) return { score: 0.65, evidence: `there is ${config}` };
    const isListed = nodePackage.dependencies.has('@playwright/test');
    return isListed ? { score: 0.6, evidence: 'package.json lists @playwright/test' } : null;
  },
  defaultLine: () => 'playwright test',
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  // The name of the variable was another one before 1.45.
  report(call, resultFile) {
    const start = call.runner[0]?.start ?? 0;
    const file = quoteShell(resultFile);
    const variables = `env PLAYWRIGHT_JSON_OUTPUT_NAME=${file} PLAYWRIGHT_JSON_OUTPUT_FILE=${file} `;
    return [{ start, end: start, text: variables }, ...insertAfterRunner(call, ['--reporter=json', '--retries=0'])];
  },
  // What is given is a pattern for a part of the path.
  select(call, files, paths) {
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    return [
      ...removals(positionals),
      ...append(
        call,
        files.map((file) => `${escapePattern(file)}$`),
      ),
    ];
  },
  // The pattern meets project, file and titles in a row: only the end is certain.
  names(call, tests) {
    if (hasFlag(call, '--grep', '-g', '--grep-invert', '-G')) return null;
    const titles = unique(tests.map((test) => titlesOf(test).join(' '))).map(escapePattern);
    const projects = unique(tests.map(projectOf));
    const [only] = hasFlag(call, '--project') ? [] : projects;
    const project = only == null || projects.length > 1 ? [] : [`--project=${only}`];
    return append(call, [...project, '--grep', `(^|\\s)(${titles.join('|')})$`]);
  },
});

/** Name of the project of Playwright that a test ran in, as reports put it first: `[chromium]`. */
function projectOf(test: TestResult): string | null {
  return /^\[(.+)\]$/.exec(test.namePath[0] ?? '')?.[1] ?? null;
}

function titlesOf(test: TestResult): readonly string[] {
  return projectOf(test) === null ? test.namePath : test.namePath.slice(1);
}
