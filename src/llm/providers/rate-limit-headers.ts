import type { QuotaLeft } from '../../domain/model-provider.ts';
import { parseDuration } from './durations.ts';

/** Names of the headers in which a provider tells what is left of its limits. */
export interface RateLimitHeaders {
  readonly requestsLeft: string;
  readonly tokensLeft: string;
  readonly tokenLimit: string;
  /** A Go duration, or a time as in RFC 3339. */
  readonly tokensReset: string;
}

/** Groq ("Rate Limits": `…-requests` counts the day, `…-tokens` the minute), OpenAI, and servers that follow them. */
export const OPENAI_HEADERS: RateLimitHeaders = {
  requestsLeft: 'x-ratelimit-remaining-requests',
  tokensLeft: 'x-ratelimit-remaining-tokens',
  tokenLimit: 'x-ratelimit-limit-tokens',
  tokensReset: 'x-ratelimit-reset-tokens',
};

/** null when the answer had none of the headers. */
export function quotaLeftIn(headers: Headers, names: RateLimitHeaders, now: number): QuotaLeft | null {
  const requests = headerNumber(headers, names.requestsLeft);
  const tokens = headerNumber(headers, names.tokensLeft);
  if (requests === null && tokens === null) return null;
  const tokenLimit = headerNumber(headers, names.tokenLimit);
  return { requests, tokens, tokenLimit, tokensResetMs: resetMs(headers.get(names.tokensReset), now) };
}

function headerNumber(headers: Headers, name: string): number | null {
  const value = headers.get(name);
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

function resetMs(value: string | null, now: number): number | null {
  const duration = parseDuration(value ?? '');
  if (duration !== null) return duration;
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}
