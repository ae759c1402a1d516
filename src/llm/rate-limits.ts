import type { ModelProvider } from '../domain/model-provider.ts';
import type { RateLimits } from './configured-provider.ts';

/** Variables that set the limits per minute of a provider: `GROQ_REQUESTS_PER_MINUTE`, `GROQ_TOKENS_PER_MINUTE`. */
export function rateLimitVariables({ name }: ModelProvider) {
  const prefix = name.toUpperCase();
  return { requests: `${prefix}_REQUESTS_PER_MINUTE`, tokens: `${prefix}_TOKENS_PER_MINUTE` } as const;
}

/** The environment's limits, else the provider's own; 0 takes a limit away. What is no number counts as not set. */
export function rateLimits(
  provider: ModelProvider,
  environment: Readonly<Record<string, string | undefined>>,
): RateLimits {
  const variables = rateLimitVariables(provider);
  return {
    requestsPerMinute: limitIn(environment[variables.requests], provider.requestsPerMinute),
    tokensPerMinute: limitIn(environment[variables.tokens], null),
  };
}

function limitIn(value: string | undefined, otherwise: number | null): number | null {
  const text = (value ?? '').trim();
  if (!/^\d+$/.test(text)) return otherwise;
  return Number(text) === 0 ? null : Number(text);
}
