import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf, shown } from './json-document.ts';

/** `mocha --reporter json`: https://mochajs.org/#json */
export const mochaJson: ReportFormat = {
  name: 'mocha-json',
  summary: 'Mocha: --reporter json --reporter-option output=FILE',
  detect(text) {
    if (!looksLike(text, ['stats', 'tests'])) return 0;
    // mochawesome's own form
    if (looksLike(text, ['results', 'fullFile'])) return 0.3;
    return looksLike(text, ['fullTitle']) || looksLike(text, ['passes', 'failures', 'pending']) ? 1 : 0.2;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'Mocha JSON');
    const tests = mochaTests(document.value, document.truncated);
    return assembleReport({ format: 'mocha-json', runner: 'mocha', tests, truncated: document.truncated }, context);
  },
};

function mochaTests(report: Record<string, unknown>, truncated: boolean): ReportedTest[] {
  const tests = recordsOf(report.tests);
  const known = new Set(tests.map(keyOf));
  const passes = new Set(recordsOf(report.passes).map(keyOf));
  const pending = new Set(recordsOf(report.pending).map(keyOf));
  // A failing hook is among the failures only.
  const hooks = recordsOf(report.failures).filter((failure) => !known.has(keyOf(failure)));
  return [...tests, ...hooks].map((test) => {
    const hasError = isRecord(test.err) && Object.keys(test.err).length > 0;
    // `throw undefined` leaves no error. A cut report has no lists, but pending tests have no duration.
    const isPending = pending.has(keyOf(test)) || (truncated && test.duration === undefined);
    const failed = hasError || (!truncated && !isPending && !passes.has(keyOf(test)));
    return mochaTest(test, failed ? 'failed' : isPending ? 'skipped' : 'passed');
  });
}

function keyOf(test: Record<string, unknown>): string {
  return `${stringOrNull(test.file)}::${stringOrNull(test.fullTitle)}`;
}

function mochaTest(test: Record<string, unknown>, status: TestStatus): ReportedTest {
  const error = isRecord(test.err) ? test.err : {};
  return {
    namePath: namePathOf(stringOrNull(test.fullTitle) ?? '', stringOrNull(test.title) ?? ''),
    file: stringOrNull(test.file),
    status,
    durationMs: numberOrNull(test.duration),
    failure: status === 'failed' ? mochaFailure(error) : null,
  };
}

/** Mocha joins the titles of nested suites with spaces: where one ends is not told, so they stay one part. */
function namePathOf(fullTitle: string, title: string): string[] {
  if (!fullTitle.endsWith(title) || fullTitle === title) return [title === '' ? fullTitle : title];
  return [fullTitle.slice(0, -title.length).trim(), title];
}

function mochaFailure(error: Record<string, unknown>): ReportedFailure {
  const code = stringOrNull(error.code);
  return {
    kind: code === 'ERR_MOCHA_TIMEOUT' ? 'timeout' : null,
    errorType: stringOrNull(error.name),
    message: stringOrNull(error.message),
    trace: stringOrNull(error.stack),
    expected: shown(error.expected),
    actual: shown(error.actual),
  };
}
