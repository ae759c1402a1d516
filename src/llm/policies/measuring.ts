import { ProviderError } from '../../domain/provider-error.ts';
import type { ProviderMetrics } from '../provider-metrics.ts';
import type { Policy } from './model-call.ts';

/** Notes each request that was made for the metrics that are kept over runs. */
export function measuring(metrics: ProviderMetrics): Policy {
  return (next) => async (call) => {
    const { name } = call.configured.provider;
    try {
      const answer = await next(call);
      metrics.answered(name, answer);
      return answer;
    } catch (error) {
      // An interruption says nothing about the provider.
      if (error instanceof ProviderError && error.fault !== 'aborted') metrics.failed(name, error.fault);
      throw error;
    }
  };
}
