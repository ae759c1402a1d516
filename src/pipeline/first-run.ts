import type { Project } from '../domain/project.ts';
import { failedTests, type TestReport } from '../domain/test-report.ts';
import type { LoopPatience } from '../localization/loop-guard-code.ts';
import { meanwhile } from '../shared/meanwhile.ts';
import { brokenOffIn, type LoopBreaking, loopBreaking, patienceOf, runWithBrokenLoops } from './broken-loops.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';
import { type TestRun, testsCannotRun } from './test-runner.ts';

/** How tests that do not end were broken off, for the others to have their turn. */
export interface BrokenLoops extends LoopBreaking {
  readonly patience: LoopPatience;
}

/** A run of the whole suite that came to its end. */
export interface EndedRun {
  readonly run: TestRun;
  readonly report: TestReport;
  /** null: it ended by itself. */
  readonly loops: BrokenLoops | null;
}

export interface FirstRunLimits {
  readonly timeoutMs: number;
  /** Whether it is known that there are tests that do not end. */
  readonly hangs: boolean;
}

/**
 * Runs the suite as it is. Where it does not end, or is known not to, it is run with such tests broken off. Throws when that does
 * not end either.
 */
export async function firstRun(
  prepared: PreparedWorkspace,
  project: Project,
  reported: TestReport | null,
  { timeoutMs, hangs }: FirstRunLimits,
): Promise<EndedRun> {
  const { runner, workspace, pristine, plan } = prepared;
  const isForeseen = hangs || namesTimeouts(reported);
  const foreseen = isForeseen ? await brokenOffRun(prepared, project, timeoutMs) : null;
  if (foreseen !== null) {
    await pristine.apply(project);
    return foreseen;
  }
  if (isForeseen) await workspace.reset(project, plan.installedFolders);
  const run = await meanwhile(runner.run(workspace.root, project, { kind: 'all' }, timeoutMs), () =>
    pristine.apply(project),
  );
  // Cut off by the limit, a report says nothing of the tests that did not run.
  if (run.report !== null && !run.result.timedOut) return { run, report: run.report, loops: null };
  const broken = !isForeseen && mayLoop(run) ? await brokenOffRun(prepared, project, timeoutMs) : null;
  if (broken === null) throw testsCannotRun(run, timeoutMs);
  return broken;
}

/** Runs the whole suite once more, in the work copy, as the first run did. */
export async function runUnpatched(
  prepared: Pick<PreparedWorkspace, 'runner' | 'workspace' | 'plan'>,
  project: Project,
  timeoutMs: number,
  loops: BrokenLoops | null,
): Promise<TestRun> {
  if (loops !== null) return runWithBrokenLoops(prepared, loops, { kind: 'all' }, timeoutMs);
  const { runner, workspace, plan } = prepared;
  await workspace.reset(project, plan.installedFolders);
  return runner.run(workspace.root, project, { kind: 'all' }, timeoutMs);
}

function namesTimeouts(reported: TestReport | null): boolean {
  return reported !== null && failedTests(reported).some(({ failure }) => failure?.kind === 'timeout');
}

/** null: it does not end, or no test had to be broken off. */
async function brokenOffRun(
  prepared: PreparedWorkspace,
  project: Project,
  timeoutMs: number,
): Promise<EndedRun | null> {
  const patience = patienceOf(timeoutMs);
  const breaking = await loopBreaking(prepared, project, patience);
  if (breaking === null) return null;
  const run = await runWithBrokenLoops(prepared, breaking, { kind: 'all' }, timeoutMs);
  const { report, result } = run;
  if (report === null || result.timedOut || result.exitCode === null || brokenOffIn(report).length === 0) return null;
  return { run, report, loops: { ...breaking, patience } };
}

/** How Node says that the memory is full. A loop that collects something ends like that. */
const FULL_MEMORY = /heap out of memory|invalid (?:array|table) (?:length|size)|Fatal JavaScript invalid size error/i;

/** Ended by a signal, as the shell tells it. */
const BY_SIGNAL = 128;

function mayLoop({ report, result }: TestRun): boolean {
  if (result.timedOut) return true;
  const { exitCode, stderr } = result;
  return report === null && (exitCode === null || exitCode > BY_SIGNAL || FULL_MEMORY.test(stderr));
}
