import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import { isOfOperators } from './is-of-operators.ts';
import type { Judgement } from './judge.ts';

interface SideBySide {
  /** Judges one candidate; the signal aborts when nobody wants to know any more. */
  readonly judge: (patch: CandidatePatch, signal: AbortSignal) => Promise<Judgement>;
  /** How many candidates may be under way once so many have been ruled upon; 1: one after the other. */
  readonly width: (ruledUpon: number) => number;
  /** True: a candidate is judged when its turn has come, so that a repetition can say which one it is. */
  readonly atItsTurn: boolean;
  /**
   * Makes what is known of a candidate without running anything, while the one before it is judged. Left out: no candidate is
   * asked for before its turn.
   */
  readonly foresee?: ((patch: CandidatePatch) => void) | undefined;
}

interface UnderWay {
  readonly patch: CandidatePatch;
  readonly judgement: () => Promise<Judgement>;
}

/** How long a search that is over waits for the candidates that are still under way, in milliseconds, before it ends them. */
const PATIENCE_MS = 250;

/**
 * The candidates of a generator with their judgements, in the order in which they were offered, while several are
 * judged at a time. Candidate n is asked for when all but the last `width` before it are ruled upon, however long each
 * of them takes: what a generator has learnt by then depends on nothing but the order, so that a run can be repeated. With
 * `foresee` the candidate that follows one of an operator is asked for while that is judged, and judged when its turn comes.
 *
 * The answers to one question to a model are all asked for before the first is ruled upon; the next question waits.
 */
export async function* judgedInOrder(
  generate: () => AsyncIterable<CandidatePatch>,
  settings: SideBySide,
): AsyncGenerator<{ readonly patch: CandidatePatch; readonly judgement: Judgement }> {
  const offers = new Offers(generate());
  const underWay: UnderWay[] = [];
  const leaving = new AbortController();
  let ruledUpon = 0;
  try {
    for (;;) {
      while (offers.areLeft && hasRoom(underWay, settings.width(ruledUpon))) {
        const next = await offers.take();
        if (next !== null) underWay.push(begun(next, settings, leaving.signal));
      }
      const first = underWay.shift();
      if (first === undefined) break;
      const judgement = first.judgement();
      if (mayLookAhead(underWay.at(-1) ?? first, settings)) {
        // Whoever takes it below meets its error.
        judgement.catch(() => {});
        // Its tests are at work by then.
        await nextTurn();
        const next = await offers.lookAhead();
        if (next !== null) settings.foresee?.(next);
      }
      const ruling = await judgement;
      ruledUpon++;
      yield { patch: first.patch, judgement: ruling };
    }
    offers.throwFailure();
  } finally {
    await end(underWay, leaving);
    await offers.end();
  }
}

/** What a generator offers, the next one perhaps looked at already. What it fails with is kept: offers before are ruled upon all the same. */
class Offers {
  readonly #iterator: AsyncIterator<CandidatePatch>;
  #seen: CandidatePatch | null = null;
  #hasEnded = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(candidates: AsyncIterable<CandidatePatch>) {
    this.#iterator = candidates[Symbol.asyncIterator]();
  }

  get areLeft(): boolean {
    return this.#seen !== null || !this.#hasEnded;
  }

  /** null when there are no more. */
  async take(): Promise<CandidatePatch | null> {
    const next = await this.lookAhead();
    this.#seen = null;
    return next;
  }

  async lookAhead(): Promise<CandidatePatch | null> {
    if (this.#seen !== null || this.#hasEnded) return this.#seen;
    try {
      const next = await this.#iterator.next();
      if (next.done === true) this.#hasEnded = true;
      else this.#seen = next.value;
    } catch (error) {
      this.#hasEnded = true;
      this.#failure = { error };
    }
    return this.#seen;
  }

  throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  async end(): Promise<void> {
    if (!this.#hasEnded) await this.#iterator.return?.();
  }
}

/** What comes after a rule's candidate or a model's answer depends on what became of that. */
function mayLookAhead({ patch }: UnderWay, { foresee }: SideBySide): boolean {
  return foresee !== undefined && isOfOperators(patch);
}

function hasRoom(underWay: readonly UnderWay[], width: number): boolean {
  const last = underWay.at(-1)?.patch;
  if (last?.origin.kind === 'llm') return last.moreToCome === true;
  return underWay.length < Math.max(1, width);
}

function begun(patch: CandidatePatch, { judge, atItsTurn }: SideBySide, signal: AbortSignal): UnderWay {
  if (atItsTurn) return { patch, judgement: () => judge(patch, signal) };
  const judgement = judge(patch, signal);
  // Whoever takes it meets the error; until then it is nobody's.
  judgement.catch(() => {});
  return { patch, judgement: () => judgement };
}

async function end(underWay: readonly UnderWay[], leaving: AbortController): Promise<void> {
  if (underWay.length === 0) return;
  const timer = setTimeout(() => leaving.abort(), PATIENCE_MS);
  try {
    await Promise.allSettled(underWay.map(({ judgement }) => judgement()));
  } finally {
    clearTimeout(timer);
  }
}
