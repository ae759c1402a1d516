import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import { REACTIONS } from '../reactions.ts';
import type { Policy } from './model-call.ts';

/** Several keys of one provider: the one that answered last is used until it is out, then the next. */
export function keyRotation(emit: EventSink): Policy {
  const current = new Map<string, number>();
  return (next) => async (call) => {
    const { keys, provider } = call.configured;
    const start = current.get(provider.name) ?? 0;
    const failures: ProviderError[] = [];
    for (let step = 0; step < keys.length; step++) {
      const index = (start + step) % keys.length;
      const apiKey = keys[index];
      if (apiKey === undefined) continue;
      try {
        const answer = await next({ ...call, apiKey });
        current.set(provider.name, index);
        if (step > 0) {
          const message = `${provider.label}: key ${start + 1} of ${keys.length} is out, key ${index + 1} is used`;
          emit({ kind: 'warning', message });
        }
        return answer;
      } catch (error) {
        if (!(error instanceof ProviderError) || !REACTIONS[error.fault].nextKey) throw error;
        failures.push(error);
      }
    }
    throw soonest(failures);
  };
}

/** The failure that passes first tells best when the provider can be used again. */
function soonest(failures: readonly ProviderError[]): ProviderError | undefined {
  const order = (error: ProviderError) => error.retryAfterMs ?? Number.POSITIVE_INFINITY;
  return [...failures].sort((left, right) => order(left) - order(right))[0];
}
