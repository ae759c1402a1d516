/** How long and how far one search may go. Time is wall-clock time of the search, the judging of candidates included. */
export class SearchBudget {
  readonly #now: () => number;
  readonly #deadline: number;
  #left: number;

  constructor(timeMs: number, maxCandidates: number, now: () => number) {
    this.#now = now;
    this.#deadline = now() + timeMs;
    this.#left = maxCandidates;
  }

  get isSpent(): boolean {
    return this.#left <= 0 || this.#now() >= this.#deadline;
  }

  count(): void {
    this.#left--;
  }
}
