import { isRecord, stringOrNull } from '../../shared/json.ts';
import { parseDuration, parseRetryAfter } from './durations.ts';
import { isCutOff } from './json-answer.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/** An HTTP error of the Groq API: `{ error: { message, type, code, failed_generation? } }`. */
export interface GroqHttpError {
  readonly status: number;
  readonly code: string | null;
  readonly words: string;
  readonly failedGeneration: string | null;
  readonly retryAfter: string | null;
}

/** Reads the SDK's error, whose `error` is the whole body; null when it is no HTTP error. */
export function groqHttpError(error: unknown): GroqHttpError | null {
  if (!isRecord(error)) return null;
  const { status, error: body, headers } = error;
  if (typeof status !== 'number') return null;
  const inner = groqErrorBody(body);
  return {
    status,
    code: stringOrNull(inner.code),
    words: stringOrNull(inner.message) ?? (isRecord(body) ? errorText(error) : ''),
    failedGeneration: stringOrNull(inner.failed_generation),
    retryAfter: isHeaders(headers) ? headers.get('retry-after') : null,
  };
}

/** Whether an SDK's error carries headers of fetch. */
export function isHeaders(value: unknown): value is Headers {
  return isRecord(value) && typeof value.get === 'function';
}

function groqErrorBody(body: unknown): Record<string, unknown> {
  const inner = isRecord(body) ? body.error : null;
  return isRecord(inner) ? inner : {};
}

/** Class of an HTTP error: by code where there is one, else by status; texts only where Groq has no other sign. */
export function groqFinding(error: GroqHttpError, now: number): Finding {
  const { status } = error;
  const words = error.words === '' ? `HTTP ${status} without a readable text` : error.words;
  return { ...(byCode(error) ?? byStatus(error, now)), words, status };
}

type Classification = Omit<Finding, 'words' | 'status'>;

function byCode({ code, words, failedGeneration }: GroqHttpError): Classification | null {
  switch (code) {
    case 'json_validate_failed':
      // Groq checks the form before the length: an answer cut at its token limit is refused like a wrong one.
      return { fault: isCutOff(failedGeneration ?? '') ? 'truncated' : 'malformed', partialText: failedGeneration };
    case 'model_decommissioned':
    case 'model_not_found':
    case 'model_terms_required':
      return { fault: 'model-gone' };
    case 'context_length_exceeded':
      return { fault: 'context-too-long', tokenLimit: limitIn(words) };
    case 'invalid_api_key':
    case 'expired_api_key':
    case 'organization_restricted':
      return { fault: 'authentication' };
    case 'insufficient_quota':
    case 'blocked_api_access':
      return { fault: 'quota-money' };
    case 'capacity_exceeded':
      return { fault: 'overloaded' };
    default:
      return null;
  }
}

function byStatus(error: GroqHttpError, now: number): Classification {
  const { status, words } = error;
  if (status === 400 || status === 422) return badRequest(words);
  if (status === 401) return { fault: 'authentication' };
  if (status === 402) return { fault: 'quota-money' };
  if (status === 403) {
    return { fault: /network|region|country|location/i.test(words) ? 'not-available-here' : 'authentication' };
  }
  if (status === 404) return { fault: /\bmodel\b/i.test(words) ? 'model-gone' : 'bad-request' };
  if (status === 413) return { fault: 'context-too-long', tokenLimit: limitIn(words) };
  if (status === 429) return rateLimit(error, now);
  if (status === 503 || status === 498) return { fault: 'overloaded' };
  return { fault: status === 408 || status >= 500 ? 'server-fault' : 'bad-request' };
}

function badRequest(words: string): Classification {
  if (/reduce the length|context (length|window)|too many tokens/i.test(words)) return { fault: 'context-too-long' };
  if (/response.?format|json_schema/i.test(words)) return { fault: 'bad-request', refusedField: 'schema' };
  if (/reasoning/i.test(words)) return { fault: 'bad-request', refusedField: 'thinking' };
  return { fault: 'bad-request' };
}

/** Groq's quotas refill all the time, so the told delay of a quota per day is true: usually minutes. */
function rateLimit({ words, retryAfter }: GroqHttpError, now: number): Classification {
  const limit = limitIn(words);
  const requested = Number(/Requested (\d+)/.exec(words)?.[1] ?? Number.NaN);
  if (limit !== null && requested > limit) return { fault: 'context-too-long', tokenLimit: limit };
  const inWords = /try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)/.exec(words)?.[1] ?? '';
  const retryAfterMs = parseDuration(inWords) ?? parseRetryAfter(retryAfter, now);
  return { fault: /\b[TR]PD\b|per day/i.test(words) ? 'quota-day' : 'quota-minute', retryAfterMs };
}

/** The limit that a refusal names, in tokens. */
function limitIn(words: string): number | null {
  const limit = /Limit (\d+)/.exec(words)?.[1];
  return limit === undefined ? null : Number(limit);
}
