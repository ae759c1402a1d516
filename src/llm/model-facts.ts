import type { ModelFacts, ModelPrice } from './tables/models.ts';
import { MODELS } from './tables/models.ts';

const MILLION = 1_000_000;

/** What the table knows of a model; null for a model that is not in it. */
export function modelFacts(provider: string, model: string): ModelFacts | null {
  const id = model.replace(/^models\//, '');
  return MODELS.find((facts) => facts.provider === provider && facts.id === id) ?? null;
}

/** The list price in force at a time; null when it is not known, which is not the same as nothing. */
export function priceOf(provider: string, model: string, now: number): ModelPrice | null {
  const prices = modelFacts(provider, model)?.prices ?? [];
  const today = new Date(now).toISOString().slice(0, 10);
  return prices.findLast((price) => price.from <= today) ?? prices[0] ?? null;
}

/** US dollars for one request. */
export function costOf(price: Pick<ModelPrice, 'input' | 'output'>, inputTokens: number, outputTokens: number): number {
  return (inputTokens * price.input + outputTokens * price.output) / MILLION;
}
