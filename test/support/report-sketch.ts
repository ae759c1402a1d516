import { testIdAssigner } from '../../src/domain/test-identity.ts';
import type { FailureKind, TestReport, TestResult, TestStatus } from '../../src/domain/test-report.ts';

export interface TestSketch {
  readonly name: string;
  readonly file?: string | null;
  readonly status?: TestStatus;
  readonly kind?: FailureKind;
  readonly message?: string;
  readonly suite?: readonly string[];
}

/** A report of sketched tests, for tests of what works on whole reports. */
export function sketchReport(...sketches: readonly TestSketch[]): TestReport {
  const idOf = testIdAssigner();
  return {
    format: 'sketch',
    runner: null,
    results: sketches.map((sketch) => sketchResult(sketch, idOf)),
    truncated: false,
    warnings: [],
  };
}

function sketchResult(sketch: TestSketch, idOf: ReturnType<typeof testIdAssigner>): TestResult {
  const { name, file = 'test/a.test.js', status = 'passed', kind = 'assertion', message = 'no', suite = [] } = sketch;
  const namePath = [...suite, name];
  const failure = { kind, errorType: null, message, expected: null, actual: null, frames: [], output: '' };
  return {
    id: idOf({ file, namePath }),
    name,
    namePath,
    file,
    line: null,
    status,
    durationMs: null,
    failure: status === 'failed' ? failure : null,
  };
}
