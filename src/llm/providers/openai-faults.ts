import type { CompletionRequest, OptionalField } from '../../domain/model-provider.ts';
import { isRecord, numberOrNull, parseJson, stringOrNull } from '../../shared/json.ts';
import { parseDuration, parseRetryAfter } from './durations.ts';
import { isHeaders } from './groq-faults.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/**
 * An error of an OpenAI-compatible server: `{ error: { message, type, code, param, metadata? } }`, with an HTTP status
 * or, from gateways, in a 200 body. `code` is a word of OpenAI's or a status number of a gateway's.
 */
export interface OpenAiError {
  readonly status: number;
  readonly code: string | null;
  readonly type: string | null;
  readonly words: string;
  /** What a gateway passes on from the server behind it. */
  readonly metadata: Record<string, unknown> | null;
  /** Tokens that fit, where the server says so (llama.cpp's `n_ctx`). */
  readonly contextTokens: number | null;
  readonly retryAfter: string | null;
  /** False when the body was no JSON: a proxy on the way answered. */
  readonly isTheirs: boolean;
}

type Classification = Omit<Finding, 'words' | 'status'>;

/**
 * Reads the SDK's error, whose `error` is the inner object; null when it is no HTTP error. `body`: what the server sent,
 * for servers without the inner object (vLLM: `{ message }`, FastAPI: `{ detail }`), of which the SDK keeps nothing.
 */
export function openAiHttpError(error: unknown, body = ''): OpenAiError | null {
  if (!isRecord(error) || typeof error.status !== 'number') return null;
  const retryAfter = isHeaders(error.headers) ? error.headers.get('retry-after') : null;
  return errorOf(error.error ?? flatBody(body), error.status, retryAfter, errorText(error));
}

function flatBody(body: string): unknown {
  const fields = parseJson(body);
  return isRecord(fields) ? { ...fields, message: fields.message ?? fields.detail } : undefined;
}

/** The error in a 200 body, or in its answer where that broke off; null when there is none. */
export function errorInBody(body: unknown): OpenAiError | null {
  if (!isRecord(body)) return null;
  const choice = Array.isArray(body.choices) ? body.choices.find(isRecord) : undefined;
  const error = body.error ?? choice?.error ?? null;
  if (error === null) return null;
  const code = isRecord(error) ? numberOrNull(error.code) : null;
  return errorOf(error, code !== null && code >= 400 ? code : 502, null, String(error));
}

function errorOf(inner: unknown, status: number, retryAfter: string | null, otherwise: string): OpenAiError {
  const fields = isRecord(inner) ? inner : {};
  const metadata = isRecord(fields.metadata) ? fields.metadata : null;
  const said = stringOrNull(fields.message) ?? (typeof inner === 'string' ? inner : isRecord(inner) ? otherwise : '');
  const upstream = stringOrNull(metadata?.raw);
  return {
    status,
    code: stringOrNull(fields.code),
    type: stringOrNull(fields.type),
    words: upstream === null ? said : `${said}: ${upstream}`,
    metadata,
    contextTokens: numberOrNull(fields.n_ctx),
    retryAfter,
    isTheirs: inner !== undefined && inner !== null,
  };
}

/** Class of an error: by code, then by status; texts only where servers have no other sign. */
export function openAiFinding(error: OpenAiError, request: CompletionRequest, now: number): Finding {
  const words = error.words === '' ? `HTTP ${error.status} without a readable text` : error.words;
  const known = { ...error, words };
  return { ...(byCode(known) ?? byStatus(known, request, now)), words, status: error.status };
}

function byCode({ code, type, words, contextTokens }: OpenAiError): Classification | null {
  switch (code ?? type) {
    case 'insufficient_quota':
    case 'billing_hard_limit_reached':
    case 'billing_not_active':
      return { fault: 'quota-money' };
    case 'model_not_found':
      return { fault: 'model-gone' };
    case 'context_length_exceeded':
    case 'exceed_context_size_error':
      return { fault: 'context-too-long', tokenLimit: contextTokens ?? windowIn(words) };
    case 'invalid_api_key':
      return { fault: 'authentication' };
    case 'unsupported_country_region_territory':
      return { fault: 'not-available-here' };
    case 'content_filter':
    case 'content_policy_violation':
      return { fault: 'blocked' };
    default:
      // llama.cpp gives the number as the code and the word as the type.
      return type === 'exceed_context_size_error' ? { fault: 'context-too-long', tokenLimit: contextTokens } : null;
  }
}

function byStatus(error: OpenAiError, request: CompletionRequest, now: number): Classification {
  const { status, words } = error;
  if (status === 400 || status === 422) return badRequest(error, request);
  if (status === 401) return { fault: 'authentication' };
  if (status === 402) return { fault: 'quota-money' };
  if (status === 403) return forbidden(words);
  if (status === 404) return { fault: /model|endpoints found/i.test(words) ? 'model-gone' : 'bad-request' };
  if (status === 413) return { fault: 'context-too-long', tokenLimit: windowIn(words) };
  if (status === 429) return rateLimit(error, now);
  if (status === 503 || status === 529) return { fault: 'overloaded' };
  // A gateway says 502 when the server behind it is in trouble; a bare 502 comes from a proxy.
  if (status === 502 && error.isTheirs) return { fault: 'overloaded' };
  return { fault: status === 408 || status >= 500 ? 'server-fault' : 'bad-request' };
}

function forbidden(words: string): Classification {
  if (/flagged|moderation/i.test(words)) return { fault: 'blocked' };
  return { fault: /country|region|location|territory/i.test(words) ? 'not-available-here' : 'authentication' };
}

function badRequest({ words }: OpenAiError, request: CompletionRequest): Classification {
  if (/context (length|size|window)|reduce the length|too many tokens/i.test(words)) {
    return { fault: 'context-too-long', tokenLimit: windowIn(words) };
  }
  if (
    /response_?format|json_schema|json_object|grammar|guided|structured output|'messages' must contain/i.test(words)
  ) {
    return { fault: 'bad-request', refusedField: nextMechanism(request) };
  }
  if (/reasoning/i.test(words)) return { fault: 'bad-request', refusedField: 'thinking' };
  if (/api key/i.test(words)) return { fault: 'authentication' };
  return { fault: /model .*(not exist|not found|not a valid)/i.test(words) ? 'model-gone' : 'bad-request' };
}

/** What to leave out after a refused format: first the schema, then JSON mode, then nothing is left but the prompt. */
function nextMechanism({ without }: CompletionRequest): OptionalField | null {
  if (!without.includes('schema')) return 'schema';
  return without.includes('json-mode') ? null : 'json-mode';
}

function rateLimit({ words, retryAfter, metadata }: OpenAiError, now: number): Classification {
  const requested = Number(/Requested (\d+)/.exec(words)?.[1] ?? Number.NaN);
  const limit = Number(/Limit (\d+)/.exec(words)?.[1] ?? Number.NaN);
  if (requested > limit) return { fault: 'context-too-long', tokenLimit: limit };
  const inWords = /try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)/.exec(words)?.[1] ?? '';
  const retryAfterMs = parseDuration(inWords) ?? parseRetryAfter(retryAfter, now) ?? resetIn(metadata, now);
  return { fault: /per[- ]day|\b[TR]PD\b/i.test(words) ? 'quota-day' : 'quota-minute', retryAfterMs };
}

/** OpenRouter passes its headers on in the body; the reset is in milliseconds since 1970. */
function resetIn(metadata: Record<string, unknown> | null, now: number): number | null {
  const headers = isRecord(metadata?.headers) ? metadata.headers : {};
  const reset = Number(headers['X-RateLimit-Reset'] ?? Number.NaN);
  return Number.isFinite(reset) ? parseRetryAfter(String(Math.max(0, reset - now) / 1000), now) : null;
}

function windowIn(words: string): number | null {
  const limit = /(?:maximum context length is|available context size \(?|max(?:imum)? of) ?(\d+)/.exec(words)?.[1];
  return limit === undefined ? null : Number(limit);
}
