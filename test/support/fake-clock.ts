import type { Clock } from '../../src/llm/clock.ts';

/** A clock that moves only when somebody sleeps, and keeps how long. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #now: number;

  constructor(start = Date.parse('2026-11-22T10:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.#now += ms;
  }

  /** Real time: a deadline is for what really hangs. */
  after(ms: number, late: () => void): () => void {
    const timer = setTimeout(late, ms);
    return () => clearTimeout(timer);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
