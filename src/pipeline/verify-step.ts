import type { IntegrityStatement } from '../domain/repair-outcome.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { meanwhile } from '../shared/meanwhile.ts';
import type { FlakyWatch } from './flaky-watch.ts';
import type { FoundRepair } from './repair-loop.ts';
import { integrityPolicy, type Run } from './run.ts';
import { runStep } from './run-state.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';
import type { Baseline } from './steps/4-reproduce-failure.ts';
import { describeVerification, integrityOf, verifyRepair } from './steps/7-verify-repair.ts';
import { summarizePatch } from './steps/8-write-outputs.ts';

/** Verifies a repair on a fresh copy and takes it into the run's state, or throws it away and says why. */
export async function verifyStep(
  run: Run,
  prepared: PreparedWorkspace,
  task: RepairTask,
  repair: FoundRepair,
  { writtenByTests }: Baseline,
  flakyWatch: FlakyWatch,
): Promise<void> {
  const { options, state, emit } = run;
  const step = { name: 'verify-repair', title: 'Verify on a fresh copy', detail: describeVerification } as const;
  const policy = integrityPolicy(options);
  const limits = { repeat: options.repeat, timeoutMs: options.testTimeoutMs, policy, writtenByTests, flakyWatch };
  const found: { integrity: IntegrityStatement | null } = { integrity: null };
  const verification = await runStep(state, emit, step, () =>
    // It is about the two versions alone: what tests do to files shows in the verification.
    meanwhile(verifyRepair(prepared, task, repair.project, limits), async () => {
      found.integrity = integrityOf(task.project, repair.project, policy);
    }),
  );
  const { integrity } = found;
  const tampered = verification?.tampered ?? [];
  const fixed = verification?.comparison.fixed ?? [];
  const broken = verification?.comparison.broken ?? [];
  const sound =
    broken.length === 0 &&
    fixed.length > 0 &&
    tampered.length === 0 &&
    integrity?.unchanged === true &&
    integrity.bytesOutsideHunksUnchanged;
  if (verification === null || !sound) {
    emit({ kind: 'warning', message: `The patch did not hold on a fresh copy and was thrown away${whyNot(tampered)}` });
    return;
  }
  const { remaining } = verification.comparison;
  if (remaining.length === 0 && verification.after.results.every((test) => test.status !== 'failed')) {
    const { exitCode } = verification;
    if (exitCode !== 0)
      emit({ kind: 'warning', message: `Every test passes, but the test command ends with ${exitCode}` });
  }
  Object.assign(state, { after: verification.after, fixed, remaining, broken, integrity });
  state.repaired = repair.project;
  state.patch = summarizePatch(task.project, repair, state.mask);
  state.status = remaining.length === 0 ? 'fixed' : 'partially-fixed';
}

function whyNot(tampered: readonly string[]): string {
  return tampered.length === 0 ? '' : `: with it the tests change protected files: ${tampered.join(', ')}`;
}
