import type { RepairTask } from '../domain/repair-task.ts';
import type { TestReport } from '../domain/test-report.ts';
import { compareReports, type ReportComparison } from './compare-reports.ts';

/** A test that is missing has a status too: whatever differs between two runs of the same code comes and goes by itself. */
const MISSING = 'missing';

/** Ids of the tests that do not end alike in all runs of the same code. */
export function comeAndGo(runs: readonly TestReport[]): string[] {
  const statuses = runs.map((run) => new Map<string, string>(run.results.map(({ id, status }) => [id, status])));
  const ids = new Set(statuses.flatMap((run) => [...run.keys()]));
  return [...ids].filter((id) => new Set(statuses.map((run) => run.get(id) ?? MISSING)).size > 1);
}

/** The report without these tests. */
export function withoutTests(report: TestReport, ids: ReadonlySet<string>): TestReport {
  if (ids.size === 0) return report;
  return { ...report, results: report.results.filter(({ id }) => !ids.has(id)) };
}

/** A whole run compared with a task's baseline; the tests that are left out count neither before nor after. */
export function compareSteady(
  { baseline, failing }: Pick<RepairTask, 'baseline' | 'failing'>,
  run: TestReport,
  leftOut: ReadonlySet<string>,
): { readonly after: TestReport; readonly comparison: ReportComparison } {
  const after = withoutTests(run, leftOut);
  return { after, comparison: compareReports(withoutTests(baseline, leftOut), after, failing) };
}
