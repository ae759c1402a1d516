import type { Clock } from '../clock.ts';
import { secretsOfProvider } from '../configured-provider.ts';
import { costOf, priceOf } from '../model-facts.ts';
import { keyRedactor } from '../providers/provider-failure.ts';
import type { Ask } from './model-call.ts';

/** Keyless servers are given words such as `ollama`, which may well stand in a patch; no real key is that short. */
const SHORTEST_KEY = 16;

/**
 * The innermost step: one request through the provider, timed and priced. A gateway may hand the key back in the answer:
 * it is taken out before anything else sees, keeps or applies that.
 */
export function transport(clock: Clock): Ask {
  return async (call) => {
    const { provider, baseUrl, keyVariable, settings } = call.configured;
    const { model, apiKey, signal, schema, maxOutputTokens, thinking, without, prompt } = call;
    const startedAt = clock.now();
    const sent = await provider.complete(
      { system: prompt.system, user: prompt.user, schema, maxOutputTokens, thinking, without },
      { model, apiKey, keyVariable, settings, baseUrl, signal, now: () => clock.now() },
    );
    const redact = keyRedactor(secretsOfProvider(call.configured).filter((key) => key.length >= SHORTEST_KEY));
    const completion = { ...sent, text: redact(sent.text), model: redact(sent.model) };
    const now = clock.now();
    // A routed request is paid at the price of the model that answered.
    const price = priceOf(provider.name, completion.model, now) ?? priceOf(provider.name, model, now);
    const costUsd = price === null ? null : costOf(price, completion.inputTokens, completion.outputTokens);
    return { ...completion, costUsd, latencyMs: now - startedAt, cache: null };
  };
}
