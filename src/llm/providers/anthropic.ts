import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Completion, CompletionCall, CompletionRequest, ModelProvider } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { parseJson } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import { anthropicAnswer, anthropicFinding, anthropicHttpError, stopFinding } from './anthropic-faults.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { optionalSdk } from './optional-sdk.ts';
import type { FailedCall, Finding } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';
import { closedSchema, schemaInstruction } from './provider-schema.ts';
import { quotaLeftIn, type RateLimitHeaders } from './rate-limit-headers.ts';
import { transportFinding } from './transport-fault.ts';

const ADDRESS = 'https://api.anthropic.com';

/** The SDK's own limit ends when the headers arrive; the signal ends a call, and this must only be longer than it. */
const SDK_TIMEOUT_MS = 3_600_000;

/** Source: Claude Platform, "Rate limits". */
const HEADERS: RateLimitHeaders = {
  requestsLeft: 'anthropic-ratelimit-requests-remaining',
  tokensLeft: 'anthropic-ratelimit-input-tokens-remaining',
  tokenLimit: 'anthropic-ratelimit-input-tokens-limit',
  tokensReset: 'anthropic-ratelimit-input-tokens-reset',
};

/** Anthropic's Messages API. Models and limits: Claude Platform pages as of November 2026. */
export const anthropicProvider: ModelProvider = {
  name: 'anthropic',
  label: 'Anthropic',
  summary: 'Anthropic Claude, JSON by output schema',
  keyVariables: ['ANTHROPIC_API_KEY'],
  keylessWith: [],
  settings: [],
  modelVariable: 'ANTHROPIC_MODEL',
  baseUrlVariable: 'ANTHROPIC_BASE_URL',
  apiPath: '/v1',
  defaultModels: ['claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-haiku-4-5'],
  promptBudgetTokens: 60_000,
  maxOutputTokens: 16_000,
  sharedRoomTokens: null,
  requestsPerMinute: null,
  deadlineMs: 180_000,
  packages: ['@anthropic-ai/sdk'],
  keyUrl: 'https://platform.claude.com/settings/keys',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const failed = { provider: anthropicProvider.name, model: call.model, secrets: [call.apiKey] };
  try {
    call.signal.throwIfAborted();
    const { body, headers } = await send(request, call, failed);
    const answer = anthropicAnswer(typeof body === 'string' ? parseJson(body) : body);
    if (answer === null)
      throw providerFailure(failed, { fault: 'network', words: 'the answer was empty or is not JSON' });
    const unusable = stopFinding(answer);
    if (unusable !== null) throw providerFailure(failed, unusable);
    return {
      text: answer.text,
      model: answer.model ?? call.model,
      inputTokens: answer.inputTokens ?? estimateTokens(request.system + request.user),
      outputTokens: answer.outputTokens ?? estimateTokens(answer.text),
      quotaLeft: quotaLeftIn(headers, HEADERS, call.now()),
    };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw providerFailure(failed, findingOf(error, call), error);
  }
}

function findingOf(error: unknown, call: CompletionCall): Finding {
  const httpError = anthropicHttpError(error);
  if (httpError !== null) return anthropicFinding(httpError, call.now());
  const finding = transportFinding(error, { signal: call.signal, address: call.baseUrl ?? ADDRESS, connectCode: null });
  return finding ?? { fault: 'malformed', words: 'the answer has an unknown form' };
}

async function send(request: CompletionRequest, call: CompletionCall, failed: FailedCall) {
  const { Anthropic } = await optionalSdk('@anthropic-ai/sdk', () => import('@anthropic-ai/sdk'), failed);
  const client = new Anthropic({
    apiKey: call.apiKey,
    // Without this the SDK would take a token out of the environment and prefer it.
    authToken: null,
    baseURL: call.baseUrl ?? ADDRESS,
    // The SDK's retries obey `retry-after` without a bound and repeat a spending limit.
    maxRetries: 0,
    // A timeout of our own also lifts the SDK's refusal of long answers that are not streamed.
    timeout: SDK_TIMEOUT_MS,
    logLevel: 'off',
    fetch: guardedFetch().fetch,
  });
  const { data: body, response } = await client.messages
    .create(messageParameters(request, call.model), { signal: call.signal })
    .withResponse();
  return { body: body as unknown, headers: response.headers };
}

function messageParameters(request: CompletionRequest, model: string): MessageCreateParamsNonStreaming {
  const withSchema = hasSchemas(model) && !request.without.includes('schema');
  const lessEffort = request.thinking === 'least' && hasEffort(model) && !request.without.includes('thinking');
  const outputConfig = {
    ...(withSchema ? { format: { type: 'json_schema' as const, schema: closedSchema(request.schema) } } : {}),
    ...(lessEffort ? { effort: 'low' as const } : {}),
  };
  return {
    model,
    max_tokens: request.maxOutputTokens,
    system: withSchema ? request.system : `${request.system}\n\n${schemaInstruction(request.schema)}`,
    messages: [{ role: 'user', content: request.user }],
    ...(Object.keys(outputConfig).length === 0 ? {} : { output_config: outputConfig }),
  };
}

/** Output schemas exist from Claude 4.5 on; a model that is not known gets one and may refuse it. */
function hasSchemas(model: string): boolean {
  return !/claude-(3|(opus|sonnet)-4-(0|1|2025)|(opus|sonnet)-4$)/.test(model);
}

/** Effort exists from Claude 4.6 on; thinking itself cannot be switched off everywhere. */
function hasEffort(model: string): boolean {
  return !/claude-(3|\w+-4-[0-5]\b)/.test(model);
}
