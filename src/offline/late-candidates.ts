import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { JudgedPatch } from '../domain/repair-task.ts';

/** So many candidates are judged between two that are offered again. */
const BETWEEN = 150;

/**
 * Candidates that did not end in time. The judge gives each a short time first, since most never end, and a long one when
 * it comes again: a right repair may turn a test that failed at once into one that computes for seconds.
 */
export class LateCandidates {
  #waiting: CandidatePatch[] = [];
  #judged = 0;
  /** Once a repair is found, what remains is to look for a better one: long looks are not worth that. */
  #isRepaired = false;

  /** Takes in a verdict; true when it is the turn of one that waits. */
  noteAndAsk({ patch, verdict }: JudgedPatch): boolean {
    if (verdict.kind === 'timed-out') this.#waiting.push(patch);
    this.#isRepaired ||= verdict.kind === 'plausible';
    return !this.#isRepaired && ++this.#judged % BETWEEN === 0 && this.#waiting.length > 0;
  }

  /** The likeliest of them, each once. */
  take(most: number): CandidatePatch[] {
    if (this.#isRepaired) return [];
    const taken = this.#waiting.slice(0, most);
    this.#waiting = this.#waiting.slice(most);
    return taken;
  }
}
