import type { EventSink } from '../../domain/run-event.ts';
import { type AnswerCache, cacheKey } from '../answer-cache.ts';
import type { ModelCall, Policy } from './model-call.ts';

/**
 * Gives an answer that an earlier run got for the very same question: prompt, model, address and parameters. Within a
 * run the same question is asked again on purpose, for another answer, so its number is part of the key.
 */
export function caching(cache: AnswerCache, emit: EventSink): Policy {
  const asked = new Map<string, number>();
  return (next) => async (call) => {
    const question = cacheKey(questionOf(call));
    const times = (asked.get(question) ?? 0) + 1;
    asked.set(question, times);
    const key = cacheKey([question, times]);
    const known = await cache.read(key);
    if (known !== null) {
      const { name } = call.configured.provider;
      emit({ kind: 'warning', message: `${name} ${known.model}: answer taken from the cache; --no-cache asks again` });
      return { ...known, ...NOTHING_SPENT, cache: { key, hit: true } };
    }
    const answer = await next(call);
    await cache.write(key, answer);
    return { ...answer, cache: { key, hit: false } };
  };
}

const NOTHING_SPENT = { inputTokens: 0, outputTokens: 0, costUsd: 0, latencyMs: 0, quotaLeft: null };

function questionOf(call: ModelCall): unknown {
  const { configured, model, prompt, schema, maxOutputTokens, thinking, without } = call;
  return [configured.provider.name, configured.baseUrl, model, prompt, schema, maxOutputTokens, thinking, without];
}
