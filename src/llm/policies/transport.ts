import type { Clock } from '../clock.ts';
import { costOf, priceOf } from '../model-facts.ts';
import type { Ask } from './model-call.ts';

/** The innermost step: one request through the provider, timed and priced. */
export function transport(clock: Clock): Ask {
  return async (call) => {
    const { provider, baseUrl, keyVariable, settings } = call.configured;
    const { model, apiKey, signal, schema, maxOutputTokens, thinking, without, prompt } = call;
    const startedAt = clock.now();
    const completion = await provider.complete(
      { system: prompt.system, user: prompt.user, schema, maxOutputTokens, thinking, without },
      { model, apiKey, keyVariable, settings, baseUrl, signal, now: () => clock.now() },
    );
    const now = clock.now();
    // A routed request is paid at the price of the model that answered.
    const price = priceOf(provider.name, completion.model, now) ?? priceOf(provider.name, model, now);
    const costUsd = price === null ? null : costOf(price, completion.inputTokens, completion.outputTokens);
    return { ...completion, costUsd, latencyMs: now - startedAt, cache: null };
  };
}
