import type { TextEdit } from './text-edit.ts';

/** A candidate before it is checked and wrapped for the judge. */
export interface Proposal {
  readonly operator: string;
  readonly rationale: string;
  readonly edits: readonly TextEdit[];
  /** Where it works: a file and a 1-based line. */
  readonly path: string;
  readonly line: number;
  /** First line of the function around it, where that is known. */
  readonly functionLine: number | null;
  /** A message names what it repairs: no loop that never ends, when it takes longer than the failure did. */
  readonly isNamed?: boolean;
}

/** Candidates of one origin at one place, made one at a time. */
export interface CandidateStream {
  /** Expected plausible candidates in a thousand for the next one; never rises. null when there is none left. */
  score(): number | null;
  /** The next candidate. Only after `score` gave a number. */
  take(): Proposal;
}

/**
 * Streams by the score of their next candidate. Scores may fall while a stream waits (its operator or its line has
 * failed meanwhile), so the head is looked at again before it is trusted.
 */
export class StreamQueue {
  readonly #heap: { key: number; readonly bound: number; order: number; readonly stream: CandidateStream }[] = [];
  #pushed = 0;

  push(stream: CandidateStream, bound: number): void {
    this.#heap.push({ key: bound, bound, order: this.#pushed++, stream });
    this.#up(this.#heap.length - 1);
  }

  /** Forgets the scores that were seen: some may have risen since. */
  lookAgain(): void {
    for (const entry of this.#heap) entry.key = entry.bound;
    for (let index = (this.#heap.length >> 1) - 1; index >= 0; index--) this.#down(index);
  }

  /** Largest bound in the queue; 0 when it is empty. */
  get bound(): number {
    return this.#heap[0]?.key ?? 0;
  }

  /** The best candidate; null when all streams are dry. */
  take(): Proposal | null {
    for (let head = this.#heap[0]; head !== undefined; head = this.#heap[0]) {
      const score = head.stream.score();
      if (score === null) {
        this.#removeHead();
        continue;
      }
      if (score < head.key) {
        head.key = score;
        this.#down(0);
        if (this.#heap[0] !== head) continue;
      }
      return head.stream.take();
    }
    return null;
  }

  #removeHead(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #before(left: number, right: number): boolean {
    const one = this.#heap[left];
    const other = this.#heap[right];
    if (one === undefined || other === undefined) return other === undefined;
    return one.key > other.key || (one.key === other.key && one.order < other.order);
  }

  #up(start: number): void {
    for (let index = start; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#exchange(index, parent);
      index = parent;
    }
  }

  #down(start: number): void {
    for (let index = start; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      let best = index;
      if (left < this.#heap.length && this.#before(left, best)) best = left;
      if (right < this.#heap.length && this.#before(right, best)) best = right;
      if (best === index) return;
      this.#exchange(index, best);
      index = best;
    }
  }

  #exchange(left: number, right: number): void {
    const one = this.#heap[left];
    const other = this.#heap[right];
    if (one === undefined || other === undefined) return;
    this.#heap[left] = other;
    this.#heap[right] = one;
  }
}
