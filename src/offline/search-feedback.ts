import type { JudgedPatch } from '../domain/repair-task.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { Proposal } from './candidate-stream.ts';

/** Failed candidates that cut an operator's worth in half; those of one line. */
const OPERATOR_PATIENCE = 40;
const LINE_PATIENCE = 14;

/** A line of which nothing is known yet stands between those that move the failure and those that do not. */
const UNKNOWN_LINE = 0.8;
const LEAST_LINE = 0.4;
/** What a change that leaves the failure as it was takes from its line, and from the rest of its function. */
const UNMOVED_LINE = 0.85;
const UNMOVED_FUNCTION = 0.9;

/** Where a candidate works, as far as the feedback tells places apart. */
export interface TriedPlace {
  readonly line: string;
  /** The function around the line; null outside of all functions. */
  readonly around: string | null;
}

export function triedPlace({ path, line, functionLine }: Pick<Proposal, 'path' | 'line' | 'functionLine'>): TriedPlace {
  return { line: `${path}:${line}`, around: functionLine === null ? null : `${path}:${functionLine}` };
}

/**
 * What the judge's verdicts teach about the candidates that have not been tried.
 *
 * An operator or a line that has failed n times is worth patience / (patience + n) of what it was: the mean of the
 * Beta distribution that has the prior as its mean. A line at which a change leaves the failure exactly as it was is
 * worth less, one at which the failure changes its face is worth more (mutation-based fault localization: Papadakis
 * and Le Traon, "Metallaxis-FL", 2015). Lines that have not been tried take after their function: the failing tests run
 * it when a change in it moves the failure, and perhaps do not when none has. All factors are at most 1, and only those of
 * lines and functions can rise again.
 */
export class SearchFeedback {
  readonly #baseline: ReadonlyMap<string, string>;
  readonly #operators = new Map<string, number>();
  readonly #lines = new Map<string, { tried: number; factor: number }>();
  readonly #functions = new Map<string, number>();
  #risen = false;

  constructor(failing: readonly TestResult[]) {
    this.#baseline = new Map(failing.map((test) => [test.id, faceOf(test)]));
  }

  /** Factor between 0 and 1 for the next candidate of an operator at a place. */
  factor(operator: string, place: TriedPlace): number {
    const failed = this.#operators.get(operator) ?? 0;
    const line = this.#lines.get(place.line);
    const known = line?.factor ?? this.#untried(place);
    return (
      (OPERATOR_PATIENCE / (OPERATOR_PATIENCE + failed)) *
      (LINE_PATIENCE / (LINE_PATIENCE + (line?.tried ?? 0))) *
      known
    );
  }

  /**
   * Takes in earlier searches of the run, which led to a part of the repair: what their operators failed at still fails.
   * What they taught of places no longer holds, since the failures may show another face.
   */
  recall(history: readonly JudgedPatch[]): void {
    for (const { patch, verdict } of history) {
      if (patch.origin.kind !== 'offline' || verdict.kind === 'plausible' || verdict.kind === 'partial') continue;
      const { operator } = patch.origin;
      this.#operators.set(operator, (this.#operators.get(operator) ?? 0) + 1);
    }
  }

  /** Takes in the verdict on a candidate of this operator at this place. */
  learn(operator: string, place: TriedPlace, { verdict }: JudgedPatch): void {
    if (verdict.kind === 'plausible' || verdict.kind === 'partial') return;
    this.#operators.set(operator, (this.#operators.get(operator) ?? 0) + 1);
    const line = this.#lines.get(place.line) ?? { tried: 0, factor: this.#untried(place) };
    line.tried++;
    this.#lines.set(place.line, line);
    if (verdict.kind !== 'no-effect' || verdict.after === null) return;
    const isUnmoved = this.#isUnmoved(verdict.after);
    line.factor = isUnmoved ? Math.max(LEAST_LINE, line.factor * UNMOVED_LINE) : 1;
    if (place.around === null) return;
    const known = this.#untried(place);
    // One change that moves the failure proves that the tests run the function.
    const isProven = known === 1 || !isUnmoved;
    if (isProven && known < 1) this.#risen = true;
    this.#functions.set(place.around, isProven ? 1 : Math.max(LEAST_LINE, known * UNMOVED_FUNCTION));
  }

  /** Whether anything is worth more than before, since this was asked last. */
  hasRisen(): boolean {
    const risen = this.#risen;
    this.#risen = false;
    return risen;
  }

  /** What a line is worth that has not been tried. */
  #untried({ around }: TriedPlace): number {
    return (around === null ? null : this.#functions.get(around)) ?? UNKNOWN_LINE;
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
