import pRetry from 'p-retry';
import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import type { Clock } from '../clock.ts';
import { faultWords } from '../fault-words.ts';
import { REACTIONS } from '../reactions.ts';
import type { ModelCall, Policy } from './model-call.ts';

/** First backoff; it doubles: 1, 2, 4 seconds. */
const BACKOFF_MS = 1000;
/** Up to a quarter on top, so that parallel runs do not come back all at once. */
const JITTER = 0.25;
/** A told delay up to this is waited for here. A longer one is the chain's affair: another provider may be ready. */
const SHORT_WAIT_MS = 3000;

/** Makes a request again after faults that pass by themselves, as often as the table says. */
export function retry(clock: Clock, emit: EventSink, random: () => number): Policy {
  return (next) => (call) =>
    pRetry(() => next(call), {
      // How often depends on the fault, and how long on the provider's own words: both are decided below.
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      shouldRetry: ({ error, retriesConsumed }) => {
        const waitMs = error instanceof ProviderError ? delayBefore(error, retriesConsumed, random) : null;
        return waitMs !== null && waitOut(error as ProviderError, waitMs, call, clock, emit);
      },
    });
}

/** Waits; whether to go on then: the user may have interrupted the wait. */
async function waitOut(
  error: ProviderError,
  waitMs: number,
  { configured, signal }: ModelCall,
  clock: Clock,
  emit: EventSink,
): Promise<boolean> {
  const { name, label } = configured.provider;
  const reason = `${error.fault}: ${faultWords(error, label, null, 0)}`;
  emit({ kind: 'waiting', provider: name, reason, waitMs });
  await clock.sleep(waitMs, signal);
  return !signal.aborted;
}

/** Milliseconds to wait before the next try; null when there is to be none. */
function delayBefore(error: ProviderError, attempt: number, random: () => number): number | null {
  if (attempt >= REACTIONS[error.fault].retries) return null;
  const told = error.retryAfterMs;
  if (told !== null && told > SHORT_WAIT_MS) return null;
  const base = told ?? BACKOFF_MS * 2 ** attempt;
  return Math.round(base + Math.max(base, BACKOFF_MS) * JITTER * random());
}
