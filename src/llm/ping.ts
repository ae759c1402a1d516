import type { ExitCode } from '../domain/autofix-error.ts';
import { EXIT } from '../domain/autofix-error.ts';
import type { JsonSchema, QuotaLeft } from '../domain/model-provider.ts';
import { ProviderError, type ProviderFault } from '../domain/provider-error.ts';
import { providerFailureOf } from './chain-failure.ts';
import { type Clock, systemClock } from './clock.ts';
import type { ConfiguredProvider } from './configured-provider.ts';
import type { LeftOutProvider, ProviderConfiguration } from './configured-providers.ts';
import { type PromptText, UNMADE_PROMPT } from './policies/model-call.ts';
import { pingStack } from './policies/stack.ts';
import { exitCodeOf, remedyFor } from './remedies.ts';

/** What one real round trip to a provider showed. */
export interface PingResult {
  readonly provider: string;
  /** The model that answered, or the one that was asked last; null when none was asked. */
  readonly model: string | null;
  readonly ok: boolean;
  /** Milliseconds; null without an answer. */
  readonly latencyMs: number | null;
  readonly quotaLeft: QuotaLeft | null;
  readonly fault: ProviderFault | null;
  /** One sentence. */
  readonly message: string;
  /** What to do about the fault; null when it works. */
  readonly remedy: string | null;
  /** 0, 2 (a setting has to change), 3 (out of quota, overloaded, unreachable) or 130. */
  readonly exitCode: ExitCode;
}

const PROMPT: PromptText = {
  system: 'You check that a connection works.',
  user: 'Answer with the JSON object {"ok": true}.',
};

const SCHEMA: JsonSchema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] };

/** Room for the thinking that some models cannot leave. */
const ANSWER_TOKENS = 2048;

/** One real round trip with the first key, heeding no memory of outages. Never rejects for a provider's fault. */
export async function pingProvider(
  configured: ConfiguredProvider,
  signal: AbortSignal,
  requestTimeoutMs: number | null = null,
  clock: Clock = systemClock,
): Promise<PingResult> {
  const { provider, models, keys } = configured;
  try {
    const answer = await pingStack(
      clock,
      requestTimeoutMs,
    )({
      configured,
      model: models[0] ?? '',
      apiKey: keys[0] ?? '',
      prompt: UNMADE_PROMPT,
      promptFor: async () => PROMPT,
      budgetTokens: provider.promptBudgetTokens,
      schema: SCHEMA,
      maxOutputTokens: Math.min(ANSWER_TOKENS, provider.maxOutputTokens),
      thinking: 'least',
      without: [],
      read: null,
      signal,
    });
    const { model, latencyMs, quotaLeft } = answer;
    const message = `${provider.label} answered with ${model} in ${latencyMs} ms`;
    return {
      provider: provider.name,
      model,
      ok: true,
      latencyMs,
      quotaLeft,
      fault: null,
      message,
      remedy: null,
      exitCode: EXIT.fixed,
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return failedPing(configured, error, clock.now());
  }
}

function failedPing(configured: ConfiguredProvider, error: ProviderError, now: number): PingResult {
  const { provider } = configured;
  const { fault, model, retryAfterMs } = error;
  return {
    provider: provider.name,
    model,
    ok: false,
    latencyMs: null,
    quotaLeft: null,
    fault,
    message: providerFailureOf(configured, error, now).reason,
    remedy: remedyFor(fault, configured, model, retryAfterMs === null ? null : now + retryAfterMs, now),
    exitCode: exitCodeOf(fault),
  };
}

/** Pings all providers that were asked for, side by side, in their order; one without a key fails as unconfigured. */
export async function pingProviders(
  { configured, leftOut }: ProviderConfiguration,
  signal: AbortSignal,
  requestTimeoutMs: number | null = null,
  clock: Clock = systemClock,
): Promise<readonly PingResult[]> {
  const results = await Promise.all(configured.map((one) => pingProvider(one, signal, requestTimeoutMs, clock)));
  return [...results, ...leftOut.map((one) => unconfiguredPing(one, clock.now()))];
}

function unconfiguredPing({ provider, reason }: LeftOutProvider, now: number): PingResult {
  return {
    provider: provider.name,
    model: null,
    ok: false,
    latencyMs: null,
    quotaLeft: null,
    fault: 'authentication',
    message: reason,
    remedy: remedyFor('authentication', { provider, baseUrl: null }, '', null, now),
    exitCode: EXIT.usage,
  };
}
