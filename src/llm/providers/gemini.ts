import type { GenerationConfig } from '@google/generative-ai';
import type { Completion, CompletionCall, CompletionRequest, ModelProvider } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { isRecord, numberOrNull, stringOrNull } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import {
  type GeminiHttpError,
  geminiAnswer,
  geminiAnswerFinding,
  geminiFinding,
  geminiHttpError,
} from './gemini-faults.ts';
import { guardedFetch, withGlobalFetch } from './guarded-fetch.ts';
import type { Finding } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';
import { openApiSchema, schemaInstruction } from './provider-schema.ts';
import { transportFinding } from './transport-fault.ts';

const ADDRESS = 'https://generativelanguage.googleapis.com';

/** Google Gemini through its Developer API. Models and limits: Gemini API pages as of November 2026. */
export const geminiProvider: ModelProvider = {
  name: 'gemini',
  label: 'Gemini',
  summary: 'Google Gemini (Developer API), JSON by response schema',
  keyVariables: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
  keylessWith: [],
  settings: [],
  modelVariable: 'GEMINI_MODEL',
  baseUrlVariable: 'GEMINI_BASE_URL',
  apiPath: '/v1beta',
  defaultModels: ['gemini-3.8-flash', 'gemini-3.6-flash', 'gemini-3.5-flash-lite', 'gemini-3.1-flash-lite'],
  promptBudgetTokens: 60_000,
  maxOutputTokens: 32_768,
  sharedRoomTokens: null,
  requestsPerMinute: null,
  deadlineMs: 90_000,
  packages: [],
  keyUrl: 'https://aistudio.google.com/apikey',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const failed = { provider: geminiProvider.name, model: call.model, secrets: [call.apiKey] };
  const guard = guardedFetch();
  try {
    // The SDK would send the request in spite of a signal that has already been aborted.
    call.signal.throwIfAborted();
    // The SDK takes no fetch, and sends the key in a header that a redirect would carry to another host.
    const body = await withGlobalFetch(guard.fetch, () => generate(request, call));
    const refusal = errorInBody(body);
    if (refusal !== null) throw providerFailure(failed, geminiFinding(refusal, call.now()));
    const answer = geminiAnswer(body);
    const unusable = geminiAnswerFinding(answer);
    if (unusable !== null) throw providerFailure(failed, unusable);
    return {
      text: answer.text,
      model: answer.modelVersion ?? call.model,
      inputTokens: answer.inputTokens ?? estimateTokens(request.system + request.user),
      outputTokens: answer.outputTokens ?? estimateTokens(answer.text),
      quotaLeft: null,
    };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw providerFailure(failed, findingOf(error, call, guard.code()), error);
  }
}

function findingOf(error: unknown, call: CompletionCall, connectCode: string | null): Finding {
  const httpError = geminiHttpError(error);
  if (httpError !== null) return geminiFinding(httpError, call.now());
  const finding = transportFinding(error, { signal: call.signal, address: call.baseUrl ?? ADDRESS, connectCode });
  return finding ?? { fault: 'malformed', words: 'the answer has an unknown form' };
}

/** One request, its raw body: the SDK's own `text()` joins thoughts and answer and says nothing of a cut answer. */
async function generate(request: CompletionRequest, call: CompletionCall): Promise<unknown> {
  const { GoogleGenerativeAI } = await import('@google/generative-ai');
  const withSchema = !request.without.includes('schema');
  const system = withSchema ? request.system : `${request.system}\n\n${schemaInstruction(request.schema)}`;
  const model = new GoogleGenerativeAI(call.apiKey).getGenerativeModel(
    { model: call.model, systemInstruction: system },
    call.baseUrl === null ? {} : { baseUrl: call.baseUrl },
  );
  const generationConfig = {
    responseMimeType: 'application/json',
    ...(withSchema ? { responseSchema: openApiSchema(request.schema) } : {}),
    maxOutputTokens: request.maxOutputTokens,
    ...(request.without.includes('thinking') ? {} : thinkingConfig(call.model, request.thinking)),
  };
  const contents = [{ role: 'user', parts: [{ text: request.user }] }];
  // No `timeout` option: its timer is never cleared and keeps the process alive. The signal covers the body as well.
  const result = await model.generateContent(
    // The SDK's types are older than `thinkingConfig`; it passes every field through.
    { contents, generationConfig: generationConfig as unknown as GenerationConfig },
    { signal: call.signal },
  );
  return result.response;
}

/** Thinking control differs by family, and the wrong field is an error: where a family is not known, nothing is sent. */
function thinkingConfig(model: string, thinking: CompletionRequest['thinking']): object {
  if (thinking === 'default') return {};
  if (/gemini-3(\.|-)/.test(model)) return { thinkingConfig: { thinkingLevel: 'LOW' } };
  if (/gemini-2\.5-flash/.test(model)) return { thinkingConfig: { thinkingBudget: 0 } };
  if (/gemini-2\.5-pro/.test(model)) return { thinkingConfig: { thinkingBudget: 128 } };
  return {};
}

/** Gateways answer with `{ error }` in a 200 body; the SDK takes that for an empty answer. */
function errorInBody(body: unknown): GeminiHttpError | null {
  const error = isRecord(body) ? body.error : null;
  if (!isRecord(error)) return null;
  const details = Array.isArray(error.details) ? error.details.filter(isRecord) : [];
  return { status: numberOrNull(error.code) ?? 500, words: stringOrNull(error.message) ?? '', details };
}
