import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import type { Clock } from '../clock.ts';
import { faultWords } from '../fault-words.ts';
import { type Outage, outageScope, type ProviderMemory } from '../provider-memory.ts';
import { type BreakerRule, REACTIONS } from '../reactions.ts';
import { remedyFor } from '../remedies.ts';
import type { ModelCall, Policy } from './model-call.ts';

/**
 * A key or model that its provider has told to be out (a used-up quota, a model that is gone, an overload) is not asked
 * again before its time, in this run and, where it lasts, in the next ones.
 */
export function outageMemory(memory: ProviderMemory, clock: Clock, emit: EventSink): Policy {
  return (next) => async (call) => {
    const scopes = scopesOf(call);
    for (const scope of [scopes.key, scopes.model]) {
      const outage = memory.outage(scope, clock.now());
      if (outage !== null) throw refusal(call, outage, clock.now());
    }
    try {
      const answer = await next(call);
      // A kept answer says nothing about the provider.
      if (answer.cache?.hit === true) return answer;
      await memory.close(scopes.key, clock.now());
      await memory.close(scopes.model, clock.now());
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const now = clock.now();
      const { breaker, scope, goOn } = REACTIONS[error.fault];
      if (breaker.kind === 'none' || breaker.kind === 'repeated') throw error;
      const until = endOf(breaker, error, now);
      await memory.open(scopes[scope], { fault: error.fault, model: call.model, until }, now);
      if (goOn === 'next-model') emit({ kind: 'warning', message: passedOver(call, error, now) });
      throw error;
    }
  };
}

function scopesOf({ configured, apiKey, model }: ModelCall): { readonly key: string; readonly model: string } {
  return { key: outageScope(configured, apiKey), model: outageScope(configured, apiKey, model) };
}

function endOf(rule: BreakerRule, error: ProviderError, now: number): number | null {
  return rule.kind === 'told' ? now + (error.retryAfterMs ?? rule.otherwiseMs) : null;
}

function passedOver({ configured }: ModelCall, error: ProviderError, now: number): string {
  const words = faultWords(error, configured.provider.label, null, now);
  return `${words}; passed over from now on: ${remedyFor(error.fault, configured, error.model, null, now)}`;
}

function refusal(call: ModelCall, outage: Outage, now: number): ProviderError {
  return new ProviderError('known from an earlier request; --fresh asks again', {
    provider: call.configured.provider.name,
    model: outage.model,
    fault: outage.fault,
    retryAfterMs: outage.until === null ? null : outage.until - now,
  });
}
