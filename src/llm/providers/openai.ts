import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { Completion, CompletionCall, CompletionRequest, ModelProvider } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { parseJson } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import { type ChatAnswer, chatAnswer, chatAnswerFinding } from './chat-answer.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { errorInBody, openAiFinding, openAiHttpError } from './openai-faults.ts';
import { optionalSdk } from './optional-sdk.ts';
import type { FailedCall, Finding } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';
import { schemaInstruction, strictSchema, withoutOptionalNulls } from './provider-schema.ts';
import { OPENAI_HEADERS, quotaLeftIn } from './rate-limit-headers.ts';
import { transportFinding } from './transport-fault.ts';

const ADDRESS = 'https://api.openai.com/v1';

/** The SDK's own limit ends when the headers arrive; the signal ends a call, and this must only be longer than it. */
const SDK_TIMEOUT_MS = 3_600_000;

/** The SDK insists on a key; servers that need none do not look at it. */
const NO_KEY = 'none';

/** Below this share of the estimate a server has not read the whole prompt, however it counts its tokens. */
const SMALLEST_SHARE_READ = 0.5;

/**
 * OpenAI and every server that speaks its chat completions: Ollama, llama.cpp, vLLM, OpenRouter, gateways. A base
 * address is taken as it is, with `/v1` behind it only when it has no path.
 */
export const openAiProvider: ModelProvider = {
  name: 'openai',
  label: 'OpenAI',
  summary: 'OpenAI or a compatible server (Ollama, llama.cpp, vLLM, OpenRouter), JSON by schema or JSON mode',
  keyVariables: ['OPENAI_API_KEY'],
  keylessWith: ['OPENAI_BASE_URL'],
  settings: [],
  modelVariable: 'OPENAI_MODEL',
  baseUrlVariable: 'OPENAI_BASE_URL',
  apiPath: '',
  defaultModels: ['gpt-5.4-mini', 'gpt-5.4', 'gpt-5-mini'],
  promptBudgetTokens: 24_000,
  maxOutputTokens: 16_000,
  sharedRoomTokens: null,
  requestsPerMinute: null,
  // A model on the user's own machine may be slow.
  deadlineMs: 240_000,
  packages: ['openai'],
  keyUrl: 'https://platform.openai.com/api-keys',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const failed = { provider: openAiProvider.name, model: call.model, secrets: [call.apiKey] };
  const guard = guardedFetch();
  try {
    call.signal.throwIfAborted();
    const { body: raw, headers } = await send(request, call, failed, guard.fetch);
    const body = typeof raw === 'string' ? parseJson(raw) : raw;
    const refusal = errorInBody(body);
    if (refusal !== null) throw providerFailure(failed, openAiFinding(refusal, request, call.now()));
    const answer = chatAnswer(body);
    if (answer === null)
      throw providerFailure(failed, { fault: 'network', words: 'the answer was empty or is not JSON' });
    const unusable = cutPrompt(answer, request) ?? chatAnswerFinding(answer);
    if (unusable !== null) throw providerFailure(failed, unusable);
    return {
      text: request.without.includes('schema') ? answer.text : undoStrict(answer.text, request),
      model: answer.model ?? call.model,
      inputTokens: answer.inputTokens ?? estimateTokens(request.system + request.user),
      outputTokens: answer.outputTokens ?? estimateTokens(answer.text),
      quotaLeft: quotaLeftIn(headers, OPENAI_HEADERS, call.now()),
    };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw providerFailure(failed, findingOf(error, request, call, guard.refusal()), error);
  }
}

function findingOf(error: unknown, request: CompletionRequest, call: CompletionCall, body: string): Finding {
  const httpError = openAiHttpError(error, body);
  if (httpError !== null) return openAiFinding(httpError, request, call.now());
  const finding = transportFinding(error, { signal: call.signal, address: addressOf(call), connectCode: null });
  if (finding !== null) return finding;
  // What the SDK makes of a 200 answer with an empty body.
  if (error instanceof TypeError) return { fault: 'network', words: 'the answer was empty or is not JSON' };
  return { fault: 'malformed', words: 'the answer has an unknown form' };
}

/** Ollama cuts a prompt that is longer than its context and says nothing: its own count of the tokens shows it. */
function cutPrompt(answer: ChatAnswer, request: CompletionRequest): Finding | null {
  const sent = estimateTokens(request.system + request.user);
  const read = answer.inputTokens ?? sent;
  if (read === 0 || read >= sent * SMALLEST_SHARE_READ) return null;
  const spent = { inputTokens: read, outputTokens: answer.outputTokens ?? 0 };
  const words = `the server read ${read} of about ${sent} tokens: its context is smaller than the prompt`;
  return { fault: 'context-too-long', tokenLimit: read, words, spent };
}

async function send(
  request: CompletionRequest,
  call: CompletionCall,
  failed: FailedCall,
  guarded: typeof globalThis.fetch,
) {
  const { OpenAI } = await optionalSdk('openai', () => import('openai'), failed);
  const client = new OpenAI({
    apiKey: call.apiKey === '' ? NO_KEY : call.apiKey,
    baseURL: addressOf(call),
    // The SDK's retries obey `retry-after` without a bound and repeat a used-up credit.
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: 'off',
    fetch: guarded,
  });
  const { data: body, response } = await client.chat.completions
    .create(chatParameters(request, call), { signal: call.signal })
    .withResponse();
  return { body: body as unknown, headers: response.headers };
}

function addressOf({ baseUrl }: CompletionCall): string {
  if (baseUrl === null) return ADDRESS;
  return new URL(baseUrl).pathname === '/' ? `${baseUrl.replace(/\/$/, '')}/v1` : baseUrl;
}

function chatParameters(request: CompletionRequest, call: CompletionCall): ChatCompletionCreateParamsNonStreaming {
  const { without, schema } = request;
  const withSchema = !without.includes('schema');
  return {
    model: call.model,
    messages: [
      { role: 'system', content: withSchema ? request.system : `${request.system}\n\n${schemaInstruction(schema)}` },
      { role: 'user', content: request.user },
    ],
    ...answerLimit(request.maxOutputTokens, call),
    ...(withSchema
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name: 'answer', strict: true, schema: strictSchema(schema) },
          },
        }
      : without.includes('json-mode')
        ? {}
        : { response_format: { type: 'json_object' as const } }),
    ...(request.thinking === 'least' && reasons(call.model) && !without.includes('thinking')
      ? { reasoning_effort: 'low' as const }
      : {}),
  };
}

/** OpenAI's reasoning models know the new name only, many other servers only the old one. */
function answerLimit(tokens: number, { baseUrl, model }: CompletionCall) {
  return baseUrl === null || reasons(model) ? { max_completion_tokens: tokens } : { max_tokens: tokens };
}

function reasons(model: string): boolean {
  return /^(openai\/)?(gpt-[5-9]|o\d)/.test(model);
}

function undoStrict(text: string, { schema }: CompletionRequest): string {
  const value = parseJson(text);
  return value === null ? text : JSON.stringify(withoutOptionalNulls(value, schema));
}
