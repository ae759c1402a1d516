import { AutofixError } from '../domain/autofix-error.ts';
import type { ReportContext } from '../domain/report-format.ts';
import type { CommandResult } from '../domain/sandbox.ts';
import { testIdAssigner } from '../domain/test-identity.ts';
import { failedTests, type TestFailure, type TestReport, type TestResult } from '../domain/test-report.ts';
import type { TestCommand } from '../domain/toolchain.ts';
import { readReport } from '../report/read-report.ts';
import { tailOf } from '../shared/cut-text.ts';

/** How many characters of the output a failure keeps. */
const KEPT_OUTPUT = 20_000;

/**
 * The report of a command that only prints. What a known runner prints tells every test. Of anything else no test is
 * known by name, and nothing at all when it passes: then the command itself is the one test, which passes when it
 * ends with exit code 0, and the traces and diagnostics in its output say why it failed.
 */
export function printedReport(
  command: TestCommand,
  result: CommandResult,
  format: string | null,
  context: ReportContext,
): TestReport | null {
  const output = `${result.stdout}\n${result.stderr}`;
  const printed = readableReport(Buffer.from(output, 'utf8'), format, context);
  if (printed !== null && printed.format !== 'plain-text') return printed;
  // 126 and 127: the shell found no such program, or could not start it.
  if (result.notFound || result.exitCode === null || result.exitCode === 126 || result.exitCode === 127) return null;
  const passed = result.exitCode === 0;
  const failure = passed ? null : failureOf(output, result.exitCode, printed);
  const place = { namePath: [command.display], file: null };
  const test: TestResult = {
    ...{ ...place, id: testIdAssigner()(place), name: command.display, line: null },
    ...{ status: passed ? 'passed' : 'failed', durationMs: result.durationMs, failure },
  };
  const warning = `Nothing printed by ${command.display} names its tests: it counts as one test, by its exit code`;
  return { format: 'exit-code', runner: null, results: [test], truncated: false, warnings: [warning] };
}

/**
 * What a runner printed that ended before it wrote its report: null unless it says of files alone that they could not be
 * loaded (pytest and a `conftest.py` that imports what is broken). Anything else may be the half of a run.
 */
export function reportOfNothingLoaded(result: CommandResult, context: ReportContext): TestReport | null {
  const report = readableReport(Buffer.from(`${result.stdout}\n${result.stderr}`, 'utf8'), null, context);
  if (report === null || report.format === 'plain-text' || report.truncated || report.results.length === 0) return null;
  return report.results.every(({ failure }) => failure?.kind === 'load') ? report : null;
}

/** null where no format can read it. */
export function readableReport(output: Uint8Array, format: string | null, context: ReportContext): TestReport | null {
  try {
    return readReport(output, format, context);
  } catch (error) {
    if (error instanceof AutofixError && error.code === 'report-unreadable') return null;
    throw error;
  }
}

function failureOf(output: string, exitCode: number, printed: TestReport | null): TestFailure {
  const found = (printed === null ? [] : failedTests(printed)).flatMap(({ failure }) => failure ?? []);
  const [first] = found;
  const text = tailOf(output.trim(), KEPT_OUTPUT);
  const told = { frames: found.flatMap((each) => each.frames), output: text };
  if (first !== undefined) return { ...first, ...told, message: found.map((each) => each.message).join('\n') };
  const lines = text.split('\n').slice(-5).join('\n');
  const message = lines === '' ? `The command ended with exit code ${exitCode}` : lines;
  return { kind: 'error', errorType: null, message, expected: null, actual: null, ...told };
}
