import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { unique } from './name-patterns.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import { hasSection, pythonTestFiles, tableIn, tomlOf } from './python-project.ts';
import { lists, pythonRequirements } from './python-requirements.ts';
import { interpreterOf, type KeptTests, matchModule, pythonToolchain } from './python-runner.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import type { RunnerSigns } from './runner-signs.ts';
import { type LineEdit, quoteAll } from './shell-line.ts';

const FLAGS = {
  dropped: new Set([
    ...['-x', '--exitfirst', '--maxfail', '--lf', '--last-failed', '--ff', '--failed-first', '--nf', '--new-first'],
    ...['--sw', '--stepwise', '--junitxml', '--junit-xml', '--pdb', '-f', '--looponfail', '--snapshot-update'],
    ...[
      '--cov',
      '--cov-report',
      '--cov-config',
      '--cov-fail-under',
      '--cov-branch',
      '--cov-append',
      '--no-cov-on-fail',
    ],
  ]),
  withValue: new Set([
    ...['--maxfail', '--junitxml', '--junit-xml', '--cov', '--cov-report', '--cov-config', '--cov-fail-under'],
    ...['-k', '-m', '-c', '-p', '-o', '-W', '-n', '-r', '--rootdir', '--tb', '--durations', '--timeout', '--ignore'],
    ...['--deselect', '--import-mode', '--confcutdir', '--log-level', '--log-cli-level', '--color', '--capture'],
    ...['--basetemp', '--override-ini', '--dist', '--html', '--reruns', '--ignore-glob'],
  ]),
};

const match: RunnerMatch = (words, index) => {
  const module = matchModule('pytest', words, index);
  if (module > 0) return module;
  return /^(pytest|py\.test)$/.test(baseName(words[index]?.value ?? '')) ? 1 : 0;
};

export const pytest: Toolchain = pythonToolchain({
  name: 'pytest',
  summary: 'pytest',
  reportFormat: 'junit-xml',
  resultEnding: 'xml',
  protectedGlobs: ['**/conftest.py', '**/pytest.ini', '**/.pytest.ini', '**/tox.ini', '**/setup.cfg'],
  support: null,
  packageName: 'pytest',
  match,
  signs,
  defaultLine: (_project, _folder, python) => `${python} -m pytest`,
  report(call, { python, resultFile, kept, isPath }) {
    // The same order every time, all of it, and nothing left in the work copy.
    const flags = ['-o', 'junit_family=xunit1', `--junitxml=${resultFile}`, '-p', 'no:cacheprovider'];
    flags.push('-p', 'no:randomly', '--maxfail=0', '--continue-on-collection-errors');
    return [
      ...removals(sortParameters(call, FLAGS, () => false).dropped),
      ...startedByModule(call, python, flags),
      ...(kept === null ? [] : keptTo(call, kept, isPath)),
    ];
  },
  display: keptTo,
});

/** `pytest` becomes `python -m pytest`: the same, with the current folder importable, whatever started it. */
function startedByModule(call: RunnerCall, python: string, flags: readonly string[]): LineEdit[] {
  const first = call.runner[0];
  const last = call.runner.at(-1);
  if (call.runner.length === 2 || first === undefined || last === undefined) return insertAfterRunner(call, flags);
  const words = [interpreterOf(call, python), '-m', 'pytest', ...flags];
  return [{ start: first.start, end: last.end, text: quoteAll(words) }];
}

function keptTo(call: RunnerCall, kept: KeptTests, isPath: (word: string) => boolean): LineEdit[] {
  const { positionals } = sortParameters(call, FLAGS, isPath);
  const words = kept.tests === null ? kept.files : nodeIds(kept.files, kept.tests);
  return [...removals(positionals.filter((word) => isPath(word.value))), ...append(call, words)];
}

/** pytest's own names of tests: file, classes and function, `[parameters]` included. */
function nodeIds(files: readonly string[], tests: readonly TestResult[]): string[] {
  const fileOf = (test: TestResult) =>
    files.find((file) => test.file === file || test.file?.endsWith(`/${file}`)) ?? '';
  return unique(tests.map((test) => [fileOf(test), ...test.namePath].join('::')));
}

function signs(project: Project, folder: string): RunnerSigns | null {
  const config = ['pytest.ini', '.pytest.ini'].find((name) => hasFile(project, pathIn(folder, name)));
  if (config !== undefined) return { score: 0.95, evidence: `there is ${pathIn(folder, config)}` };
  const pyproject = pathIn(folder, 'pyproject.toml');
  if ('pytest' in tableIn(tomlOf(project, pyproject), 'tool')) {
    return { score: 0.95, evidence: `${pyproject} configures pytest` };
  }
  const ini = [
    ['tox.ini', 'pytest'],
    ['setup.cfg', 'tool:pytest'],
  ].find(([name = '', section = '']) => hasSection(project, pathIn(folder, name), section));
  if (ini !== undefined) return { score: 0.95, evidence: `${pathIn(folder, ini[0] ?? '')} configures pytest` };
  const conftest = ownFiles(project, folder).find((path) => baseName(path) === 'conftest.py');
  if (conftest !== undefined) return { score: 0.9, evidence: `there is ${pathIn(folder, conftest)}` };
  const isListed = lists(project, folder, pythonRequirements(project, folder), 'pytest');
  if (isListed || /["']pytest\b(?!-)/.test(textOf(project, pyproject) ?? '')) {
    return { score: 0.85, evidence: 'pytest is among the requirements' };
  }
  const tests = pythonTestFiles(project, folder);
  const written = tests.find((file) => file.usesPytest);
  if (written !== undefined) return { score: 0.8, evidence: `${pathIn(folder, written.path)} is written for pytest` };
  // pytest runs tests of unittest too, so it stays possible when a report says so.
  return tests.length === 0 ? null : { score: 0.3, evidence: `there is ${pathIn(folder, tests[0]?.path ?? '')}` };
}
