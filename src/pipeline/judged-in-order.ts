import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { Judgement } from './judge.ts';

interface SideBySide {
  /** Judges one candidate; the signal aborts when nobody wants to know any more. */
  readonly judge: (patch: CandidatePatch, signal: AbortSignal) => Promise<Judgement>;
  /** How many candidates may be under way once so many have been ruled upon; 1: one after the other. */
  readonly width: (ruledUpon: number) => number;
  /** True: a candidate is judged when its turn has come, so that a repetition can say which one it is. */
  readonly atItsTurn: boolean;
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
 * of them takes: what a generator has learnt by then depends on nothing but the order, so that a run can be repeated.
 *
 * The answers to one question to a model are all asked for before the first is ruled upon; the next question waits.
 */
export async function* judgedInOrder(
  generate: () => AsyncIterable<CandidatePatch>,
  settings: SideBySide,
): AsyncGenerator<{ readonly patch: CandidatePatch; readonly judgement: Judgement }> {
  const iterator = generate()[Symbol.asyncIterator]();
  const underWay: UnderWay[] = [];
  const leaving = new AbortController();
  let [ruledUpon, hasEnded] = [0, false];
  let failure: { readonly error: unknown } | null = null;
  try {
    for (;;) {
      while (!hasEnded && hasRoom(underWay, settings.width(ruledUpon))) {
        try {
          const next = await iterator.next();
          if (next.done === true) hasEnded = true;
          else underWay.push(begun(next.value, settings, leaving.signal));
        } catch (error) {
          // What was offered before is ruled upon all the same.
          hasEnded = true;
          failure = { error };
        }
      }
      const first = underWay.shift();
      if (first === undefined) break;
      const judgement = await first.judgement();
      ruledUpon++;
      yield { patch: first.patch, judgement };
    }
    if (failure !== null) throw failure.error;
  } finally {
    await end(underWay, leaving);
    if (!hasEnded) await iterator.return?.();
  }
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
