import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import type { Project } from '../../domain/project.ts';
import { isSameTest } from '../../domain/test-identity.ts';
import { countTests, failedTests, type TestReport, type TestResult } from '../../domain/test-report.ts';
import { meanwhile } from '../../shared/meanwhile.ts';
import { brokenLoopsWarning, brokenOffIn, timeOfTheOthers } from '../broken-loops.ts';
import { type BrokenLoops, firstRun, runUnpatched } from '../first-run.ts';
import { comeAndGo, withoutTests } from '../flaky-tests.ts';
import { type Mask, maskedTexts } from '../project-mask.ts';
import type { TestRun } from '../test-runner.ts';
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
  /** Ids of tests that did not end alike in all runs without any change: they are in no report from here on. */
  readonly flaky: readonly string[];
  /** Whether any of them should have been repaired. */
  readonly wantsFlaky: boolean;
  /** How tests that do not end were broken off; null: all of them ended. */
  readonly loops: BrokenLoops | null;
}

export interface BaselineRuns {
  /** For one run, in milliseconds. */
  readonly timeoutMs: number;
  /** How many runs, to find out tests that come and go. */
  readonly repeat: number;
  /** Whether it is known that there are tests that do not end; left out: where the report says so. */
  readonly hangs?: boolean;
  /** What was done to the names of the report when it was kept; left out: nothing. */
  readonly mask?: Mask | null;
  /**
   * Told during the first repetition what is the baseline and its targets unless that shows that a test comes and goes. Must not
   * fail.
   */
  readonly foreseen?: (baseline: TestReport, targets: readonly TestResult[]) => Promise<void>;
}

/**
 * Runs the whole suite as it is, repeats that, and matches what fails in every run with what was reported. The times are
 * those of the first run, without what tests took that did not end.
 */
export async function reproduceFailure(
  prepared: PreparedWorkspace,
  project: Project,
  reported: TestReport | null,
  { timeoutMs, repeat, hangs = false, mask = null, foreseen = async () => {} }: BaselineRuns,
): Promise<Baseline> {
  const { runner, workspace, pristine, plan } = prepared;
  const { run, report: first, loops } = await firstRun(prepared, project, reported, { timeoutMs, hangs });
  if (first.results.length === 0) throw noTests(run.command.display);
  const endsWell = run.result.exitCode === 0;
  if (failedTests(first).length === 0 && !endsWell) throw failsWithoutFailure(run.command.display, run.result.exitCode);
  const writtenByTests = await workspace.changedIn(loops?.project ?? project);
  // What the project's own tests make beside the dependencies (caches) stays; what a candidate's tests do there does not.
  workspace.trustInstalled(pristine);
  const mayBeFlaky = failedTests(first).length > 0 || (reported !== null && failedTests(reported).length > 0);
  if (failedTests(first).some(({ failure }) => failure?.errorType === 'RecursionError')) runner.tellBriefly();
  const runs = [first];
  // What does not end takes its time in each of them.
  const most = loops === null ? repeat : Math.min(repeat, 2);
  for (let turn = 2; mayBeFlaky && turn <= most; turn++) {
    const begun = (again: Promise<TestRun>) =>
      turn > 2 ? again : meanwhile(again, () => foreseen(first, chooseTargets(first, reported, mask).targets));
    const repeated = await runAgain(prepared, project, timeoutMs, loops, begun);
    if (repeated !== null) runs.push(repeated);
  }
  if (loops !== null) await workspace.reset(project, plan.installedFolders);
  const flaky = comeAndGo(runs);
  runner.leaveOut(flaky);
  const report = withoutTests(first, runner.leftOut);
  const steady = steadyReport(reported, runs, runner.leftOut, mask);
  const allFlaky = steady.wantsFlaky && steady.reported !== null && failedTests(steady.reported).length === 0;
  const chosen = allFlaky ? { targets: [], warnings: [] } : chooseTargets(report, steady.reported, mask);
  const testCommand = run.command.display;
  const warnings =
    loops === null
      ? chosen.warnings
      : [...chosen.warnings, brokenLoopsWarning(brokenOffIn(first).length, loops.patience)];
  const { durationMs: whole } = run.result;
  const durationMs = loops === null ? whole : timeOfTheOthers(first, whole);
  const { wantsFlaky } = steady;
  return { ...chosen, report, testCommand, writtenByTests, flaky, durationMs, wantsFlaky, loops, warnings };
}

/** What was reported, without what turned out to be flaky here. */
function steadyReport(
  reported: TestReport | null,
  runs: readonly TestReport[],
  flaky: ReadonlySet<string>,
  mask: Mask | null,
): { readonly reported: TestReport | null; readonly wantsFlaky: boolean } {
  if (reported === null) return { reported, wantsFlaky: flaky.size > 0 };
  const unsteady = runs.flatMap((run) => run.results.filter(({ id }) => flaky.has(id)));
  const isFlaky = (test: TestResult) => unsteady.some((other) => isSameTest(named(other, mask), test));
  const results = reported.results.filter((test) => test.status !== 'failed' || !isFlaky(test));
  return { reported: { ...reported, results }, wantsFlaky: results.length < reported.results.length };
}

/** null when it did not come to its end: then it says nothing of single tests. */
async function runAgain(
  prepared: PreparedWorkspace,
  project: Project,
  timeoutMs: number,
  loops: BrokenLoops | null,
  begun: (run: Promise<TestRun>) => Promise<TestRun>,
): Promise<TestReport | null> {
  const { report, result } = await begun(runUnpatched(prepared, project, timeoutMs, loops));
  return result.timedOut || result.exitCode === null ? null : report;
}

export function describeBaseline({ report, targets, flaky }: Baseline): string {
  const counts = countTests(report.results);
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  const unsteady = flaky.length === 0 ? '' : `, ${flaky.length} flaky`;
  return `${counts.failed} failed, ${counts.passed} passed${skipped}${unsteady}; ${targets.length} to repair`;
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
  const isMeant = (test: TestResult, other: TestResult) =>
    isSameTest(named(test, mask), other) || isFileOf(test, other);
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

function named(test: TestResult, mask: Mask | null): TestResult {
  return mask === null ? test : maskedTexts(test, mask);
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
