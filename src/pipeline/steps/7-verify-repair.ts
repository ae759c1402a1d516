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
import { compareReports, type ReportComparison } from '../compare-reports.ts';
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
  readonly repeat: number;
  readonly timeoutMs: number;
  readonly policy: IntegrityPolicy;
  /** Files that the project's tests write to without any patch. */
  readonly writtenByTests: readonly string[];
}

/**
 * Runs the whole suite on the input as installed plus the patch alone, where no candidate ever ran, `repeat` times;
 * the worst run counts. null when a run did not come to its end.
 */
export async function verifyRepair(
  prepared: PreparedWorkspace,
  task: RepairTask,
  repaired: Project,
  limits: VerificationLimits,
): Promise<Verification | null> {
  const { pristine, runner, plan } = prepared;
  await pristine.apply(repaired);
  const watched = new Set(protectedFiles(task.project, limits.policy));
  for (const path of limits.writtenByTests) watched.delete(path);
  let worst: Verification | null = null;
  for (let turn = 1; turn <= Math.max(1, limits.repeat); turn++) {
    if (turn > 1) await pristine.reset(repaired, plan.installedFolders);
    const run = await runner.run(pristine.root, repaired, { kind: 'all' }, limits.timeoutMs);
    // Ended by a signal, the runner's report may lack what came last.
    if (run.report === null || run.result.timedOut || run.result.exitCode === null) return null;
    const comparison = compareReports(task.baseline, run.report, task.failing);
    const tampered = (await pristine.changedIn(repaired)).filter((path) => watched.has(path));
    const verification = { after: run.report, comparison, exitCode: run.result.exitCode, tampered };
    if (worst === null || badness(verification) > badness(worst)) worst = verification;
  }
  return worst;
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
