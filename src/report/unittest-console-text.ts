import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { sectionsOf, splitCaptured } from './console-output.ts';
import { ALSO_FAILED } from './frames.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';

/** What `python -m unittest` prints on stderr, with or without -v and -b; Django's test runner prints the same. */
export const unittestConsole: ReportFormat = {
  name: 'unittest-console',
  summary: "unittest's console output, also Django's (-v names passing tests too)",
  detect(text) {
    const ran = /^Ran \d+ tests? in \d[\d.]*s$/m.test(text);
    const block = /^={70}\n(?:ERROR|FAIL|UNEXPECTED SUCCESS): .+\n(?:.+\n)?-{70}$/m.test(text);
    if (ran && block) return 0.95;
    return block ? 0.85 : ran ? 0.8 : 0;
  },
  parse: parseUnittest,
};

const RULE = /^={70}$/;
const HEADING = /^(?<outcome>ERROR|FAIL|UNEXPECTED SUCCESS): (?<label>.+)$/;
/** `test_x (pkg.mod.Class.test_x) (quantity=2) [message]`; before Python 3.11 without the last name. */
const LABEL = /^(?<name>[^\s(]+) \((?<place>[^()\s]+)\)(?<rest>.*)$/;
const VERBOSE = /^(?<name>\w+) \((?<place>[\w.]+)\)(?: \.\.\. (?<outcome>.*))?$/;

function parseUnittest(text: string, context: ReportContext): TestReport {
  const paths = pathMapper(context);
  const lines = text.split('\n');
  const failures = failureTests(lines, paths);
  const failed = new Set(failures.map((test) => JSON.stringify(test.namePath)));
  const others = verboseTests(lines, paths).filter((test) => !failed.has(JSON.stringify(test.namePath)));
  const tests = [...others, ...failures];
  const ran = /^Ran (\d+) tests?/m.exec(text)?.[1];
  const warnings = countWarnings(Number(ran ?? 0), tests);
  return assembleReport(
    { format: 'unittest-console', runner: 'unittest', tests, truncated: ran === undefined, warnings },
    context,
    paths,
  );
}

function countWarnings(ran: number, tests: readonly ReportedTest[]): string[] {
  const named = tests.length;
  return ran > named ? [`${ran - named} test(s) are not named in this output (run unittest with -v to see them).`] : [];
}

/** The blocks below `=====` rules; sub-tests of one test are joined into one failure. */
function failureTests(lines: readonly string[], paths: PathMapper): ReportedTest[] {
  const tests = new Map<string, ReportedTest>();
  for (const { lines: block } of sectionsOf(lines, RULE)) {
    const groups = HEADING.exec(block[0] ?? '')?.groups;
    if (groups?.label === undefined) continue;
    const test = blockTest(groups.label, groups.outcome === 'UNEXPECTED SUCCESS', block.slice(1), paths);
    const key = JSON.stringify(test.namePath);
    const before = tests.get(key);
    tests.set(key, before === undefined ? test : withSubTest(before, test));
  }
  return [...tests.values()];
}

function withSubTest(first: ReportedTest, next: ReportedTest): ReportedTest {
  const trace = `${next.failure?.trace ?? ''}\n\n${ALSO_FAILED}\n\n${first.failure?.trace ?? ''}`;
  return { ...first, failure: { ...first.failure, trace } };
}

function blockTest(label: string, unexpected: boolean, block: readonly string[], paths: PathMapper): ReportedTest {
  const { trace, output } = splitCaptured(bodyOf(block));
  const place = placeOf(label, trace, paths);
  const failure: ReportedFailure = unexpected ? UNEXPECTED : { kind: place.isLoad ? 'load' : null, trace, output };
  return { namePath: place.namePath, file: place.file, status: 'failed', failure };
}

/** Between the rule of dashes under the heading and the one above the totals. */
function bodyOf(block: readonly string[]): string[] {
  const start = block.findIndex((line) => /^-{70}$/.test(line));
  const body = block.slice(start + 1);
  const end = body.findIndex((line, at) => /^-{70}$/.test(line) && /^Ran \d+ test/.test(body[at + 1] ?? ''));
  return end < 0 ? body : body.slice(0, end);
}

interface Place {
  readonly namePath: readonly string[];
  readonly file: string | null;
  readonly isLoad: boolean;
}

function placeOf(label: string, trace: string, paths: PathMapper): Place {
  const groups = LABEL.exec(label)?.groups;
  if (groups?.name === undefined || groups.place === undefined)
    return { namePath: [label.trim()], file: null, isLoad: false };
  const { name, place } = groups;
  // `test.test_invoice (unittest.loader._FailedTest.test.test_invoice)`
  if (place.startsWith('unittest.loader._FailedTest')) return loadPlace(name, trace, paths);
  return methodPlace(name, place, paths);
}

/** The module that could not be imported; its file is in the traceback unless it does not exist at all. */
function loadPlace(module: string, trace: string, paths: PathMapper): Place {
  const known = paths.module(module)?.file;
  const stem = `${module.split('.').at(-1)}.py`;
  const frames = [...trace.matchAll(/^[ \t]*File "([^"\n]+)", line \d+, in <module>/gm)].map((match) => match[1] ?? '');
  const file = known ?? frames.find((path) => path.endsWith(`/${stem}`) || path.endsWith(`\\${stem}`)) ?? null;
  return { namePath: [file ?? module], file, isLoad: true };
}

function methodPlace(name: string, place: string, paths: PathMapper): Place {
  const parts = place.split('.');
  // Since Python 3.11 the method's name is repeated.
  if (parts.length > 1 && parts.at(-1) === name) parts.pop();
  const module = paths.module(parts.join('.'));
  if (module?.file.endsWith('.py')) return { namePath: [...module.rest, name], file: module.file, isLoad: false };
  const firstClass = parts.findIndex((part) => /^_*[A-Z]/.test(part));
  const at =
    name === 'setUpModule' || name === 'tearDownModule' ? parts.length : firstClass < 0 ? parts.length - 1 : firstClass;
  const file = at === 0 ? null : fileOfModule(parts.slice(0, at).join('.'));
  return { namePath: [...parts.slice(at), name], file: file === '__main__.py' ? null : file, isLoad: false };
}

function fileOfModule(module: string): string {
  return `${module.replaceAll('.', '/')}.py`;
}

const OUTCOMES: readonly (readonly [RegExp, TestStatus])[] = [
  [/(?:^|\s|\.\.\. )ok$/, 'passed'],
  [/^skipped\b/, 'skipped'],
  [/^expected failure$/, 'skipped'],
  [/^unexpected success$/, 'failed'],
];

const UNEXPECTED: ReportedFailure = { kind: 'assertion', message: 'The test was expected to fail, but it passed.' };

/** Lines of -v; a test's docstring stands on a line of its own before the outcome. */
function verboseTests(lines: readonly string[], paths: PathMapper): ReportedTest[] {
  const tests: ReportedTest[] = [];
  for (const [index, line] of lines.entries()) {
    const groups = line.length > 1000 ? undefined : VERBOSE.exec(line)?.groups;
    if (groups?.name === undefined || groups.place === undefined) continue;
    const outcome = groups.outcome ?? /(?:^| )\.\.\. (.*)$/.exec(lines[index + 1] ?? '')?.[1] ?? '';
    const status = OUTCOMES.find(([pattern]) => pattern.test(outcome.trim()))?.[1];
    if (status === undefined) continue;
    const { namePath, file } = methodPlace(groups.name, groups.place, paths);
    tests.push({ namePath, file, status, failure: status === 'failed' ? UNEXPECTED : null });
  }
  return tests;
}
