import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { diagnosticsIn } from './diagnostics.ts';
import { readErrorText } from './error-text.ts';
import { speaksOfLoading } from './failure-kind.ts';
import { tracesIn } from './trace-blocks.ts';

const PLACE =
  /Traceback \(most recent call last\)|^[ \t]*at .{1,300}:\d|\.[A-Za-z]{1,5}(?:[:(]|", line )\d|^[ \t]+\d+:\d+[ \t]+error[ \t]/m;

/** The last resort: stack traces and compilers' diagnostics out of any text, without names of tests. */
export const plainText: ReportFormat = {
  name: 'plain-text',
  summary: 'any text with stack traces or file:line diagnostics; the last resort, knows no test names',
  // Whether there really is a failure is seen when it is parsed: every report of another form would pay for it here.
  detect: (text) => (PLACE.test(text) ? 0.1 : BARE_ERROR.test(text) ? 0.05 : 0),
  parse: parsePlainText,
};

/** An error without a place: when nothing else is there. */
const BARE_ERROR = /^(?:Uncaught )?(?:[A-Z]\w{0,80})?(?:Error|Exception)(?: \[\w{1,80}\])?: \S.{0,1000}$/m;

const MAX_FAILURES = 200;

function parsePlainText(text: string, context: ReportContext): TestReport {
  const lines = text.split('\n');
  const traces = tracesIn(lines);
  const covered = new Set(traces.flatMap((trace) => trace.lineNumbers));
  const loose = lines.map((line, index) => (covered.has(index) ? '' : line));
  const placed = [...traces.map((trace) => traceFailure(trace.text)), ...diagnosticsIn(loose)];
  const bare = placed.length > 0 ? [] : lines.filter((line) => BARE_ERROR.test(line)).map(traceFailure);
  const tests = unique([...placed, ...bare]);
  if (tests.length === 0) {
    throw new AutofixError('The text holds no stack trace and no diagnostic with a file and a line.', {
      code: 'report-unreadable',
      exitCode: EXIT.inputRefused,
      hint: "Pass the runner's own report, for example JUnit XML or its JSON.",
    });
  }
  const kept = tests.slice(0, MAX_FAILURES);
  const warnings = ['Read as plain text: failures are known by their stack traces only, passing tests not at all.'];
  if (kept.length < tests.length)
    warnings.push(`Only the first ${MAX_FAILURES} of ${tests.length} failures were kept.`);
  return assembleReport({ format: 'plain-text', runner: null, tests: kept, warnings }, context);
}

/** Mocha ends like this when a file of tests throws at its top. */
const LOADING =
  /^\s*Exception during run: |^(?:PHP )?(?:Fatal|Parse) error: |[\\/]mocha[\\/]lib[\\/](?:nodejs[\\/])?esm-utils\./m;

function traceFailure(trace: string): ReportedTest {
  const { errorType, message } = readErrorText(trace);
  const headline = (message.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, 160);
  const name = [errorType, headline].filter((part) => part !== null && part !== '').join(': ');
  const isLoad = LOADING.test(trace) || speaksOfLoading(`${errorType}: ${message}`);
  const file = /\[ @(?<file>[^\]\n]{1,400}) \]: /.exec(trace)?.groups?.file ?? null;
  const failure = { kind: isLoad ? ('load' as const) : null, trace };
  return { namePath: [name === '' ? 'unnamed failure' : name], file, status: 'failed', failure };
}

/** Runners print a failure where it happens and again in their summary. */
function unique(tests: readonly ReportedTest[]): ReportedTest[] {
  const seen = new Set<string>();
  return tests.filter((test) => {
    const key = JSON.stringify([test.namePath, test.file, test.line]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
