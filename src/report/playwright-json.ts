import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { splitType } from './error-text.ts';
import { speaksOfLoading } from './failure-kind.ts';
import { looksLike, readJsonDocument, recordsOf, shown } from './json-document.ts';
import { stripAnsi } from './report-text.ts';
import { withoutExcerpt } from './suite-error.ts';

/** `playwright test --reporter=json`: https://playwright.dev/docs/api/class-testreporter, types in `playwright/types/testReporter.d.ts`. */
export const playwrightJson: ReportFormat = {
  name: 'playwright-json',
  summary: 'Playwright: --reporter=json (PLAYWRIGHT_JSON_OUTPUT_NAME=FILE)',
  detect(text) {
    if (!looksLike(text, ['config', 'rootDir', 'projects'])) return 0;
    return looksLike(text, ['suites']) ? 1 : 0.6;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'Playwright JSON');
    const run = runOf(document.value);
    const tests = [
      ...recordsOf(document.value.suites).flatMap((suite) => suiteTests(suite, [], run)),
      ...runErrors(document.value.errors),
    ];
    const truncated = document.truncated;
    const warnings = [...run.warnings, ...countWarnings(document.value.stats, tests, truncated)];
    return assembleReport({ format: 'playwright-json', runner: 'playwright', tests, truncated, warnings }, context);
  },
};

interface Run {
  /** Folder of the tests: files of suites are relative to it. */
  readonly root: string;
  /** Whether several named projects (browsers) ran the same tests. */
  readonly namesProjects: boolean;
  readonly warnings: string[];
}

function runOf(report: Record<string, unknown>): Run {
  const config = isRecord(report.config) ? report.config : {};
  const root = (stringOrNull(config.rootDir) ?? '').replaceAll('\\', '/').replace(/\/$/, '');
  const named = recordsOf(config.projects).filter((project) => stringOrNull(project.name));
  return { root, namesProjects: named.length > 1, warnings: [] };
}

/** The outermost suite is the file; inner ones are `describe` blocks. */
function suiteTests(suite: Record<string, unknown>, titles: readonly string[], run: Run): ReportedTest[] {
  const specs = recordsOf(suite.specs).flatMap((spec) =>
    recordsOf(spec.tests).map((test) => specTest(spec, test, titles, run)),
  );
  const inner = recordsOf(suite.suites).flatMap((each) =>
    suiteTests(each, [...titles, stringOrNull(each.title) ?? ''], run),
  );
  return [...specs, ...inner];
}

function specTest(
  spec: Record<string, unknown>,
  test: Record<string, unknown>,
  titles: readonly string[],
  run: Run,
): ReportedTest {
  const results = recordsOf(test.results);
  const title = stringOrNull(spec.title) ?? '';
  const project = run.namesProjects ? stringOrNull(test.projectName) : null;
  const namePath = [...(project === null ? [] : [`[${project}]`]), ...titles, title];
  const status = statusOf(test, results);
  if (test.status === 'flaky') run.warnings.push(`${namePath.join(' > ')}: flaky, passed when it was tried again.`);
  const file = stringOrNull(spec.file);
  return {
    namePath,
    file: file === null || run.root === '' ? file : `${run.root}/${file}`,
    line: numberOrNull(spec.line),
    status,
    durationMs: numberOrNull(results.at(-1)?.duration),
    failure: status === 'failed' ? resultFailure(results, test) : null,
  };
}

function statusOf(test: Record<string, unknown>, results: readonly Record<string, unknown>[]): TestStatus {
  if (test.status === 'skipped') return 'skipped';
  if (test.status === 'unexpected') return 'failed';
  if (test.status === 'expected' || test.status === 'flaky') return 'passed';
  // A report that ends early has results without the last word on them.
  const last = results.at(-1)?.status;
  return last === 'passed' ? 'passed' : last === 'skipped' || last === undefined ? 'skipped' : 'failed';
}

/** The first try that failed tells as much as the last; soft assertions leave several errors. */
function resultFailure(results: readonly Record<string, unknown>[], test: Record<string, unknown>): ReportedFailure {
  const result =
    results.findLast((each) => recordsOf(each.errors).length > 0 || isRecord(each.error)) ?? results.at(-1);
  if (result === undefined) return {};
  const listed = recordsOf(result.errors);
  const errors = listed.length > 0 ? listed : isRecord(result.error) ? [result.error] : [];
  const output = [...outputOf(result.stdout), ...outputOf(result.stderr)].join('');
  if (errors.length === 0 && test.expectedStatus === 'failed')
    return { kind: 'assertion', message: 'Expected to fail, but passed.', output };
  const trace = errors.map(errorText).join('\n\n');
  const isTimeout = result.status === 'timedOut';
  const [first] = errors;
  return { kind: isTimeout ? 'timeout' : null, trace, frames: placeFrames(first, trace), output };
}

function outputOf(entries: unknown): string[] {
  return recordsOf(entries).map((entry) => shown(entry.text) ?? '');
}

function errorText(error: Record<string, unknown>): string {
  const text = stripAnsi(stringOrNull(error.stack) ?? stringOrNull(error.message) ?? shown(error.value) ?? '');
  return withoutExcerpt(text)
    .replaceAll(/^ {3}at \S+:\d+\n/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n');
}

/** An error without a stack (a time-out in a hook) still has its place. */
function placeFrames(error: Record<string, unknown> | undefined, trace: string): ReportedFailure['frames'] {
  const location = isRecord(error?.location) ? error.location : null;
  if (location === null || /^\s+at /m.test(trace)) return [];
  const { line, column } = location;
  const file = stringOrNull(location.file);
  return [{ file, line: numberOrNull(line), column: numberOrNull(column), functionName: null }];
}

/** A file that cannot be loaded leaves no tests: that none were found is then no news. */
function runErrors(value: unknown): ReportedTest[] {
  const errors = recordsOf(value);
  const telling = errors.filter((error) => !/\bNo tests found/.test(stringOrNull(error.message) ?? ''));
  return (telling.length > 0 ? telling : errors).map(runError);
}

/** Errors outside of any test: a file that could not be loaded, or a set-up of the whole run. */
function runError(error: Record<string, unknown>): ReportedTest {
  const trace = errorText(error);
  const location = isRecord(error.location) ? stringOrNull(error.location.file) : null;
  const { errorType } = splitType(trace);
  const isLoad =
    speaksOfLoading(trace) || errorType === 'SyntaxError' || (location !== null && !/timeout/i.test(trace));
  const file = isLoad ? (outermostFile(trace) ?? location) : location;
  const name = file ?? 'the whole run';
  const failure = { kind: isLoad ? ('load' as const) : null, trace, frames: placeFrames(error, trace) };
  return { namePath: [name], file, status: 'failed', failure };
}

/** The file that was being loaded: the outermost that is no package's. */
function outermostFile(trace: string): string | null {
  const frames = [...trace.matchAll(/^\s+at .{0,300}?((?:\/|[A-Za-z]:[\\/])[^():\n]{1,400}):\d+:\d+\)?$/gm)];
  const files = frames.map((match) => match[1] ?? '').filter((file) => !/node_modules/.test(file));
  return files.at(-1) ?? null;
}

function countWarnings(stats: unknown, tests: readonly ReportedTest[], truncated: boolean): string[] {
  if (!isRecord(stats) || truncated) return [];
  const counted = numberOrNull(stats.unexpected) ?? 0;
  const found = tests.filter((test) => test.status === 'failed').length;
  return counted > found ? [`The report counts ${counted} failures, but only ${found} could be read.`] : [];
}
