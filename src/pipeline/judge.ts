import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { PatchVerdict } from '../domain/patch-verdict.ts';
import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import type { TestReport } from '../domain/test-report.ts';
import { type AppliedPatch, applyEdits } from '../patch/apply-edits.ts';
import { type IntegrityPolicy, judgeIntegrity } from '../patch/integrity-policy.ts';
import { suspiciousChanges } from '../patch/suspicious-changes.ts';
import type { Workspace } from '../sandbox/workspace.ts';
import { decodeSource } from '../shared/source-text.ts';
import { languageOf } from '../syntax/languages.ts';
import { newSyntaxErrors } from '../syntax/syntax-problems.ts';
import { compareReports } from './compare-reports.ts';
import { compareSteady } from './flaky-tests.ts';
import type { FlakyWatch } from './flaky-watch.ts';
import type { TestRun, TestRunner } from './test-runner.ts';

export interface JudgeSettings {
  readonly runner: TestRunner;
  readonly workspace: Workspace;
  readonly policy: IntegrityPolicy;
  readonly allowSuspicious: boolean;
  /** Limit in milliseconds for one run of the tests of a candidate. */
  readonly timeoutMs: number;
  /** Has a second look at what seems to break tests. */
  readonly flakyWatch?: FlakyWatch;
}

/** A candidate's verdict, with the project it leads to when its edits apply. */
export interface Judgement {
  readonly verdict: PatchVerdict;
  readonly project: Project | null;
}

/** `signal` ends what runs for this candidate; then the promise is rejected. */
export type Judge = (patch: CandidatePatch, task: RepairTask, signal?: AbortSignal) => Promise<Judgement>;

/**
 * Rules on one candidate: the checks that cost nothing first (does it apply, is it allowed, does it parse),
 * then the failing tests, then the whole suite for what survives.
 */
export function createJudge(settings: JudgeSettings): Judge {
  return async (patch, task, signal) => {
    const checked = await checkStatically(patch, task, settings);
    if (checked.kind === 'objection') return { verdict: checked.verdict, project: null };
    await settings.workspace.reset(checked.project, settings.runner.plan.installedFolders);
    return { verdict: await runTests(settings, checked.project, task, signal), project: checked.project };
  };
}

/** Whether the whole suite has not run yet. */
export function isProvisional(verdict: PatchVerdict): boolean {
  return (verdict.kind === 'partial' || verdict.kind === 'plausible') && verdict.isProvisional === true;
}

/** Judges through the whole suite too what repairs something by the word of a process that stays. */
export function judgingWholly(judge: Judge): Judge {
  return async (patch, task, signal) => {
    const first = await judge(patch, task, signal);
    return isProvisional(first.verdict) ? judge(patch, task, signal) : first;
  };
}

export type StaticCheck =
  | { readonly kind: 'objection'; readonly verdict: PatchVerdict }
  | { readonly kind: 'sound'; readonly project: Project };

/** Checks that were made before their candidate's turn. Each is taken once: it holds a whole version of the project. */
const foreseenChecks = new WeakMap<
  CandidatePatch,
  { readonly task: RepairTask; readonly check: Promise<StaticCheck> }
>();

/** Checks a candidate before its turn. What goes wrong in that shows when its turn comes. */
export function foreseeCheck(patch: CandidatePatch, task: RepairTask, settings: CheckSettings): void {
  const check = makeCheck(patch, task, settings);
  check.catch(() => {});
  foreseenChecks.set(patch, { task, check });
}

type CheckSettings = Pick<JudgeSettings, 'policy' | 'allowSuspicious'>;

/** What can be said of a candidate without running anything of the project. */
export function checkStatically(
  patch: CandidatePatch,
  task: RepairTask,
  settings: CheckSettings,
): Promise<StaticCheck> {
  const foreseen = foreseenChecks.get(patch);
  foreseenChecks.delete(patch);
  return foreseen?.task === task ? foreseen.check : makeCheck(patch, task, settings);
}

async function makeCheck(patch: CandidatePatch, task: RepairTask, settings: CheckSettings): Promise<StaticCheck> {
  const invalid = (reason: string): StaticCheck => ({ kind: 'objection', verdict: { kind: 'invalid', reason } });
  if (patch.noPatch !== undefined) return invalid(patch.noPatch.reason);
  const applied = applyEdits(task.project, patch.edits);
  if (applied.kind === 'invalid') return invalid(applied.reason);
  const ruling = judgeIntegrity(task.project, applied.changes, settings.policy);
  if (ruling.kind === 'refused') return { kind: 'objection', verdict: ruling };
  const flags = settings.allowSuspicious ? [] : suspiciousChanges(task.project, applied.project, task.failing);
  if (flags.length > 0) {
    const detail = `${flags.join('; ')} (--allow-suspicious would let it pass)`;
    return { kind: 'objection', verdict: { kind: 'refused', policy: 'suspicious-change', detail } };
  }
  const problem = await syntaxProblem(task.project, applied);
  return problem === null ? { kind: 'sound', project: applied.project } : invalid(problem);
}

type Applied = Extract<AppliedPatch, { kind: 'applied' }>;

async function syntaxProblem(before: Project, applied: Applied): Promise<string | null> {
  for (const change of applied.changes) {
    const language = languageOf(change.path);
    if (change.kind !== 'write' || language === null) continue;
    const old = before.entries.get(change.path);
    const oldText = old === undefined ? '' : (decodeSource(old.bytes())?.text ?? '');
    const newText = decodeSource(change.bytes)?.text;
    if (newText === undefined) continue;
    const [first] = await newSyntaxErrors(language, oldText, newText);
    if (first !== undefined)
      return `The edit makes a syntax error in ${change.path}, line ${first.line}: ${first.message}`;
  }
  return null;
}

async function runTests(
  settings: JudgeSettings,
  project: Project,
  task: RepairTask,
  signal: AbortSignal | undefined,
): Promise<PatchVerdict> {
  const { runner, workspace, timeoutMs } = settings;
  const targetIds = task.failing.map((test) => test.id);
  const selection = { kind: 'tests', tests: task.failing } as const;
  const first = await runner.run(workspace.root, project, selection, timeoutMs, { signal });
  if (first.report === null || first.result.timedOut) return withoutReport(first, targetIds);
  const early = compareReports(task.baseline, first.report, task.failing);
  if (early.fixed.length === 0) return { kind: 'no-effect', remaining: early.remaining, after: first.report };
  return runWholeSuite(settings, project, task, signal);
}

/** The verdict of the whole suite, in its own order, in a fresh process. */
export async function runWholeSuite(
  settings: JudgeSettings,
  project: Project,
  task: RepairTask,
  signal?: AbortSignal,
): Promise<PatchVerdict> {
  const { workspace, flakyWatch, runner } = settings;
  const first = await runWhole(settings, project, signal);
  if (first.report === null || first.result.timedOut) {
    const targetIds = task.failing.map((test) => test.id);
    return withoutReport(first, targetIds);
  }
  const { comparison } = compareSteady(task, first.report, runner.leftOut);
  const verdict = verdictOf(task, first.report, runner.leftOut);
  if (verdict.kind !== 'regression' || comparison.fixed.length === 0 || flakyWatch === undefined) return verdict;
  let second: TestReport | null = null;
  const isExcused = await flakyWatch.excuses(verdict.broken, workspace, async () => {
    const again = await runWhole(settings, project, signal);
    second = again.result.timedOut ? null : again.report;
    return second === null ? null : compareSteady(task, second, runner.leftOut).comparison.broken;
  });
  return isExcused && second !== null ? verdictOf(task, second, runner.leftOut) : verdict;
}

async function runWhole(
  { runner, workspace, timeoutMs }: JudgeSettings,
  project: Project,
  signal: AbortSignal | undefined,
): Promise<TestRun> {
  await workspace.reset(project, runner.plan.installedFolders);
  return runner.run(workspace.root, project, { kind: 'all' }, timeoutMs, { signal });
}

/** The verdict that a whole run gives a candidate; the tests that are left out count neither before nor after. */
export function verdictOf(task: RepairTask, run: TestReport, leftOut: ReadonlySet<string> = new Set()): PatchVerdict {
  const { after, comparison } = compareSteady(task, run, leftOut);
  const { fixed, remaining, broken } = comparison;
  if (broken.length > 0) return { kind: 'regression', broken, after };
  if (fixed.length === 0) return { kind: 'no-effect', remaining, after };
  return remaining.length === 0 ? { kind: 'plausible', fixed, after } : { kind: 'partial', fixed, remaining, after };
}

function withoutReport(run: TestRun, remaining: readonly string[]): PatchVerdict {
  return run.result.timedOut
    ? { kind: 'timed-out', detail: `the tests did not end: ${run.command.display}` }
    : { kind: 'no-effect', remaining, after: null };
}
