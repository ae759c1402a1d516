import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf, shown, stringsOf } from './json-document.ts';
import { stripAnsi } from './report-text.ts';
import { suiteErrorMessage, withoutExcerpt, withoutHeadline } from './suite-error.ts';

/** `jest --json`: https://jestjs.io/docs/configuration#testresultsprocessor-string */
export const jestJson: ReportFormat = {
  name: 'jest-json',
  summary: 'Jest: --json --outputFile=FILE (with --testLocationInResults for lines)',
  detect(text) {
    if (!looksLike(text, ['testResults']) && !looksLike(text, ['numTotalTests'])) return 0;
    if (looksLike(text, ['numRuntimeErrorTestSuites'])) return 1;
    return looksLike(text, ['assertionResults']) || looksLike(text, ['numTotalTestSuites']) ? 0.6 : 0;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'Jest JSON');
    const files = recordsOf(document.value.testResults);
    const tests = files.flatMap((file) => fileTests(file));
    const run = { format: 'jest-json', runner: 'jest', tests, truncated: document.truncated };
    return assembleReport({ ...run, warnings: interrupted(document.value) }, context);
  },
};

function interrupted(report: Record<string, unknown>): string[] {
  return report.wasInterrupted === true ? ['The run was interrupted: some tests did not run.'] : [];
}

/** Tests of one entry of `testResults`; a file that could not be run is one failure. */
export function fileTests(file: Record<string, unknown>): ReportedTest[] {
  const name = stringOrNull(file.name) ?? stringOrNull(file.testFilePath);
  const assertions = recordsOf(file.assertionResults ?? file.testResults);
  const tests = assertions.map((assertion) => assertionTest(assertion, name));
  const failed = file.status === 'failed' || isRecord(file.testExecError);
  if (!failed) return tests;
  if (tests.some((test) => test.status === 'failed')) return [...tests, ...brokenHooks(file, name)];
  return [...tests, brokenFile(file, name, tests.length > 0)];
}

/** Beside its failing tests the file's text may tell of an error that belongs to none of them, as of `afterAll`. */
function brokenHooks(file: Record<string, unknown>, name: string | null): ReportedTest[] {
  const texts = stripAnsi(stringOrNull(file.message) ?? '').split(/^(?= {2}● )/m);
  return texts
    .filter((text) => /^ {2}● Test suite failed to run$/m.test(text))
    .map((message) => brokenFile({ message }, name, true));
}

/** The file failed and none of its tests did: it could not be loaded, or something outside its tests threw. */
function brokenFile(file: Record<string, unknown>, name: string | null, hasTests: boolean): ReportedTest {
  const error = isRecord(file.testExecError) ? file.testExecError : {};
  const text = withoutHeadline(stringOrNull(file.message) ?? stringOrNull(file.failureMessage) ?? '');
  const message = text === '' ? (stringOrNull(error.message) ?? '') : suiteErrorMessage(text);
  const trace = text === '' ? stringOrNull(error.stack) : hasTests ? withoutExcerpt(text) : text;
  const unknown = 'The file failed outside of its tests (a hook, or code at its top); this report does not say why.';
  return {
    namePath: [name ?? '(unknown file)'],
    file: name,
    status: 'failed',
    failure: { kind: hasTests ? 'error' : 'load', message: message === '' ? unknown : message, trace },
  };
}

const STATUSES: Readonly<Record<string, TestStatus>> = { passed: 'passed', failed: 'failed' };

function assertionTest(assertion: Record<string, unknown>, file: string | null): ReportedTest {
  const title = stringOrNull(assertion.title) ?? stringOrNull(assertion.fullName) ?? '';
  const status = STATUSES[String(assertion.status)] ?? 'skipped';
  const location = isRecord(assertion.location) ? assertion.location : {};
  return {
    namePath: [...stringsOf(assertion.ancestorTitles), title],
    file,
    line: numberOrNull(location.line),
    status,
    durationMs: numberOrNull(assertion.duration),
    failure: status === 'failed' ? assertionFailure(assertion) : null,
  };
}

function assertionFailure(assertion: Record<string, unknown>): ReportedFailure {
  const trace = stringsOf(assertion.failureMessages).join('\n\n');
  const [details] = recordsOf(assertion.failureDetails);
  const matcher = isRecord(details?.matcherResult) ? details.matcherResult : null;
  if (matcher === null) return { trace };
  return { trace, kind: 'assertion', expected: shown(matcher.expected), actual: shown(matcher.actual) };
}
