import { ProviderError } from '../../domain/provider-error.ts';
import { REACTIONS } from '../reactions.ts';
import type { Policy } from './model-call.ts';

/** A model that is gone is passed over for its successor. The breaker inside remembers it and tells. */
export function modelSuccession(): Policy {
  return (next) => async (call) => {
    let gone: ProviderError | null = null;
    for (const model of call.configured.models) {
      try {
        return await next({ ...call, model });
      } catch (error) {
        if (!(error instanceof ProviderError) || REACTIONS[error.fault].goOn !== 'next-model') throw error;
        gone ??= error;
      }
    }
    throw gone;
  };
}
