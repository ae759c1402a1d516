import type { Project } from '../domain/project.ts';
import { failedTests, type TestReport, type TestResult } from '../domain/test-report.ts';
import type { TestSelection, ToolchainPlan } from '../domain/toolchain.ts';
import type { LoopPatience } from '../localization/loop-guard-code.ts';
import { withLoopGuards } from '../localization/loop-guards.ts';
import { loopBreakingPython } from '../toolchain/loop-command.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';
import type { TestRun } from './test-runner.ts';

/** Seconds for a test at the most, and which share of the limit of a whole run. */
const LONGEST = 10;
const SHARE = 1 / 6;

/** Which share of that for a test at a place where another one was broken off. */
const AGAIN = 1 / 5;

/** What is raised in a test that does not end. */
const BROKEN_OFF = /\bAutofixTimeout\b/;

/** What a work copy must hold, and how its tests are run, for each test to come to an end. */
export interface LoopBreaking {
  readonly project: Project;
  readonly plan: ToolchainPlan;
}

export function patienceOf(testTimeoutMs: number): LoopPatience {
  const seconds = Math.min(LONGEST, rounded((testTimeoutMs / 1000) * SHARE));
  return { seconds, again: rounded(seconds * AGAIN) };
}

/** Messages tell it. */
function rounded(seconds: number): number {
  return Math.max(0.1, Math.round(seconds * 10) / 10);
}

/** null where no loop can be broken. */
export async function loopBreaking(
  { plan, sandbox, workspace }: Pick<PreparedWorkspace, 'plan' | 'sandbox' | 'workspace'>,
  project: Project,
  patience: LoopPatience,
): Promise<LoopBreaking | null> {
  if (plan.language === 'python') {
    const root = sandbox.workspaceRoot(workspace.root);
    const test: ToolchainPlan['test'] = (selection, scratch) =>
      loopBreakingPython(plan.test(selection, scratch), patience, root, scratch);
    return { project, plan: { ...plan, test } };
  }
  if (!takesLoopGuards(plan)) return null;
  const guarded = await withLoopGuards(project, patience);
  return guarded === project ? null : { project: guarded, plan };
}

/** Whether the sources are of a language in which loops can ask a guard. */
export function takesLoopGuards({ language }: Pick<ToolchainPlan, 'language'>): boolean {
  return language === 'javascript' || language === 'typescript';
}

/** Runs tests of the project as it is, but for those that do not end: each fails. The work copy holds what `loopBreaking` says. */
export async function runWithBrokenLoops(
  { runner, workspace, plan }: Pick<PreparedWorkspace, 'runner' | 'workspace' | 'plan'>,
  breaking: LoopBreaking,
  selection: TestSelection,
  timeoutMs: number,
): Promise<TestRun> {
  await workspace.reset(breaking.project, plan.installedFolders);
  const run = await runner.run(workspace.root, breaking.project, selection, timeoutMs, { plan: breaking.plan });
  return { ...run, report: run.report && withTimeouts(run.report) };
}

/** Runners do not know what that error means. */
function withTimeouts(report: TestReport): TestReport {
  const results = report.results.map((test): TestResult => {
    if (test.failure === null || !wasBrokenOff(test)) return test;
    return { ...test, failure: { ...test.failure, kind: 'timeout' } };
  });
  return { ...report, results };
}

/** Whether a test failed because it did not end and was broken off. */
export function wasBrokenOff({ failure }: TestResult): boolean {
  return failure !== null && BROKEN_OFF.test(`${failure.errorType} ${failure.message}`);
}

export function brokenOffIn(report: TestReport): readonly TestResult[] {
  return failedTests(report).filter(wasBrokenOff);
}

/** What the suite would take if those tests took no time. */
export function timeOfTheOthers(report: TestReport, durationMs: number): number {
  const sum = (tests: readonly TestResult[]) => tests.reduce((total, test) => total + (test.durationMs ?? 0), 0);
  const broken = brokenOffIn(report);
  const others = sum(report.results) - sum(broken);
  // Some run side by side, and some reports tell no times.
  return Math.max(others, durationMs - sum(broken), Math.min(durationMs, START_MS));
}

/** For a runner to come up. */
const START_MS = 1500;

export function brokenLoopsWarning(count: number, { seconds }: LoopPatience): string {
  return `${count} test(s) did not end: they were broken off after ${seconds} s, for the others to have their turn`;
}
