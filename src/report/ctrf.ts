/**
 * The canonical form: CTRF (https://ctrf.io, "Common Test Report Format") plus our own fields under `extra`.
 * It is what autofix's own reporters write (node:test, unittest, Jest, Vitest, Mocha, pytest support files).
 *
 * ```json
 * {
 *   "reportFormat": "CTRF",
 *   "specVersion": "0.0.0",
 *   "results": {
 *     "tool": { "name": "node:test", "version": "20.20.2" },
 *     "summary": { "tests": 2, "passed": 1, "failed": 1, "skipped": 0, "pending": 0, "other": 0, "start": 0, "stop": 0 },
 *     "tests": [
 *       { "name": "adds a task", "status": "passed", "duration": 3,
 *         "suite": ["tasks", "create"], "filePath": "/work/test/task.test.js", "line": 12 },
 *       { "name": "lists tasks", "status": "failed", "duration": 5,
 *         "suite": ["tasks"], "filePath": "test/task.test.js", "line": 20,
 *         "message": "Task is not defined", "trace": "ReferenceError: Task is not defined\n    at list (file:///work/src/routes.js:7:3)",
 *         "stdout": ["listening"], "stderr": [],
 *         "extra": {
 *           "namePath": ["tasks", "lists tasks"],
 *           "file": "test/task.test.js",
 *           "line": 20,
 *           "failure": {
 *             "kind": "error", "errorType": "ReferenceError", "message": "Task is not defined",
 *             "expected": null, "actual": null,
 *             "trace": "ReferenceError: ...", "frames": [{ "raw": "at list (...)", "file": "/work/src/routes.js", "line": 7, "column": 3, "functionName": "list" }],
 *             "output": "listening\n"
 *           } } }
 *     ],
 *     "extra": { "exitCode": 1, "truncated": false, "warnings": [] }
 *   }
 * }
 * ```
 *
 * Required of a test: `name` and `status` (`passed`, `failed`, `skipped`, `pending`, `other`); all else may be
 * left out or null. Rules for writers:
 * - `name` is the test's own name without its suites; `suite` (array, or one string) the suites from the outside in.
 *   `extra.namePath` (suites, then the name) wins over both.
 * - `filePath` or `extra.file` is the file of the test, absolute or relative to the folder of the run; `/` or `\`;
 *   a `file://` URL is fine too. `line` is 1-based. `duration` is in milliseconds.
 * - `extra.failure` wins over `message` and `trace`; whatever it leaves out is found in `message` and `trace`:
 *   `trace` is enough, `frames` (innermost first) is only for those that have no trace text.
 * - `kind` is one of assertion, error, timeout, compile, load, lint; when absent it follows from the error.
 * - `expected` and `actual` are strings as a person should see them (another JSON value is printed as JSON).
 * - A file that cannot be loaded is ONE failed test: `name` = its file, `filePath` = its file, `extra.failure.kind`
 *   = "load", `message` with the missing name, `trace` = the error's text (for node:test: what the child printed on stderr).
 * - Suites are not tests: write leaves only, plus a suite whose own hook failed. A failing `todo` is `skipped`.
 * - `results.extra.truncated: true` says that the run ended before all tests were written.
 */
import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { FailureKind, TestReport, TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf, shown, stringsOf } from './json-document.ts';

const FAILURE_KINDS: readonly FailureKind[] = ['assertion', 'error', 'timeout', 'compile', 'load', 'lint'];

export const ctrf: ReportFormat = {
  name: 'ctrf',
  summary: 'CTRF JSON, the canonical form (also written by autofix itself)',
  detect(text) {
    if (looksLike(text, ['reportFormat']) && /"reportFormat"\s*:\s*"CTRF"/.test(text)) return 1;
    return looksLike(text, ['results', 'tool', 'tests', 'status']) ? 0.8 : 0;
  },
  parse: parseCtrf,
};

function parseCtrf(text: string, context: ReportContext): TestReport {
  const document = readJsonDocument(text, 'CTRF');
  const results = isRecord(document.value.results) ? document.value.results : {};
  const tool = isRecord(results.tool) ? stringOrNull(results.tool.name) : null;
  const extra = isRecord(results.extra) ? results.extra : {};
  const tests = recordsOf(results.tests).map(ctrfTest);
  const run = { format: 'ctrf', runner: tool, tests };
  const warnings = [...stringsOf(extra.warnings), ...droppedFailures(results.summary, tests)];
  return assembleReport({ ...run, warnings, truncated: document.truncated || extra.truncated === true }, context);
}

/** jest-ctrf-json-reporter and others leave out files that could not be loaded, but count them. */
function droppedFailures(summary: unknown, tests: readonly ReportedTest[]): string[] {
  const counted = isRecord(summary) ? (numberOrNull(summary.failed) ?? 0) : 0;
  const found = tests.filter((test) => test.status === 'failed').length;
  if (counted <= found) return [];
  return [`The summary counts ${counted} failures, but only ${found} are in the report.`];
}

function ctrfTest(test: Record<string, unknown>): ReportedTest {
  const extra = isRecord(test.extra) ? test.extra : {};
  const status = ctrfStatus(test.status);
  return {
    namePath: namePathOf(test, extra),
    file: stringOrNull(extra.file) ?? stringOrNull(test.filePath),
    line: numberOrNull(extra.line) ?? numberOrNull(test.line),
    status,
    durationMs: numberOrNull(test.duration),
    failure: status === 'failed' ? ctrfFailure(test, isRecord(extra.failure) ? extra.failure : {}) : null,
  };
}

function ctrfStatus(status: unknown): TestStatus {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}

function namePathOf(test: Record<string, unknown>, extra: Record<string, unknown>): string[] {
  const own = stringsOf(extra.namePath);
  if (own.length > 0) return own;
  const name = stringOrNull(test.name) ?? '';
  const suites = typeof test.suite === 'string' ? test.suite.split(' > ') : stringsOf(test.suite);
  return [...withoutFileName(suites, test.filePath), withoutSuites(name, suites)];
}

/** Some reporters put the name of the file in front of the suites, Playwright's behind the name of the project. */
function withoutFileName(suites: readonly string[], filePath: unknown): string[] {
  if (typeof filePath !== 'string') return [...suites];
  const isFile = (suite: string) => /\.\w{1,5}$/.test(suite) && filePath.endsWith(suite);
  return suites.filter((suite, index) => index > 1 || !(isFile(suite) || (index === 0 && filePath.endsWith(suite))));
}

/** jest-ctrf-json-reporter names a test `suite inner test`, with the suites again beside it. */
function withoutSuites(name: string, suites: readonly string[]): string {
  for (let from = 0; from < suites.length; from++) {
    // A suite may itself have the sign in its name that was taken for a border.
    const titles = suites.slice(from).map((suite) => suite.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
    const prefix = new RegExp(`^${titles.join('(?: > | )')} (?=.)`, 's').exec(name)?.[0];
    if (prefix !== undefined) return name.slice(prefix.length);
  }
  return name;
}

/** mocha-ctrf-json-reporter puts the error's name before its message. */
function withoutType(message: string | null, trace: string | null): string | null {
  const parts = /^(?<type>\w{1,80}) (?<rest>[\s\S]+)$/.exec(message ?? '')?.groups;
  if (parts?.rest === undefined || trace === null) return message;
  const isName = /Error$/.test(parts.type ?? '') || trace.startsWith(`${parts.type}: `);
  return isName && trace.includes(parts.rest.slice(0, 60)) ? parts.rest : message;
}

function ctrfFailure(test: Record<string, unknown>, own: Record<string, unknown>): ReportedFailure {
  const kind = FAILURE_KINDS.find((each) => each === own.kind);
  const output = [...stringsOf(test.stdout), ...stringsOf(test.stderr)].join('\n');
  return {
    kind: kind ?? null,
    errorType: stringOrNull(own.errorType),
    message: stringOrNull(own.message) ?? withoutType(stringOrNull(test.message), stringOrNull(test.trace)),
    trace: stringOrNull(own.trace) ?? stringOrNull(test.trace),
    expected: shown(own.expected),
    actual: shown(own.actual),
    frames: recordsOf(own.frames).map((frame) => ({
      raw: stringOrNull(frame.raw),
      file: stringOrNull(frame.file),
      line: numberOrNull(frame.line),
      column: numberOrNull(frame.column),
      functionName: stringOrNull(frame.functionName),
    })),
    output: stringOrNull(own.output) ?? output,
  };
}
