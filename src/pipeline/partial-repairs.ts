import type { RepairTask } from '../domain/repair-task.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { WarmAnswer, WarmRequest, WarmResult } from '../domain/warm-judging.ts';
import type { WarmTests } from './warm-tests.ts';

/** Seconds that each of the other failing tests is waited for, beyond what a candidate gets anyway. */
const OTHERS_SECONDS = 0.3;

/** A candidate with which some of the failing tests pass and others still fail. */
export interface PartialRepair {
  readonly kind: 'fixes-part';
  readonly fixed: readonly string[];
  readonly remaining: readonly string[];
  readonly after: TestReport;
}

/** A candidate with which all of them pass, and the tests that passed before as well. */
export interface WholeRepair {
  readonly kind: 'fixes-all';
  readonly fixed: readonly string[];
  readonly after: TestReport;
}

/**
 * Tells candidates that repair all or a part, where a process for each of them costs seconds. Tests that fail otherwise in the
 * warm process than they did in one of their own do not count: whatever else they want, they may not find it here.
 */
export class PartialRepairs {
  readonly #task: RepairTask;
  readonly #tests: WarmTests;
  readonly #ask: ((request: WarmRequest) => Promise<WarmAnswer | null>) | null;

  /** `ask`: null where the other failing tests cannot be asked for. */
  constructor(task: RepairTask, tests: WarmTests, ask: ((request: WarmRequest) => Promise<WarmAnswer | null>) | null) {
    this.#task = task;
    this.#tests = tests;
    this.#ask = ask;
  }

  /** `alike`: places of the tests that fail here as elsewhere. null: it cannot be told here. */
  async tell(
    results: readonly WarmResult[],
    alike: ReadonlySet<number>,
    request: WarmRequest,
  ): Promise<PartialRepair | WholeRepair | null> {
    const { failing, others } = this.#tests;
    const failed = new Set(
      results.flatMap(([place, status]) => (status === 'failed' && alike.has(place) ? [place] : [])),
    );
    const passed = failing.filter((_, place) => !failed.has(place));
    if (failed.size > 0) return this.#partial(passed);
    if (this.#ask === null) return null;
    // Those that fail for a reason of this process's own tell nothing.
    const haveAllPassed = results.length === failing.length && results.every(([, status]) => status === 'passed');
    if (others.length === 0) return haveAllPassed ? this.#whole() : null;
    const seconds = request.seconds * (1 + others.length) + OTHERS_SECONDS * others.length;
    const answer = await this.#ask({ ...request, seconds, whole: true, others: true });
    if (answer?.kind === 'timed-out') return this.#partial(passed);
    if (answer?.kind !== 'ran') return null;
    const start = failing.length + this.#tests.guards.length;
    const unrepaired = new Set(
      answer.results.flatMap(([place, status]) => (status === 'failed' ? [place - start] : [])),
    );
    const repaired = others.filter((_, index) => !unrepaired.has(index));
    if (repaired.length < others.length) return this.#partial([...passed, ...repaired]);
    return haveAllPassed ? this.#whole() : null;
  }

  #whole(): WholeRepair {
    const { fixed, after } = this.#partial(this.#task.failing);
    return { kind: 'fixes-all', fixed, after };
  }

  #partial(passed: readonly TestResult[]): PartialRepair {
    const ids = new Set(passed.map(({ id }) => id));
    const { failing, baseline } = this.#task;
    const results = baseline.results.map(
      (test): TestResult => (ids.has(test.id) ? { ...test, status: 'passed', failure: null } : test),
    );
    return {
      kind: 'fixes-part',
      fixed: failing.flatMap(({ id }) => (ids.has(id) ? [id] : [])),
      remaining: failing.flatMap(({ id }) => (ids.has(id) ? [] : [id])),
      after: { ...baseline, results },
    };
  }
}
