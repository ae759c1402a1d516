import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import type { Clock } from '../clock.ts';
import { faultWords } from '../fault-words.ts';
import { REACTIONS } from '../reactions.ts';
import type { Policy } from './model-call.ts';

/** First backoff; it doubles: 1, 2, 4 seconds. */
const BACKOFF_MS = 1000;
/** Up to a quarter on top, so that parallel runs do not come back all at once. */
const JITTER = 0.25;
/** A told delay up to this is waited for here. A longer one is the chain's affair: another provider may be ready. */
const SHORT_WAIT_MS = 3000;

/** Makes a request again after faults that pass by themselves, as often as the table says. */
export function retry(clock: Clock, emit: EventSink, random: () => number): Policy {
  return (next) => async (call) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await next(call);
      } catch (error) {
        const waitMs = error instanceof ProviderError ? delayBefore(error, attempt, random) : null;
        if (!(error instanceof ProviderError) || waitMs === null) throw error;
        const { name, label } = call.configured.provider;
        emit({
          kind: 'waiting',
          provider: name,
          reason: `${error.fault}: ${faultWords(error, label, null, 0)}`,
          waitMs,
        });
        await clock.sleep(waitMs, call.signal);
        if (call.signal.aborted) throw error;
      }
    }
  };
}

/** Milliseconds to wait before the next try; null when there is to be none. */
function delayBefore(error: ProviderError, attempt: number, random: () => number): number | null {
  if (attempt >= REACTIONS[error.fault].retries) return null;
  const told = error.retryAfterMs;
  if (told !== null && told > SHORT_WAIT_MS) return null;
  const base = told ?? BACKOFF_MS * 2 ** attempt;
  return Math.round(base + Math.max(base, BACKOFF_MS) * JITTER * random());
}
