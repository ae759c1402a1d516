import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { WarmAnswer, WarmRequest, WarmResult } from '../domain/warm-judging.ts';
import type { WarmTests } from './warm-tests.ts';

/** Limit in seconds for the first run. */
const LONGEST = 10;

/** Times what they take without a candidate. */
const ALLOWANCE = 4;

const UNKNOWN = { kind: 'error', errorType: null, expected: null, actual: null, frames: [], output: '' } as const;

export interface Breach {
  readonly kind: 'breaks';
  /** Ids of tests that passed, and that fail with the candidate each time. */
  readonly broken: readonly string[];
  readonly after: TestReport;
}

export interface GuardSurroundings {
  readonly baseline: TestReport;
  readonly tests: WarmTests;
  /** Tests that come and go by themselves. */
  readonly leftOut: ReadonlySet<string>;
  readonly ask: (request: WarmRequest) => Promise<WarmAnswer | null>;
}

/**
 * Tells a candidate that repairs something and breaks a test of the same files in milliseconds. What breaks must do so in
 * two runs, in the order of the files, from the state after loading: only the tests of other files have not run before.
 */
export class GuardTests {
  readonly #surroundings: GuardSurroundings;
  readonly #tests: readonly TestResult[];
  /** Places of those that pass in the warm process, and seconds for a run; null before the first. */
  #steady: { readonly places: ReadonlySet<number>; readonly seconds: number } | null = null;

  constructor(surroundings: GuardSurroundings) {
    this.#surroundings = surroundings;
    this.#tests = [...surroundings.tests.failing, ...surroundings.tests.guards];
  }

  /** Whether `prepare` has still to be called: some pass in a process of their own alone. */
  get areUnknown(): boolean {
    return this.#steady === null && this.#surroundings.tests.guards.length > 0;
  }

  /** Runs them without a candidate; `unchanged` are the texts, as they lie on the disk. */
  async prepare(unchanged: WarmRequest['changes']): Promise<void> {
    const { tests, ask } = this.#surroundings;
    const started = performance.now();
    const answer = await ask({ changes: unchanged, seconds: LONGEST, whole: true });
    const results = answer?.kind === 'ran' ? answer.results : [];
    const guards = results.filter(([place, status]) => place >= tests.failing.length && status === 'passed');
    const seconds = (performance.now() - started) / 1000;
    this.#steady = { places: new Set(guards.map(([place]) => place)), seconds };
  }

  /** null: it breaks none of them, or that cannot be told here. */
  async brokenBy({ changes, seconds }: WarmRequest): Promise<Breach | null> {
    const { leftOut, ask } = this.#surroundings;
    if (this.#steady === null) return null;
    let broken = [...this.#steady.places].filter((place) => !leftOut.has(this.#tests[place]?.id ?? ''));
    let results: readonly WarmResult[] = [];
    for (let look = 0; look < 2 && broken.length > 0; look++) {
      const limit = seconds + this.#steady.seconds * ALLOWANCE;
      const answer = await ask({ changes, seconds: limit, whole: true });
      if (answer?.kind !== 'ran') return null;
      results = answer.results;
      const failed = new Set(results.filter(([, status]) => status === 'failed').map(([place]) => place));
      broken = broken.filter((place) => failed.has(place));
    }
    const ids = broken.flatMap((place) => this.#tests[place]?.id ?? []);
    return ids.length === 0 ? null : { kind: 'breaks', broken: ids, after: this.#reportOf(results) };
  }

  /** The baseline with what these tests gave. */
  #reportOf(results: readonly WarmResult[]): TestReport {
    const { baseline } = this.#surroundings;
    const news = new Map(results.flatMap((result) => [[this.#tests[result[0]]?.id, result] as const]));
    const after = baseline.results.map((test): TestResult => {
      const [, status, message] = news.get(test.id) ?? [0, test.status, ''];
      if (status === 'passed') return { ...test, status, failure: null };
      if (status !== 'failed' || test.status === 'failed') return test;
      return { ...test, status, failure: { ...UNKNOWN, message } };
    });
    return { ...baseline, results: after };
  }
}
