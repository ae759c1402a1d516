import type { QuotaLeft } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import type { Clock } from '../clock.ts';
import { outageScope } from '../provider-memory.ts';
import { type ModelCall, type Policy, promptTokens } from './model-call.ts';

const MINUTE_MS = 60_000;

/** What one key has asked of one model. */
interface Window {
  /** Requests of the last minute, oldest first. */
  used: readonly { readonly at: number; readonly tokens: number }[];
  /** What the newest answer told, and when. */
  told: (QuotaLeft & { readonly at: number }) | null;
}

/** Why a request is not made now: it has to wait, or it never fits. */
type Obstacle = { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'too-large'; readonly limit: number };

/**
 * Keeps the limits per minute of each key and model as a sliding window, before the provider has to refuse: requests and
 * tokens as configured, and the tokens that its answers say are left. A request beyond them is not made; it fails as
 * the provider's own refusal would, so that the policies outside wait, take another key or another provider.
 */
export function rateLimit(clock: Clock): Policy {
  const windows = new Map<string, Window>();
  return (next) => async (call) => {
    const scope = outageScope(call.configured, call.apiKey, call.model);
    const window = windows.get(scope) ?? { used: [], told: null };
    windows.set(scope, window);
    const now = clock.now();
    window.used = window.used.filter(({ at }) => at > now - MINUTE_MS);
    const tokens = countedTokens(call);
    const obstacle =
      byRequests(window, call, now) ?? byTokens(window, call, tokens, now) ?? byTold(window, tokens, now);
    if (obstacle !== null) throw refusal(call, obstacle);
    const entry = { at: now, tokens };
    window.used = [...window.used, entry];
    try {
      const answer = await next(call);
      if (answer.quotaLeft !== null) window.told = { ...answer.quotaLeft, at: clock.now() };
      return answer;
    } catch (error) {
      // Refused, so not served; and its own word about when to come back is newer than what was counted here.
      if (error instanceof ProviderError && error.fault === 'quota-minute') {
        window.used = window.used.map((request) => (request === entry ? { ...request, tokens: 0 } : request));
        window.told = null;
      }
      throw error;
    }
  };
}

/** Where prompt and answer share a limit, the whole room for the answer counts before a word of it is written. */
function countedTokens(call: ModelCall): number {
  const shared = call.configured.provider.sharedRoomTokens !== null;
  return promptTokens(call) + (shared ? call.maxOutputTokens : 0);
}

function byRequests({ used }: Window, { configured }: ModelCall, now: number): Obstacle | null {
  const most = configured.limits.requestsPerMinute;
  const oldest = most === null ? undefined : used.at(-most);
  return oldest === undefined ? null : { kind: 'wait', ms: oldest.at + MINUTE_MS - now };
}

function byTokens({ used }: Window, { configured }: ModelCall, tokens: number, now: number): Obstacle | null {
  const most = configured.limits.tokensPerMinute;
  if (most === null) return null;
  if (tokens > most) return { kind: 'too-large', limit: most };
  let spent = used.reduce((total, request) => total + request.tokens, 0);
  for (const request of used) {
    if (spent + tokens <= most) return null;
    spent -= request.tokens;
    if (spent + tokens <= most) return { kind: 'wait', ms: request.at + MINUTE_MS - now };
  }
  return null;
}

/** Tokens refill evenly: what is left grows to the whole limit within the told time (Groq, "Rate Limits"). */
function byTold({ used, told }: Window, tokens: number, now: number): Obstacle | null {
  if (told === null || told.tokens === null || told.tokenLimit === null || told.tokensResetMs === null) return null;
  const { at, tokenLimit, tokensResetMs } = told;
  if (tokens > tokenLimit) return { kind: 'too-large', limit: tokenLimit };
  const perMs = (tokenLimit - told.tokens) / Math.max(1, tokensResetMs);
  const since = used.filter((request) => request.at > at).reduce((total, request) => total + request.tokens, 0);
  const left = Math.min(tokenLimit, told.tokens + (now - at) * perMs) - since;
  if (tokens <= left || perMs <= 0) return null;
  return { kind: 'wait', ms: Math.ceil((tokens - left) / perMs) };
}

function refusal({ configured, model }: ModelCall, obstacle: Obstacle): ProviderError {
  const about = { provider: configured.provider.name, model };
  if (obstacle.kind === 'wait') {
    const words = 'the limit per minute is kept before the provider has to refuse';
    return new ProviderError(words, { ...about, fault: 'quota-minute', retryAfterMs: obstacle.ms });
  }
  const words = `the request is larger than the ${obstacle.limit} tokens of a minute`;
  return new ProviderError(words, { ...about, fault: 'context-too-long', tokenLimit: obstacle.limit });
}
