import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import type { Project } from '../../domain/project.ts';
import { isSameTest } from '../../domain/test-identity.ts';
import { countTests, failedTests, type TestReport, type TestResult } from '../../domain/test-report.ts';
import { type Mask, maskedTexts } from '../project-mask.ts';
import { testsCannotRun } from '../test-runner.ts';
import type { PreparedWorkspace } from './3-prepare-workspace.ts';

/** What fails here, by our own run of the tests. */
export interface Baseline {
  readonly report: TestReport;
  /** The failures to be repaired; empty when there is nothing to fix. */
  readonly targets: readonly TestResult[];
  readonly durationMs: number;
  readonly testCommand: string;
  readonly warnings: readonly string[];
  /** Files of the project that its own tests write to. */
  readonly writtenByTests: readonly string[];
}

/**
 * Runs the whole suite as it is and matches what fails with what was reported. `mask`: what was done to the names of the
 * report when it was kept; null: nothing.
 */
export async function reproduceFailure(
  prepared: PreparedWorkspace,
  project: Project,
  reported: TestReport | null,
  timeoutMs: number,
  mask: Mask | null = null,
): Promise<Baseline> {
  const run = await prepared.runner.run(prepared.workspace.root, project, { kind: 'all' }, timeoutMs);
  // Cut off by the limit, a report says nothing of the tests that did not run.
  if (run.report === null || run.result.timedOut) throw testsCannotRun(run, timeoutMs);
  if (run.report.results.length === 0) throw noTests(run.command.display);
  const { targets, warnings } = chooseTargets(run.report, reported, mask);
  const endsWell = run.result.exitCode === 0;
  if (failedTests(run.report).length === 0 && !endsWell)
    throw failsWithoutFailure(run.command.display, run.result.exitCode);
  const durationMs = run.result.durationMs;
  const writtenByTests = await prepared.workspace.changedIn(project);
  return { report: run.report, targets, durationMs, testCommand: run.command.display, warnings, writtenByTests };
}

export function describeBaseline({ report, targets }: Baseline): string {
  const counts = countTests(report.results);
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${counts.failed} failed, ${counts.passed} passed${skipped}; ${targets.length} to repair`;
}

interface ChosenTargets {
  readonly targets: readonly TestResult[];
  readonly warnings: readonly string[];
}

/**
 * The failures to be repaired: those of the report that fail here too. A report that was cut, or whose
 * names match nothing here although something fails, leaves all that fails here.
 */
export function chooseTargets(
  baseline: TestReport,
  reported: TestReport | null,
  mask: Mask | null = null,
): ChosenTargets {
  const failing = failedTests(baseline);
  if (reported === null) return { targets: failing, warnings: [] };
  const wanted = failedTests(reported);
  const warnings = [...reported.warnings];
  if (failing.length === 0) {
    if (wanted.length > 0) {
      warnings.push(`Not reproduced: the report names ${wanted.length} failing test(s), and all tests pass here`);
    }
    return { targets: [], warnings };
  }
  const named = (test: TestResult) => (mask === null ? test : maskedTexts(test, mask));
  const isMeant = (test: TestResult, other: TestResult) => isSameTest(named(test), other) || isFileOf(test, other);
  const matched = failing.filter((test) => wanted.some((other) => isMeant(test, other)));
  if (matched.length === 0 && wanted.length > 0) {
    warnings.push('The names in the report match no failing test here; everything that fails here is taken');
  }
  if (reported.truncated) warnings.push('The report is incomplete; everything that fails here is taken');
  if (matched.length === 0 || reported.truncated) return { targets: failing, warnings };
  const gone = wanted.filter((test) => !failing.some((other) => isMeant(other, test)));
  if (gone.length > 0) warnings.push(`${gone.length} of the reported failures do not fail here`);
  const others = failing.length - matched.length;
  if (others > 0) warnings.push(`${others} more test(s) fail here that the report does not name; they are left alone`);
  return { targets: matched, warnings };
}

/** A file that could not be loaded stands for its tests, and they for it. */
function isFileOf(left: TestResult, right: TestResult): boolean {
  const loading = left.failure?.kind === 'load' || right.failure?.kind === 'load';
  return loading && left.file !== null && left.file === right.file;
}

function noTests(display: string): AutofixError {
  return new AutofixError(`No tests were found: ${display} ran none`, {
    code: 'no-tests',
    exitCode: EXIT.testsCannotRun,
    hint: 'Give the command that runs the tests with --test-command.',
  });
}

function failsWithoutFailure(display: string, exitCode: number | null): AutofixError {
  const how = exitCode === null ? 'was ended by a signal' : `ends with exit code ${exitCode}`;
  return new AutofixError(`Every test that is reported passes, but the test command ${how}: ${display}`, {
    code: 'tests-cannot-run',
    exitCode: EXIT.testsCannotRun,
    hint: 'Something besides the tests fails (a coverage threshold, a linter): give the command of the tests alone with --test-command.',
  });
}
