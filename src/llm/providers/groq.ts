import type { ChatCompletionCreateParamsNonStreaming } from 'groq-sdk/resources/chat/completions';
import type {
  Completion,
  CompletionCall,
  CompletionRequest,
  JsonSchema,
  ModelProvider,
} from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { parseJson } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import { chatAnswer, chatAnswerFinding } from './chat-answer.ts';
import { type GroqHttpError, groqFinding, groqHttpError } from './groq-faults.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { wholeJsonObject } from './json-answer.ts';
import type { FailedCall, Finding } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';
import { schemaInstruction, strictSchema, withoutOptionalNulls } from './provider-schema.ts';
import { OPENAI_HEADERS, quotaLeftIn } from './rate-limit-headers.ts';
import { transportFinding } from './transport-fault.ts';

const ADDRESS = 'https://api.groq.com';

/** The SDK's own limit ends when the headers arrive; the signal ends a call, and this must only be longer than it. */
const SDK_TIMEOUT_MS = 3_600_000;

/** Room for reasoning from which more than the least effort is affordable. */
const ROOM_FOR_REASONING = 6000;

/**
 * Groq. The budgets fit the free plan's 8,000 tokens a minute, into which Groq counts the prompt and the whole room
 * for the answer before it runs a request; code has up to a fifth more tokens than the estimate says.
 */
export const groqProvider: ModelProvider = {
  name: 'groq',
  label: 'Groq',
  summary: 'Groq, JSON by strict schema or JSON mode',
  keyVariables: ['GROQ_API_KEY'],
  keylessWith: [],
  settings: [],
  modelVariable: 'GROQ_MODEL',
  baseUrlVariable: 'GROQ_BASE_URL',
  apiPath: '/openai/v1',
  defaultModels: ['llama-3.3-70b-versatile', 'openai/gpt-oss-120b', 'qwen/qwen3.6-27b', 'openai/gpt-oss-20b'],
  promptBudgetTokens: 4000,
  maxOutputTokens: 2600,
  sharedRoomTokens: 6600,
  requestsPerMinute: 30,
  deadlineMs: 45_000,
  packages: [],
  keyUrl: 'https://console.groq.com/keys',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const failed = { provider: groqProvider.name, model: call.model, secrets: [call.apiKey] };
  const parameters = chatParameters(request, call.model);
  try {
    call.signal.throwIfAborted();
    const { body, headers } = await send(parameters, call);
    return completionOf(body, headers, { request, failed, now: call.now() });
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const httpError = groqHttpError(error);
    const rescued = httpError === null ? null : rescuedGeneration(httpError, request, call.model);
    if (rescued !== null) return rescued;
    throw providerFailure(failed, findingOf(error, httpError, call), error);
  }
}

/** What was asked, for reading the answer. */
interface Asked {
  readonly request: CompletionRequest;
  readonly failed: FailedCall;
  readonly now: number;
}

function findingOf(error: unknown, httpError: GroqHttpError | null, call: CompletionCall): Finding {
  if (httpError !== null) return groqFinding(httpError, call.now());
  const finding = transportFinding(error, { signal: call.signal, address: call.baseUrl ?? ADDRESS, connectCode: null });
  return finding ?? { fault: 'malformed', words: 'the answer has an unknown form' };
}

async function send(parameters: ChatCompletionCreateParamsNonStreaming, call: CompletionCall) {
  const { Groq } = await import('groq-sdk');
  const client = new Groq({
    apiKey: call.apiKey,
    baseURL: call.baseUrl ?? ADDRESS,
    // The SDK's retries obey `retry-after` without a bound and cannot be aborted.
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: 'off',
    fetch: guardedFetch().fetch,
  });
  const { data: body, response } = await client.chat.completions
    .create(parameters, { signal: call.signal })
    .withResponse();
  return { body: body as unknown, headers: response.headers };
}

function completionOf(body: unknown, headers: Headers, { request, failed, now }: Asked): Completion {
  // The SDK gives text when the content type is not JSON, and nothing at all for an empty body.
  const answer = chatAnswer(typeof body === 'string' ? parseJson(body) : body);
  if (answer === null)
    throw providerFailure(failed, { fault: 'network', words: 'the answer was empty or is not JSON' });
  const unusable = chatAnswerFinding(answer);
  if (unusable !== null) throw providerFailure(failed, unusable);
  return {
    text: isStrict(failed.model, request) ? undoStrict(answer.text, request.schema) : answer.text,
    model: answer.model ?? failed.model,
    inputTokens: answer.inputTokens ?? estimateTokens(request.system + request.user),
    outputTokens: answer.outputTokens ?? estimateTokens(answer.text),
    quotaLeft: quotaLeftIn(headers, OPENAI_HEADERS, now),
  };
}

/** Groq refuses an answer that is not JSON as a whole and hands it out with the error; often only fences disturb it. */
function rescuedGeneration(error: GroqHttpError, request: CompletionRequest, model: string): Completion | null {
  const text = error.failedGeneration === null ? null : wholeJsonObject(error.failedGeneration);
  if (text === null) return null;
  const inputTokens = estimateTokens(request.system + request.user);
  return { text, model, inputTokens, outputTokens: estimateTokens(text), quotaLeft: null };
}

function chatParameters(request: CompletionRequest, model: string): ChatCompletionCreateParamsNonStreaming {
  const strict = isStrict(model, request);
  const system = strict ? request.system : `${request.system}\n\n${schemaInstruction(request.schema)}`;
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: request.user },
    ],
    max_completion_tokens: request.maxOutputTokens,
    response_format: strict
      ? { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: strictSchema(request.schema) } }
      : { type: 'json_object' },
    ...(request.without.includes('thinking') ? {} : reasoning(request, model)),
  };
}

/** Constrained decoding exists for the gpt-oss models only; others refuse `json_schema`. */
function isStrict(model: string, request: CompletionRequest): boolean {
  return model.startsWith('openai/gpt-oss') && !request.without.includes('schema');
}

function undoStrict(text: string, schema: JsonSchema): string {
  const value = parseJson(text);
  return value === null ? text : JSON.stringify(withoutOptionalNulls(value, schema));
}

/** Reasoning comes out of the room for the answer, which a free plan keeps small. */
function reasoning(
  request: CompletionRequest,
  model: string,
): Pick<ChatCompletionCreateParamsNonStreaming, 'reasoning_effort'> {
  const roomy = request.thinking === 'default' && request.maxOutputTokens >= ROOM_FOR_REASONING;
  if (model.startsWith('openai/gpt-oss')) return { reasoning_effort: roomy ? 'medium' : 'low' };
  if (model.startsWith('qwen/qwen3')) return { reasoning_effort: roomy ? 'default' : 'none' };
  return {};
}
