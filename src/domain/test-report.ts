export type TestStatus = 'passed' | 'failed' | 'skipped';

/**
 * Why a test failed. `load`: the file could not be loaded (missing module, error at import), so its tests
 * never ran; `compile`: a compiler or type checker refused it; `lint`: a linter's finding.
 */
export type FailureKind = 'assertion' | 'error' | 'timeout' | 'compile' | 'load' | 'lint';

/** One line of a stack trace, innermost first in a list. */
export interface StackFrame {
  readonly raw: string;
  /** Project-relative path when `inProject`, else the path as printed; null when the frame names no file. */
  readonly file: string | null;
  /** 1-based; null when unknown. */
  readonly line: number | null;
  readonly column: number | null;
  readonly functionName: string | null;
  readonly inProject: boolean;
  readonly isTest: boolean;
}

/** Why a test failed, as far as the report tells. Its texts are of the project: untrusted. */
export interface TestFailure {
  readonly kind: FailureKind;
  /** Class or code of the error as the runner names it, e.g. `ReferenceError`. */
  readonly errorType: string | null;
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly frames: readonly StackFrame[];
  /** What the test or the runner printed, capped by the parser; untrusted text. */
  readonly output: string;
}

/** One test, or one file that could not be loaded (then `name` is the file and the failure's kind is `load`). */
export interface TestResult {
  /** Stable across runs: file, name path and, for repeated names, an occurrence number. See `test-identity.ts`. */
  readonly id: string;
  readonly name: string;
  /** Suites from the outside in, then the test's own name. */
  readonly namePath: readonly string[];
  /** Project-relative path of the test file; null when the report does not tell. */
  readonly file: string | null;
  readonly line: number | null;
  readonly status: TestStatus;
  readonly durationMs: number | null;
  /** Present exactly when `status` is `failed`. */
  readonly failure: TestFailure | null;
}

/** How the paths of a report, mostly another machine's, were found in the project. */
export interface PathMapping {
  /** Folder of the other machine that stands for the top of the project, e.g. `/home/runner/work/shop/shop`; null: not known. */
  readonly foreignRoot: string | null;
  /** 0 to 1: the least certain of the paths that were found; 1 when each is exact. */
  readonly confidence: number;
  /** Paths that were found by the end of their names only, as printed, with the project's file; at most ten. */
  readonly uncertain: readonly { readonly printed: string; readonly file: string; readonly confidence: number }[];
}

/** Any runner's report in the canonical form. */
export interface TestReport {
  /** Name of the report format that read it, e.g. `jest-json`. */
  readonly format: string;
  /** Runner as far as the report tells, e.g. `jest`. */
  readonly runner: string | null;
  readonly results: readonly TestResult[];
  /** Left out where no path had to be found in a project. */
  readonly pathMapping?: PathMapping;
  /** True when the report ended early and only a part could be read. */
  readonly truncated: boolean;
  /** What was not understood, for the user. */
  readonly warnings: readonly string[];
}

/** How many tests there were of each kind. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
}

export function countTests(results: readonly TestResult[]): TestCounts {
  const count = (status: TestStatus) => results.filter((result) => result.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), total: results.length };
}

export function failedTests(report: TestReport): readonly TestResult[] {
  return report.results.filter((result) => result.status === 'failed');
}

export function passedIds({ results }: TestReport): ReadonlySet<string> {
  return new Set(results.filter(({ status }) => status === 'passed').map(({ id }) => id));
}
