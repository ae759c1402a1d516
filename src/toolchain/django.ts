import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, removals, sortParameters } from './call-edits.ts';
import { unique } from './name-patterns.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import { interpreterOf, type KeptTests, pythonToolchain } from './python-runner.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { type LineEdit, quoteAll } from './shell-line.ts';
import { supportText } from './support-file.ts';

const FLAGS = {
  dropped: new Set([
    '--failfast',
    '--parallel',
    '--pdb',
    '--interactive',
    '--debug-mode',
    '--timing',
    '--buffer',
    '-b',
  ]),
  withValue: new Set([
    ...['--parallel', '--settings', '--pythonpath', '--testrunner', '-t', '--top-level-directory', '-p', '--pattern'],
    ...['--tag', '--exclude-tag', '-k', '-v', '--verbosity', '--shuffle'],
  ]),
};

/** `python manage.py test`, `./manage.py test`, and `coverage run manage.py test` behind its own words. */
const match: RunnerMatch = (words, index) => {
  const value = words[index]?.value ?? '';
  if (baseName(value) === 'manage.py') return words[index + 1]?.value === 'test' ? 2 : 0;
  const isPython = /^python(3(\.\d+)?)?$/.test(baseName(value));
  const isManage = baseName(words[index + 1]?.value ?? '') === 'manage.py' && words[index + 2]?.value === 'test';
  return isPython && isManage ? 3 : 0;
};

export const django: Toolchain = pythonToolchain({
  name: 'django',
  summary: "Django's manage.py test",
  reportFormat: 'ctrf',
  resultEnding: 'json',
  protectedGlobs: ['**/manage.py'],
  support: { name: 'unittest-runner.py', content: () => supportText('unittest-runner.py') },
  packageName: null,
  match,
  signs(project, folder) {
    const manage = pathIn(folder, 'manage.py');
    if (!hasFile(project, manage) || !/django/i.test(textOf(project, manage) ?? '')) return null;
    const hasTests = ownFiles(project, folder).some((path) => /(^|\/)(tests?(\.py|\/)|test_\w+\.py$)/.test(path));
    return { score: hasTests ? 0.88 : 0.5, evidence: `there is ${manage}` };
  },
  defaultLine: (_project, _folder, python) => `${python} manage.py test`,
  report(call, { python, resultFile, supportFile, kept }) {
    const first = call.runner[0];
    const last = call.runner.at(-1);
    if (first === undefined || last === undefined) return [];
    const manage = call.runner.at(-2)?.value ?? 'manage.py';
    const words = [supportFile, '--output', resultFile, '--manage', manage, '--'];
    // `coverage run manage.py test` keeps that program.
    const isRun = call.runner.length === 3 || call.wrapped !== true;
    if (isRun) words.unshift(interpreterOf(call, python));
    return [
      { start: first.start, end: last.end, text: quoteAll(words) },
      ...removals(sortParameters(call, FLAGS, () => true).dropped),
      ...(kept === null ? [] : keptTo(call, kept)),
    ];
  },
  display: keptTo,
});

/** Labels are dotted names: of a module, or of a test in it. */
function keptTo(call: RunnerCall, { files, tests }: KeptTests): LineEdit[] {
  const { positionals } = sortParameters(call, FLAGS, () => true);
  const labels = tests === null ? files.map(moduleOf) : unique(tests.map((test) => labelOf(test, files)));
  return [...removals(positionals), ...append(call, labels)];
}

function moduleOf(file: string): string {
  return file.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

function labelOf(test: TestResult, files: readonly string[]): string {
  const file = files.find((each) => test.file === each || test.file?.endsWith(`/${each}`)) ?? '';
  return [moduleOf(file), ...test.namePath].join('.');
}
