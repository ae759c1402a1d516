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
import { testsCannotRun } from '../test-runner.ts';
import type { PreparedWorkspace } from './3-prepare-workspace.ts';

export interface Verification {
  readonly after: TestReport;
  readonly comparison: ReportComparison;
}

/**
 * Runs the whole suite on the input as installed plus the patch alone, where no candidate ever ran, `repeat` times;
 * the worst run counts.
 */
export async function verifyRepair(
  prepared: PreparedWorkspace,
  task: RepairTask,
  repaired: Project,
  limits: { readonly repeat: number; readonly timeoutMs: number },
): Promise<Verification> {
  const { pristine, runner, plan } = prepared;
  await pristine.apply(repaired);
  let worst: Verification | null = null;
  for (let turn = 1; turn <= limits.repeat; turn++) {
    if (turn > 1) await pristine.reset(repaired, plan.installedFolders);
    const run = await runner.run(pristine.root, repaired, { kind: 'all' }, limits.timeoutMs);
    if (run.report === null) throw testsCannotRun(run, limits.timeoutMs);
    const verification = { after: run.report, comparison: compareReports(task.baseline, run.report, task.failing) };
    if (worst === null || badness(verification) > badness(worst)) worst = verification;
  }
  if (worst === null) throw new RangeError('verification needs at least one run');
  return worst;
}

function badness({ comparison }: Verification): number {
  return comparison.broken.length * 1_000_000 + comparison.remaining.length;
}

export function describeVerification({ comparison }: Verification): string {
  const { fixed, remaining, broken } = comparison;
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
