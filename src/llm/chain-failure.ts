import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ProviderError } from '../domain/provider-error.ts';
import type { ConfiguredProvider } from './configured-provider.ts';
import { faultWords } from './fault-words.ts';
import { REACTIONS } from './reactions.ts';
import { remedyFor } from './remedies.ts';

/** A provider that could not answer a question. */
export interface ProviderFailure {
  readonly configured: ConfiguredProvider;
  readonly error: ProviderError;
  /** Class and words: `quota-day: Gemini's daily quota is used up until 08:00 UTC`. */
  readonly reason: string;
}

export function providerFailureOf(configured: ConfiguredProvider, error: ProviderError, now: number): ProviderFailure {
  const words = faultWords(error, configured.provider.label, untilOf(error, now), now);
  return { configured, error, reason: `${error.fault}: ${words}` };
}

/** Only quotas come back at a time that is worth telling; a breaker's pause after other faults is our own affair. */
function untilOf({ fault, retryAfterMs }: ProviderError, now: number): number | null {
  return retryAfterMs !== null && (fault === 'quota-day' || fault === 'quota-minute') ? now + retryAfterMs : null;
}

/** A provider to wait for, when no other is ready. */
export interface ComeBack {
  readonly failure: ProviderFailure;
  readonly waitMs: number;
}

const SHORTEST_WAIT_MS = 100;

/** The provider that is back first, if that is within `longestMs`. */
export function soonestBack(failures: readonly ProviderFailure[], longestMs: number): ComeBack | null {
  const waits = failures.flatMap((failure) => {
    const { fault, retryAfterMs } = failure.error;
    if (!REACTIONS[fault].comeBack || retryAfterMs === null) return [];
    return [{ failure, waitMs: Math.max(SHORTEST_WAIT_MS, retryAfterMs) }];
  });
  const first = waits.sort((left, right) => left.waitMs - right.waitMs)[0];
  return first !== undefined && first.waitMs <= longestMs ? first : null;
}

/** The end of a chain, with each provider's reason and what helps against it. */
export function providersExhausted(failures: readonly ProviderFailure[], now: number): AutofixError {
  // Whoever was kept from being asked by a cap could have answered: that is what the user can change.
  const capped = failures.find(({ error }) => error.fault === 'over-cap')?.error.cause;
  if (capped instanceof AutofixError) return capped;
  const details = { code: 'providers-exhausted', exitCode: EXIT.providersExhausted } as const;
  if (failures.length === 0) {
    return new AutofixError('no provider is configured', { ...details, hint: 'Set GOOGLE_API_KEY or GROQ_API_KEY.' });
  }
  const reasons = failures.map(({ configured, reason }) => `${configured.provider.name}: ${reason}`);
  const remedies = failures.map(({ configured, error }) => {
    return `${configured.provider.label}: ${remedyFor(error.fault, configured, error.model, untilOf(error, now), now)}`;
  });
  return new AutofixError(`no provider can answer: ${reasons.join('; ')}`, {
    ...details,
    hint: `${remedies.join('. ')}.`,
    cause: failures.at(-1)?.error,
  });
}

/** What an aborted signal means: its own reason where that ends a run by itself (a time cap), else the user's wish. */
export function interruption(signal: AbortSignal): AutofixError {
  if (signal.reason instanceof AutofixError) return signal.reason;
  return new AutofixError('interrupted', {
    code: 'interrupted',
    exitCode: EXIT.interrupted,
    hint: 'Start it again to go on; answers that have come are in the run folder.',
  });
}
