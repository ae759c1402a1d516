import type { AttemptRecord } from '../domain/repair-outcome.ts';
import { counted } from '../shared/counted.ts';

/** Milliseconds between two lines where nothing can be overwritten. */
const LINE_EVERY_MS = 10_000;

/** How fast a search goes and what the best candidate so far is. */
export class SearchPace {
  readonly #now: () => number;
  #startedAt = 0;
  #before = 0;
  #lineAt = 0;
  #best: AttemptRecord | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes in a judged candidate; `candidates` is its number in the run. */
  take(attempt: AttemptRecord, candidates: number): void {
    if (this.#startedAt === 0) {
      this.#startedAt = this.#lineAt = this.#now();
      this.#before = candidates;
    }
    const isBetter = attempt.verdict === 'plausible' || (attempt.verdict === 'partial' && this.#best === null);
    if (isBetter && this.#best?.verdict !== 'plausible') this.#best = attempt;
  }

  /** `240 candidates, 31/s, best so far: off-by-one, plausible`. */
  text(candidates: number): string {
    const seconds = (this.#now() - this.#startedAt) / 1000;
    const rate = seconds < 1 ? null : (candidates - this.#before) / seconds;
    const speed = rate === null ? '' : `, ${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
    const best =
      this.#best === null ? '' : `, best so far: ${this.#best.model ?? this.#best.provider}, ${this.#best.verdict}`;
    return `${counted(candidates, 'candidate')}${speed}${best}`;
  }

  /** Whether it is time for another line of its own. */
  isLineDue(): boolean {
    const now = this.#now();
    if (now - this.#lineAt < LINE_EVERY_MS) return false;
    this.#lineAt = now;
    return true;
  }
}
