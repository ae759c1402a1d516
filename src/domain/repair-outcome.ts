import type { ErrorCode, ExitCode } from './autofix-error.ts';
import type { VerdictKind } from './patch-verdict.ts';
import type { SuspiciousLocation } from './suspicious-location.ts';
import type { TestCounts } from './test-report.ts';

/** What a run came to. `awaiting-verification`: patched with `verify: false`; `refused`: the input was. */
export type RepairStatus =
  | 'fixed'
  | 'partially-fixed'
  | 'not-fixed'
  | 'nothing-to-fix'
  | 'awaiting-verification'
  | 'refused'
  | 'failed';

/** One candidate that was judged, or one request to a provider that brought none. */
export interface AttemptRecord {
  readonly provider: string;
  /** Model id, or the operator's name for the offline engine. */
  readonly model: string | null;
  readonly verdict: VerdictKind | 'no-answer';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price is not known. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
  /** Why it was refused, had no effect, or brought no answer; null for a plausible one. */
  readonly reason: string | null;
}

/** One source of candidates gave way to another. */
export interface FallbackRecord {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What a run took. */
export interface Usage {
  readonly requests: number;
  /** Requests divided by the tests that the patch repaired; null when it repaired none. */
  readonly requestsPerFixedTest: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of any model that was used is not known. */
  readonly costUsd: number | null;
  /** Candidates that were judged, whatever their origin. */
  readonly candidates: number;
  /** Runs of the project's tests. */
  readonly testRuns: number;
}

export interface Analysis {
  readonly toolchain: string | null;
  readonly testCommand: string | null;
  readonly installCommand: string | null;
  readonly isolation: string | null;
  readonly reportFormats: readonly string[];
  /** Full names of the tests that failed before. */
  readonly failures: readonly { readonly id: string; readonly name: string; readonly message: string }[];
  readonly suspects: readonly SuspiciousLocation[];
}

/** The patch of a run: of a model, or (then `model` is null) of an operator. */
export interface PatchSummary {
  readonly diff: string;
  readonly files: readonly string[];
  readonly provider: string;
  readonly model: string | null;
  readonly operator: string | null;
  readonly explanation: string;
  /** How many other candidates were seen that repair as much. */
  readonly otherPlausible: number;
  /** The likeliest of those. */
  readonly alternatives: readonly PatchAlternative[];
}

/** A patch that passed the same tests and was not chosen. */
export interface PatchAlternative {
  readonly operator: string;
  readonly explanation: string;
  readonly diff: string;
}

/** What promise 2 and promise 3 rest on, checked after the fact. */
export interface IntegrityStatement {
  /** How many tests, snapshots, configurations, lock files and CI files were hashed. */
  readonly protectedFiles: number;
  /** True when all of their hashes are as before. */
  readonly unchanged: boolean;
  readonly bytesOutsideHunksUnchanged: boolean;
}

export interface OutputPaths {
  readonly zip: string | null;
  readonly diff: string | null;
  readonly html: string | null;
  readonly runDir: string | null;
}

/** How a run ended: the object behind `--json` (`autofix-result/1`). */
export interface RepairOutcome {
  readonly schema: 'autofix-result/1';
  readonly status: RepairStatus;
  readonly exitCode: ExitCode;
  readonly analysis: Analysis;
  readonly warnings: readonly string[];
  readonly before: TestCounts | null;
  readonly after: TestCounts | null;
  readonly fixedTests: readonly string[];
  readonly remainingTests: readonly string[];
  readonly brokenTests: readonly string[];
  readonly patch: PatchSummary | null;
  readonly attempts: readonly AttemptRecord[];
  readonly fallbacks: readonly FallbackRecord[];
  readonly usage: Usage;
  readonly integrity: IntegrityStatement | null;
  readonly outputs: OutputPaths;
  /** Milliseconds for each stage that ran. */
  readonly timings: Readonly<Record<string, number>>;
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint: string } | null;
}
