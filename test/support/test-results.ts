import type { FailureKind, StackFrame, TestFailure, TestReport, TestResult } from '../../src/domain/test-report.ts';

/** A stack frame in a project file. */
export function frame(file: string, line: number, isTest = false): StackFrame {
  return { raw: `at ${file}:${line}`, file, line, column: null, functionName: null, inProject: true, isTest };
}

export function failure(message: string, more: Partial<TestFailure> = {}): TestFailure {
  const kind: FailureKind = more.kind ?? 'assertion';
  return { errorType: null, expected: null, actual: null, frames: [], output: '', ...more, kind, message };
}

/** A passed test; give `failure` for a failed one. */
export function testResult(file: string, namePath: readonly string[], more: Partial<TestResult> = {}): TestResult {
  const name = namePath.at(-1) ?? '';
  return {
    id: `${file} > ${namePath.join(' > ')}`,
    name,
    namePath,
    file,
    line: null,
    status: more.failure == null ? 'passed' : 'failed',
    durationMs: null,
    failure: null,
    ...more,
  };
}

export function reportOf(results: readonly TestResult[]): TestReport {
  return { format: 'canonical', runner: null, results, truncated: false, warnings: [] };
}
