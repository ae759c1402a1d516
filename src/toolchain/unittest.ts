import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { baseNameOf, folderOf } from '../shared/project-path.ts';
import { append, insertAfterRunner, removals } from './call-edits.ts';
import { unique } from './name-patterns.ts';
import { hasFile, pathIn } from './project-files.ts';
import { pythonTestFiles } from './python-project.ts';
import { interpreterOf, type KeptTests, matchModule, pythonToolchain } from './python-runner.ts';
import type { RunnerCall, RunnerMatch } from './runner-calls.ts';
import { type LineEdit, quoteAll, quoteShell } from './shell-line.ts';
import { supportText } from './support-file.ts';

const match: RunnerMatch = (words, index) => matchModule('unittest', words, index);

/** The pattern that unittest looks for by itself. */
const STANDARD_PATTERN = 'test*.py';

export const unittest: Toolchain = pythonToolchain({
  name: 'unittest',
  summary: "Python's own unittest",
  reportFormat: 'ctrf',
  resultEnding: 'json',
  protectedGlobs: [],
  support: { name: 'unittest-runner.py', content: () => supportText('unittest-runner.py') },
  packageName: null,
  match,
  signs(project, folder) {
    const tests = pythonTestFiles(project, folder);
    const written = tests.find((file) => file.usesUnittest);
    return written === undefined
      ? null
      : { score: 0.75, evidence: `${pathIn(folder, written.path)} is written for unittest` };
  },
  defaultLine: (project, folder, python) =>
    discoveries(project, folder)
      .map((words) => `${python} -m unittest discover${words}`)
      .join('; '),
  report(call, { python, resultFile, supportFile, kept }) {
    const only = (kept?.files ?? []).flatMap((file) => ['--only', file]);
    const words = [supportFile, '--output', resultFile, ...only, '--'];
    const first = call.runner[0];
    const last = call.runner.at(-1);
    if (first === undefined || last === undefined) return [];
    // `-m unittest` behind another program, such as `coverage run`, keeps that program.
    if (call.runner.length === 3) words.unshift(interpreterOf(call, python));
    const names = append(call, namePatterns(kept?.tests ?? null));
    return [{ start: first.start, end: last.end, text: quoteAll(words) }, ...names];
  },
  display: keptTo,
});

function keptTo(call: RunnerCall, { files, tests }: KeptTests): LineEdit[] {
  const words = [...files, ...namePatterns(tests)];
  return call.parameters.length === 0
    ? insertAfterRunner(call, words)
    : [...removals(call.parameters), ...append(call, words)];
}

/** `-k` with a star is matched against the whole dotted name: module, class and method. */
function namePatterns(tests: readonly TestResult[] | null): string[] {
  return unique((tests ?? []).map((test) => test.namePath.join('.'))).flatMap((name) => ['-k', `*.${name}`]);
}

/**
 * Arguments of `discover`, one for each folder that it must start in. It goes down into packages only, so a test
 * file is found from the first folder above it that is no package.
 */
function discoveries(project: Project, folder: string): string[] {
  const tests = pythonTestFiles(project, folder).filter((file) => file.usesUnittest);
  const starts = new Map<string, Set<string>>();
  for (const { path } of tests) {
    let start = folderOf(path);
    while (start !== '' && hasFile(project, pathIn(folder, `${start}/__init__.py`))) start = folderOf(start);
    const pattern = baseNameOf(path).startsWith('test') ? STANDARD_PATTERN : '*_test.py';
    starts.set(start, (starts.get(start) ?? new Set()).add(pattern));
  }
  if (starts.size === 0) return [''];
  return [...starts].sort().flatMap(([start, patterns]) =>
    [...patterns]
      .sort()
      .reverse()
      .map((pattern) => {
        const from = start === '' ? '' : ` -s ${quoteShell(start)}`;
        return `${from}${pattern === STANDARD_PATTERN ? '' : ` -p ${quoteShell(pattern)}`}`;
      }),
  );
}
