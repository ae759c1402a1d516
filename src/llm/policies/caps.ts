import { ProviderError } from '../../domain/provider-error.ts';
import type { Clock } from '../clock.ts';
import { priceOf } from '../model-facts.ts';
import type { UsageMeter } from '../usage-meter.ts';
import { type Policy, promptTokens } from './model-call.ts';

const MILLION = 1_000_000;

/**
 * Keeps the caps: checked before each request, with what it may take at most. The cap on requests ends the run; one on
 * tokens or cost only keeps this model from being asked, since another one may fit.
 */
export function caps(meter: UsageMeter, clock: Clock, costIsCapped: boolean): Policy {
  return (next) => async (call) => {
    const provider = call.configured.provider.name;
    const price = priceOf(provider, call.model, clock.now());
    if (price === null && costIsCapped) {
      throw new ProviderError('no price known', { provider, model: call.model, fault: 'price-unknown' });
    }
    const reservation = meter.reserve({
      inputTokens: promptTokens(call),
      maxOutputTokens: call.maxOutputTokens,
      price: price === null ? null : { input: price.input / MILLION, output: price.output / MILLION },
    });
    if (reservation.kind === 'refused') {
      const { cause } = reservation;
      throw new ProviderError(cause.message, { provider, model: call.model, fault: 'over-cap', cause });
    }
    try {
      return await next({ ...call, maxOutputTokens: reservation.maxOutputTokens });
    } finally {
      reservation.release();
    }
  };
}
