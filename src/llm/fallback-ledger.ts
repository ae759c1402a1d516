import type { FallbackRecord } from '../domain/repair-outcome.ts';
import type { EventSink } from '../domain/run-event.ts';
import type { ProviderFailure } from './chain-failure.ts';
import { REACTIONS } from './reactions.ts';

/** Keeps and tells each fallback. One that only repeats a known outage is not told for every question again. */
export interface FallbackLedger {
  note(failure: ProviderFailure, to: string): void;
  /** The provider is back: its next failure is news. */
  answered(provider: string): void;
  records(): readonly FallbackRecord[];
}

export function createFallbackLedger(emit: EventSink): FallbackLedger {
  const records: FallbackRecord[] = [];
  const standing = new Map<string, Set<string>>();
  return {
    note(failure, to) {
      const from = failure.configured.provider.name;
      const { fault } = failure.error;
      const known = standing.get(from) ?? new Set();
      const key = `${to} ${fault}`;
      if (REACTIONS[fault].breaker.kind !== 'none' && known.has(key)) return;
      standing.set(from, known.add(key));
      const fallback = { from, to, reason: failure.reason };
      records.push(fallback);
      emit({ kind: 'fallback', fallback });
    },
    answered: (provider) => void standing.delete(provider),
    records: () => [...records],
  };
}
