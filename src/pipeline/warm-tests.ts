import type { RepairTask } from '../domain/repair-task.ts';
import type { TestResult } from '../domain/test-report.ts';

/** By what a warm process judges: tests to be repaired, and tests of the same files, or of all, that pass. */
export interface WarmTests {
  readonly failing: readonly TestResult[];
  readonly guards: readonly TestResult[];
  /** Failing tests that would take too long for each candidate. */
  readonly others: readonly TestResult[];
}

/** Milliseconds of failing tests for each candidate: of tests that hang, a few tell as much as all. */
const FAILING_MS = 1000;

/** From there on a fresh process costs little more. */
const GUARDS_MS = 2000;
const MOST_GUARDS = 500;

/**
 * The failing tests by which candidates are tried: the shortest of each file, and the next shortest as long as that takes
 * no time. What repairs one of them goes through the whole suite.
 */
export function warmTestsOf({ failing, baseline }: RepairTask, guarding: 'files' | 'suite' = 'files'): WarmTests {
  const shortestFirst = [...failing].sort((left, right) => millisecondsOf(left) - millisecondsOf(right));
  const chosen = new Set<TestResult>();
  const files = new Set<string | null>();
  for (const test of shortestFirst) if (!files.has(test.file)) chosen.add(test) && files.add(test.file);
  let sum = totalOf([...chosen]);
  for (const test of shortestFirst) {
    if (chosen.has(test) || sum + millisecondsOf(test) > FAILING_MS) continue;
    sum += millisecondsOf(test);
    chosen.add(test);
  }
  const passing = baseline.results.filter(
    ({ status, file }) => status === 'passed' && file !== null && (guarding === 'suite' || files.has(file)),
  );
  const isLong = passing.length > MOST_GUARDS || totalOf(passing) > GUARDS_MS;
  return {
    failing: failing.filter((test) => chosen.has(test)),
    guards: isLong ? [] : passing,
    others: failing.filter((test) => !chosen.has(test)),
  };
}

function millisecondsOf({ durationMs }: TestResult): number {
  return durationMs ?? 0;
}

function totalOf(tests: readonly TestResult[]): number {
  return tests.reduce((sum, test) => sum + millisecondsOf(test), 0);
}
