import type { Project } from '../../domain/project.ts';
import type { IntegrityStatement } from '../../domain/repair-outcome.ts';
import type { RepairTask } from '../../domain/repair-task.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { applyEdits } from '../../patch/apply-edits.ts';
import { hashFiles } from '../../patch/hash-files.ts';
import type { IntegrityPolicy } from '../../patch/integrity-policy.ts';
import { outsideHunksUnchanged } from '../../patch/outside-hunks.ts';
import { protectedFiles } from '../../patch/protected-files.ts';
import { splitIntoHunks } from '../../patch/split-into-hunks.ts';
import type { ReportComparison } from '../compare-reports.ts';
import { compareSteady } from '../flaky-tests.ts';
import type { FlakyWatch } from '../flaky-watch.ts';
import type { PreparedWorkspace } from './3-prepare-workspace.ts';

export interface Verification {
  readonly after: TestReport;
  readonly comparison: ReportComparison;
  /** Of the test command. */
  readonly exitCode: number;
  /** Protected files that were other ones after the run than before it: then nothing that it reports counts. */
  readonly tampered: readonly string[];
}

export interface VerificationLimits {
  /** How many runs. */
  readonly repeat: number;
  readonly timeoutMs: number;
  readonly policy: IntegrityPolicy;
  /** Files that the project's tests write to without any patch. */
  readonly writtenByTests: readonly string[];
  readonly flakyWatch: FlakyWatch;
}

/** What runners note about their last run, below the installed packages: a suite that could not be loaded noted nothing. */
const RUNNER_CACHE = /(^|\/)node_modules\/(\.vite\/vitest|\.vitest|\.cache)\//;

/**
 * Runs the whole suite on the input as installed plus the patch alone, where no candidate ever ran, and repeats that;
 * the worst run counts. null when a run did not come to its end.
 */
export async function verifyRepair(
  prepared: PreparedWorkspace,
  task: RepairTask,
  repaired: Project,
  limits: VerificationLimits,
): Promise<Verification | null> {
  const { pristine, workspace, runner, plan } = prepared;
  await pristine.apply(repaired);
  const runs: VerifyingRun[] = [];
  for (let turn = 1; turn <= Math.max(1, limits.repeat); turn++) {
    if (turn > 1) await pristine.reset(repaired, plan.installedFolders);
    const { report, result } = await runner.run(pristine.root, repaired, { kind: 'all' }, limits.timeoutMs);
    // Ended by a signal, the runner's report may lack what came last.
    if (report === null || result.timedOut || result.exitCode === null) return null;
    const changed = await pristine.changedIn(repaired);
    const tampered = changed.length === 0 ? [] : watchedAmong(changed, task.project, limits);
    runs.push({ after: report, exitCode: result.exitCode, tampered });
  }
  const worst = worstOf(runs, task, runner.leftOut);
  const broken = worst?.comparison.broken ?? [];
  if (broken.length === 0 || !comeAndGoIn(runs, broken)) return worst;
  return (await limits.flakyWatch.proves(broken, workspace)) ? worstOf(runs, task, runner.leftOut) : worst;
}

function watchedAmong(paths: readonly string[], project: Project, limits: VerificationLimits): string[] {
  const watched = new Set(protectedFiles(project, limits.policy).filter((path) => !RUNNER_CACHE.test(path)));
  for (const path of limits.writtenByTests) watched.delete(path);
  return paths.filter((path) => watched.has(path));
}

type VerifyingRun = Omit<Verification, 'comparison'>;

function worstOf(runs: readonly VerifyingRun[], task: RepairTask, leftOut: ReadonlySet<string>): Verification | null {
  const compared = runs.map((run): Verification => ({ ...run, ...compareSteady(task, run.after, leftOut) }));
  return compared.toSorted((left, right) => badness(right) - badness(left))[0] ?? null;
}

/** Whether each of these tests passes in one of the runs at least. */
function comeAndGoIn(runs: readonly VerifyingRun[], ids: readonly string[]): boolean {
  const passing = runs.flatMap(({ after }) => after.results.filter(({ status }) => status === 'passed'));
  const passed = new Set(passing.map(({ id }) => id));
  return ids.every((id) => passed.has(id));
}

function badness({ comparison, tampered }: Verification): number {
  return tampered.length * 1e12 + comparison.broken.length * 1e6 + comparison.remaining.length;
}

export function describeVerification(verification: Verification | null): string {
  if (verification === null) return 'the tests did not run to their end';
  const { fixed, remaining, broken } = verification.comparison;
  if (verification.tampered.length > 0) return `protected files were changed: ${verification.tampered.join(', ')}`;
  return `${fixed.length} fixed, ${remaining.length} still failing, ${broken.length} broken`;
}

/** Checks after the fact that nothing protected changed and that no byte outside the hunks did. */
export function integrityOf(before: Project, after: Project, policy: IntegrityPolicy): IntegrityStatement {
  const paths = protectedFiles(before, policy);
  const hashesBefore = hashFiles(before, paths);
  const hashesAfter = hashFiles(after, paths);
  const applied = applyEdits(before, splitIntoHunks(before, after));
  return {
    protectedFiles: paths.length,
    unchanged: paths.every((path) => hashesBefore.get(path) === hashesAfter.get(path)),
    bytesOutsideHunksUnchanged: applied.kind === 'applied' && outsideHunksUnchanged(before, after, applied),
  };
}
