import type { AttemptRecord, FallbackRecord, RepairOutcome } from './repair-outcome.ts';
import type { TestCounts } from './test-report.ts';

/** The numbered steps of a repair. */
export type StepName =
  | 'open-project'
  | 'read-report'
  | 'prepare-workspace'
  | 'reproduce-failure'
  | 'localize-fault'
  | 'search-repair'
  | 'verify-repair'
  | 'write-outputs';

/** What a run tells while it goes: for the terminal, `--events` and the library. */
export type RunEvent =
  | { readonly kind: 'step-started'; readonly step: StepName; readonly title: string }
  | { readonly kind: 'step-ended'; readonly step: StepName; readonly detail: string; readonly durationMs: number }
  | { readonly kind: 'tests-ran'; readonly label: string; readonly counts: TestCounts }
  | {
      readonly kind: 'request-started';
      readonly provider: string;
      readonly model: string;
      readonly promptTokens: number;
    }
  | { readonly kind: 'waiting'; readonly provider: string; readonly reason: string; readonly waitMs: number }
  | { readonly kind: 'candidate-judged'; readonly attempt: AttemptRecord; readonly candidates: number }
  | { readonly kind: 'fallback'; readonly fallback: FallbackRecord }
  | { readonly kind: 'warning'; readonly message: string }
  | {
      readonly kind: 'replay-compared';
      /** What of the result is not as recorded; empty: the same result. */
      readonly differences: readonly string[];
      /** What differs besides. */
      readonly asides: readonly string[];
    }
  | { readonly kind: 'run-ended'; readonly outcome: RepairOutcome };

export type EventSink = (event: RunEvent) => void;
