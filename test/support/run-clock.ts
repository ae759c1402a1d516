import type { Clock } from '../../src/llm/clock.ts';

interface Deadline {
  readonly ms: number;
  readonly late: () => void;
}

/**
 * A clock for whole runs: waits cost no time and are kept; deadlines pass when the test says that something hangs, or,
 * for what cannot tell, after some real time.
 */
export class RunClock implements Clock {
  /** Milliseconds, as asked for. */
  readonly waits: number[] = [];
  /** Deadlines that have passed. */
  expired = 0;
  #now: number;
  readonly #start: number;
  readonly #deadlines = new Set<Deadline>();
  readonly #realDeadlineMs: number | null;

  constructor(start = Date.now(), realDeadlineMs: number | null = null) {
    this.#start = start;
    this.#now = start;
    this.#realDeadlineMs = realDeadlineMs;
  }

  now(): number {
    return this.#now;
  }

  elapsedMs(): number {
    return this.#now - this.#start;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
  }

  after(ms: number, late: () => void): () => void {
    const deadline = { ms, late };
    this.#deadlines.add(deadline);
    const timer = this.#realDeadlineMs === null ? undefined : setTimeout(() => this.expire(), this.#realDeadlineMs);
    return () => {
      clearTimeout(timer);
      this.#deadlines.delete(deadline);
    };
  }

  /** Lets every deadline that is running pass. */
  expire(): void {
    for (const { ms, late } of [...this.#deadlines]) {
      this.expired++;
      this.#now += ms;
      late();
    }
    this.#deadlines.clear();
  }
}
