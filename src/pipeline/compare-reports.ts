import { fullName } from '../domain/test-identity.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';

/** What a change did to the tests; ids are the baseline's. */
export interface ReportComparison {
  /** Targets that pass now. */
  readonly fixed: readonly string[];
  /** Targets that do not pass yet. */
  readonly remaining: readonly string[];
  /** Tests that passed before and now fail, vanished or are skipped. */
  readonly broken: readonly string[];
}

/**
 * Compares a run after a change with the baseline. `targets` are the failures to be repaired.
 *
 * A file that could not be loaded counts as repaired when no test in it fails any more and at least one
 * passes: its tests were never seen before, so their names say nothing.
 */
export function compareReports(
  baseline: TestReport,
  after: TestReport,
  targets: readonly TestResult[],
): ReportComparison {
  const afterById = new Map(after.results.map((result) => [result.id, result]));
  const isFixed = (target: TestResult) => {
    if (target.failure?.kind === 'load' || target.failure?.kind === 'compile') return loadsNow(target, after);
    return afterById.get(target.id)?.status === 'passed';
  };
  const fixed = targets.filter(isFixed).map((target) => target.id);
  const remaining = targets.filter((target) => !isFixed(target)).map((target) => target.id);
  const broken = baseline.results
    .filter((before) => before.status === 'passed' && afterById.get(before.id)?.status !== 'passed')
    .map((before) => before.id);
  return { fixed, remaining, broken };
}

function loadsNow(target: TestResult, after: TestReport): boolean {
  const ofFile = after.results.filter((result) => result.file === target.file || result.id === target.id);
  return ofFile.some((result) => result.status === 'passed') && !ofFile.some((result) => result.status === 'failed');
}

/** Full names for ids, as far as the reports know them. */
export function namesOf(ids: readonly string[], ...reports: readonly TestReport[]): string[] {
  const names = new Map<string, string>();
  for (const report of reports) {
    for (const result of report.results) {
      names.set(result.id, result.file === null ? fullName(result) : `${result.file} > ${fullName(result)}`);
    }
  }
  return ids.map((id) => names.get(id) ?? id);
}
