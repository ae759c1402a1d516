/** Exit codes of the command line: DESIGN.md section 3. */
export const EXIT = {
  fixed: 0,
  notFixed: 1,
  usage: 2,
  providersExhausted: 3,
  capReached: 4,
  inputRefused: 5,
  testsCannotRun: 6,
  notVerified: 7,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Stable, grep-able reasons. Nobody matches message text. */
export type ErrorCode =
  | 'usage'
  | 'configuration'
  | 'input-not-found'
  | 'archive-refused'
  | 'archive-damaged'
  | 'report-unreadable'
  | 'report-foreign'
  | 'toolchain-unknown'
  | 'install-failed'
  | 'tests-cannot-run'
  | 'tests-timed-out'
  | 'no-tests'
  | 'sandbox-unavailable'
  | 'output-unwritable'
  | 'providers-exhausted'
  | 'cap-reached'
  | 'interrupted'
  | 'recording-unusable'
  | 'input-changed'
  | 'replay-differs'
  | 'internal';

export interface AutofixErrorDetails {
  readonly code: ErrorCode;
  readonly exitCode: ExitCode;
  /** What the user can do about it: one sentence. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** A failure that ends a run, carrying its decision: the code, the exit code and the remedy. */
export class AutofixError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: ExitCode;
  readonly hint: string;

  constructor(message: string, details: AutofixErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'AutofixError';
    this.code = details.code;
    this.exitCode = details.exitCode;
    this.hint = details.hint;
  }
}
