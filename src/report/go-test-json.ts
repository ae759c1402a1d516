import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, parseJson, stringOrNull } from '../shared/json.ts';
import { assembleReport } from './assemble-report.ts';
import { GoRun } from './go-run.ts';
import { goConsoleLine, startConsole } from './go-test-console-text.ts';

const EVENT =
  /^\{"(?:Time|Action|ImportPath)":".*"Action":"(?:start|run|output|pass|fail|skip|build-output|build-fail)"/m;
const FIRST = /^\{"(?:ImportPath|Action)":"[^"\n]{1,400}","(?:Action|Package|Time)":"/m;

/** `go test -json`, one event a line (https://pkg.go.dev/cmd/test2json), with what went to stderr between the lines. */
export const goTestJson: ReportFormat = {
  name: 'go-test-json',
  summary: 'go test -json ./... (keep its stderr as well: before Go 1.24 compile errors stand there)',
  detect: (text) => (EVENT.test(text) ? 1 : FIRST.test(text) && text.includes('"Action":"') ? 0.9 : 0),
  parse(text, context) {
    const run = new GoRun();
    const lines = text.split('\n');
    const unread = readLines(lines, run);
    const tests = run.tests();
    const last = lines.findLast((line) => line.startsWith('{')) ?? '';
    const truncated = !/"Action":"(?:pass|fail|skip|build-fail)"/.test(last);
    const warnings = unread > 0 ? [`${unread} line(s) begin like an event, but could not be read.`] : [];
    return assembleReport({ format: 'go-test-json', runner: 'go', tests, truncated, warnings }, context);
  },
};

/** Gives the number of lines that are broken events. */
function readLines(lines: readonly string[], run: GoRun): number {
  const state = startConsole(run);
  const loose = new Map<string, string[]>();
  let unread = 0;
  for (const line of lines) {
    const event = line.startsWith('{"') ? parseJson(line) : null;
    if (isRecord(event)) readEvent(event, run, loose);
    else if (line.startsWith('{"')) unread++;
    else goConsoleLine(line, state);
  }
  return unread;
}

const STATUSES: Readonly<Record<string, TestStatus>> = { pass: 'passed', fail: 'failed', skip: 'skipped' };

function readEvent(event: Record<string, unknown>, run: GoRun, loose: Map<string, string[]>): void {
  const action = stringOrNull(event.Action) ?? '';
  const packagePath = stringOrNull(event.Package);
  const name = stringOrNull(event.Test);
  const output = (stringOrNull(event.Output) ?? '').replace(/\n$/, '');
  const build = stringOrNull(event.ImportPath)?.replace(/ \[.*\]$/, '') ?? null;
  if (build !== null && action === 'build-output') run.buildLine(build, output);
  if (packagePath === null) return;
  const status = STATUSES[action];
  if (name !== null) {
    if (action === 'run') run.started(packagePath, name);
    else if (action === 'output') run.output(packagePath, name, output);
    else if (status !== undefined) run.end(packagePath, name, status, numberOrNull(event.Elapsed));
    return;
  }
  const lines = loose.get(packagePath) ?? [];
  if (action === 'output') loose.set(packagePath, [...lines, output]);
  if (action === 'fail') {
    const isBuild =
      typeof event.FailedBuild === 'string' || lines.some((line) => /\[(?:build|setup) failed\]/.test(line));
    run.packageFailed(
      packagePath,
      isBuild,
      lines.filter((line) => !/^FAIL\b/.test(line)),
    );
  }
}
