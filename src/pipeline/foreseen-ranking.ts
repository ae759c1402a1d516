import type { Project } from '../domain/project.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import { createRanking, type Ranking } from '../localization/localize.ts';

/** What a ranking is made of. */
export interface RankedTests {
  readonly project: Project;
  readonly failing: readonly TestResult[];
  readonly baseline: TestReport;
}

/**
 * The ranking of suspects, made while the baseline is repeated. It is of what the first run told, which is the baseline
 * unless a test turns out to come and go: then another one is made.
 */
export class ForeseenRanking {
  #made: { readonly of: RankedTests; readonly ranking: Promise<Ranking | null> } | null = null;

  /** Ends when it is made. What goes wrong shows when it is made again. */
  async make(of: RankedTests): Promise<void> {
    const ranking = createRanking(of).catch(() => null);
    this.#made = { of, ranking };
    await ranking;
  }

  /** The ranking of these very tests, made by now or not. */
  async rankingOf(of: RankedTests): Promise<Ranking> {
    const made = this.#made !== null && isSame(this.#made.of, of) ? await this.#made.ranking : null;
    return made ?? createRanking(of);
  }
}

function isSame(left: RankedTests, right: RankedTests): boolean {
  return (
    left.project === right.project &&
    left.baseline === right.baseline &&
    left.failing.length === right.failing.length &&
    left.failing.every((test, index) => test === right.failing[index])
  );
}
