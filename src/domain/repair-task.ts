import type { CandidatePatch } from './candidate-patch.ts';
import type { PatchVerdict } from './patch-verdict.ts';
import type { Project } from './project.ts';
import type { SuspiciousLocation } from './suspicious-location.ts';
import type { TestReport, TestResult } from './test-report.ts';

/** What a generator is asked to repair. */
export interface RepairTask {
  /** The project as it stands now: the input, or the input with an accepted partial repair. */
  readonly project: Project;
  /** The tests that fail now and shall pass. Never empty. */
  readonly failing: readonly TestResult[];
  /** The newest whole run: what passes now must go on passing. */
  readonly baseline: TestReport;
  /** Most suspicious first. */
  readonly suspects: readonly SuspiciousLocation[];
}

/** One judged candidate. */
export interface JudgedPatch {
  readonly patch: CandidatePatch;
  readonly verdict: PatchVerdict;
  /** The version that it was judged on; left out: the one that is to be repaired now. */
  readonly base?: Project;
}
