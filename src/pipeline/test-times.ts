import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { Baseline } from './steps/4-reproduce-failure.ts';

/** Milliseconds of tests by their ids. */
type Times = ReadonlyMap<string, number | null>;

/**
 * The report with the times of another one, where that knows the test. By which tests a warm process judges depends on what they
 * take: a later run, or a repetition on another machine, must not choose others.
 */
export function timedAs(report: TestReport, { results }: TestReport): TestReport {
  const times = timesOf(results);
  return { ...report, results: report.results.map((test) => timed(test, times, test.id)) };
}

/** What a repetition has found, with the times of the run that it repeats. `nameOf`: what became of an id when it was kept. */
export function asRecorded(
  baseline: Baseline,
  recorded: { readonly report: TestReport | null; readonly durationMs: number | null },
  nameOf: (id: string) => string,
): Baseline {
  const times = timesOf(recorded.report?.results ?? []);
  const renewed = new Map(baseline.report.results.map((test) => [test, timed(test, times, nameOf(test.id))]));
  return {
    ...baseline,
    report: { ...baseline.report, results: [...renewed.values()] },
    targets: baseline.targets.map((test) => renewed.get(test) ?? timed(test, times, nameOf(test.id))),
    durationMs: recorded.durationMs ?? baseline.durationMs,
  };
}

function timesOf(results: readonly TestResult[]): Times {
  return new Map(results.map(({ id, durationMs }) => [id, durationMs]));
}

function timed(test: TestResult, times: Times, name: string): TestResult {
  const durationMs = times.get(name);
  return durationMs === undefined || durationMs === test.durationMs ? test : { ...test, durationMs };
}
