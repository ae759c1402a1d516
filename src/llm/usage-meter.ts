import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { AttemptRecord } from '../domain/repair-outcome.ts';

/** Limits of one run; null: none. */
export interface Caps {
  readonly maxRequests: number | null;
  /** Prompt and answer tokens together. */
  readonly maxTokens: number | null;
  /** US dollars at list price. */
  readonly maxCostUsd: number | null;
}

export const NO_CAPS: Caps = { maxRequests: null, maxTokens: null, maxCostUsd: null };

export interface ChainUsage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars at list price; null when the price of a model that was used is not known. */
  readonly costUsd: number | null;
}

/** What one request took. */
interface RequestUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
}

/** What one request may take at most. */
interface RequestEstimate {
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** US dollars for a token; null when the price is not known. */
  readonly price: { readonly input: number; readonly output: number } | null;
}

/** A room for the answer below which a request is not worth making. */
const SMALLEST_ANSWER_TOKENS = 2048;

/** Counts what a run takes from its providers, and holds the caps. */
export interface UsageMeter {
  /**
   * Sets aside what a request may take and gives the room for its answer that the caps allow, which is smaller
   * than asked for when that keeps them; refused when even a small answer would not. Throws an `AutofixError`
   * `cap-reached` when no request at all may be made any more.
   */
  reserve(estimate: RequestEstimate): Reservation | RefusedReservation;
  count(usage: RequestUsage): void;
  /** Keeps a request that brought no answer for the result. */
  noteUnanswered(attempt: AttemptRecord): void;
  usage(): ChainUsage;
  unanswered(): readonly AttemptRecord[];
}

/** `cause` is the error that ends the run when nobody else fits. */
interface RefusedReservation {
  readonly kind: 'refused';
  readonly cause: AutofixError;
}

interface Reservation {
  readonly kind: 'made';
  readonly maxOutputTokens: number;
  release(): void;
}

export function createUsageMeter(caps: Caps): UsageMeter {
  let total: ChainUsage = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  let knownCostUsd = 0;
  const unanswered: AttemptRecord[] = [];
  const pending = new Set<{ readonly tokens: number; readonly costUsd: number }>();

  return {
    reserve(estimate) {
      const open = [...pending];
      if (caps.maxRequests !== null && total.requests + open.length >= caps.maxRequests) {
        throw capReached(`the cap of ${caps.maxRequests} requests is reached`, '--max-requests');
      }
      const tokens = total.inputTokens + total.outputTokens + sum(open.map((one) => one.tokens));
      const costUsd = knownCostUsd + sum(open.map((one) => one.costUsd));
      const room = roomForAnswer(caps, estimate, tokens, costUsd);
      if (room instanceof AutofixError) return { kind: 'refused', cause: room };
      const reserved = { tokens: estimate.inputTokens + room, costUsd: worstCost(estimate, room) };
      pending.add(reserved);
      return { kind: 'made', maxOutputTokens: room, release: () => void pending.delete(reserved) };
    },
    count({ inputTokens, outputTokens, costUsd }) {
      knownCostUsd += costUsd ?? 0;
      total = {
        requests: total.requests + 1,
        inputTokens: total.inputTokens + inputTokens,
        outputTokens: total.outputTokens + outputTokens,
        costUsd: costUsd === null || total.costUsd === null ? null : knownCostUsd,
      };
    },
    noteUnanswered: (attempt) => void unanswered.push(attempt),
    usage: () => total,
    unanswered: () => [...unanswered],
  };
}

function roomForAnswer(
  caps: Caps,
  estimate: RequestEstimate,
  usedTokens: number,
  usedUsd: number,
): number | AutofixError {
  const smallest = Math.min(SMALLEST_ANSWER_TOKENS, estimate.maxOutputTokens);
  let room = estimate.maxOutputTokens;
  if (caps.maxTokens !== null) {
    room = Math.min(room, caps.maxTokens - usedTokens - estimate.inputTokens);
    if (room < smallest)
      return capReached(`the cap of ${caps.maxTokens} tokens leaves no room for a request`, '--max-tokens');
  }
  if (caps.maxCostUsd !== null && estimate.price !== null) {
    const left = caps.maxCostUsd - usedUsd - estimate.inputTokens * estimate.price.input;
    room = Math.min(room, Math.floor(left / estimate.price.output));
    if (room < smallest) return capReached(`the cap of $${caps.maxCostUsd} leaves no room for a request`, '--max-cost');
  }
  return room;
}

function worstCost({ price, inputTokens }: RequestEstimate, room: number): number {
  return price === null ? 0 : inputTokens * price.input + room * price.output;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function capReached(message: string, option: string): AutofixError {
  return new AutofixError(message, {
    code: 'cap-reached',
    exitCode: EXIT.capReached,
    hint: `Raise ${option}, or leave it out, to let the run go on.`,
  });
}
