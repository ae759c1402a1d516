import type { JudgedPatch } from '../domain/repair-task.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';

/** Failed candidates that cut an operator's worth in half; those of one line. */
const OPERATOR_PATIENCE = 40;
const LINE_PATIENCE = 14;

/** A line of which nothing is known yet stands between those that move the failure and those that do not. */
const UNKNOWN_LINE = 0.8;
const LEAST_LINE = 0.4;

/**
 * What the judge's verdicts teach about the candidates that have not been tried.
 *
 * An operator or a line that has failed n times is worth patience / (patience + n) of what it was: the mean of the
 * Beta distribution that has the prior as its mean. A line at which a change leaves the failure exactly as it was is
 * worth less, one at which the failure changes its face is worth more (mutation-based fault localization: Papadakis
 * and Le Traon, "Metallaxis-FL", 2015). All factors are at most 1, and only the line's can rise again.
 */
export class SearchFeedback {
  readonly #baseline: ReadonlyMap<string, string>;
  readonly #operators = new Map<string, number>();
  readonly #lines = new Map<string, { tried: number; factor: number }>();

  constructor(failing: readonly TestResult[]) {
    this.#baseline = new Map(failing.map((test) => [test.id, faceOf(test)]));
  }

  /** Factor between 0 and 1 for the next candidate of an operator at a line. */
  factor(operator: string, place: string): number {
    const failed = this.#operators.get(operator) ?? 0;
    const line = this.#lines.get(place);
    const known = line?.factor ?? UNKNOWN_LINE;
    return (
      (OPERATOR_PATIENCE / (OPERATOR_PATIENCE + failed)) *
      (LINE_PATIENCE / (LINE_PATIENCE + (line?.tried ?? 0))) *
      known
    );
  }

  /** Takes in the verdict on a candidate of this operator at this place. */
  learn(operator: string, place: string, { verdict }: JudgedPatch): void {
    if (verdict.kind === 'plausible' || verdict.kind === 'partial') return;
    this.#operators.set(operator, (this.#operators.get(operator) ?? 0) + 1);
    const line = this.#lines.get(place) ?? { tried: 0, factor: UNKNOWN_LINE };
    line.tried++;
    if (verdict.kind === 'no-effect' && verdict.after !== null) {
      line.factor = this.#isUnmoved(verdict.after) ? Math.max(LEAST_LINE, line.factor * 0.85) : 1;
    }
    this.#lines.set(place, line);
  }

  /** Whether every test that failed fails in exactly the same way. */
  #isUnmoved(after: TestReport): boolean {
    const faces = new Map(after.results.map((test) => [test.id, faceOf(test)]));
    let compared = 0;
    for (const [id, face] of this.#baseline) {
      const now = faces.get(id);
      if (now === undefined) continue;
      if (now !== face) return false;
      compared++;
    }
    return compared > 0;
  }
}

/** What is compared of a failure; times, addresses and temporary names are left out. */
function faceOf({ status, failure }: TestResult): string {
  if (failure === null) return status;
  const { errorType, message, expected, actual } = failure;
  return [errorType, message, expected, actual].join('\n').replaceAll(/0x[0-9a-f]+|\d+(\.\d+)? ?m?s\b|\/\S*\//gi, '');
}
