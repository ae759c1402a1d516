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
  /**
   * By file and 1-based line, how much more failing tests ran it than passing ones (0 to 1); 0 where no failing test ran
   * it though a test did. Only where that was measured, and only of lines within functions.
   */
  readonly lineSuspicion?: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** One judged candidate. */
export interface JudgedPatch {
  readonly patch: CandidatePatch;
  readonly verdict: PatchVerdict;
  /** The version that it was judged on; left out: the one that is to be repaired now. */
  readonly base?: Project;
}
