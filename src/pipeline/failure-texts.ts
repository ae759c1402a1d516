import type { TestReport } from '../domain/test-report.ts';

/** A report with `change` made to all that its tests printed; names stay, for tests are told apart by them. */
export function withFailureTexts(report: TestReport, change: (text: string) => string): TestReport {
  const changed = (text: string | null) => (text === null ? null : change(text));
  const results = report.results.map((result) => {
    const { failure } = result;
    if (failure === null) return result;
    return {
      ...result,
      failure: {
        ...failure,
        message: change(failure.message),
        expected: changed(failure.expected),
        actual: changed(failure.actual),
        output: change(failure.output),
        frames: failure.frames.map((frame) => ({ ...frame, raw: change(frame.raw) })),
      },
    };
  });
  return { ...report, results };
}
