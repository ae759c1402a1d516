import { isRecord, numberOrNull, stringOrNull } from '../../shared/json.ts';
import { parseRetryAfter } from './durations.ts';
import { isHeaders } from './groq-faults.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/** An HTTP error of the Messages API: `{ type: "error", error: { type, message, details? }, request_id }`. */
export interface AnthropicHttpError {
  readonly status: number;
  /** e.g. `overloaded_error`; null when the body was none of theirs. */
  readonly type: string | null;
  readonly words: string;
  /** `error.details.error_code`, e.g. `enforced_spend_limit_reached`. */
  readonly code: string | null;
  readonly retryAfter: string | null;
}

type Classification = Omit<Finding, 'words' | 'status'>;

/** Reads the SDK's error, whose `error` is the whole body; null when it is no HTTP error. */
export function anthropicHttpError(error: unknown): AnthropicHttpError | null {
  if (!isRecord(error) || typeof error.status !== 'number') return null;
  const body = isRecord(error.error) ? error.error : {};
  const inner = isRecord(body.error) ? body.error : {};
  const details = isRecord(inner.details) ? inner.details : {};
  return {
    status: error.status,
    type: stringOrNull(inner.type),
    words: stringOrNull(inner.message) ?? (isRecord(error.error) ? errorText(error) : ''),
    code: stringOrNull(details.error_code),
    retryAfter: isHeaders(error.headers) ? error.headers.get('retry-after') : null,
  };
}

/** Class of an HTTP error: by code and status; texts only where there is no other sign. */
export function anthropicFinding(error: AnthropicHttpError, now: number): Finding {
  const words = error.words === '' ? `HTTP ${error.status} without a readable text` : error.words;
  return { ...classify({ ...error, words }, now), words, status: error.status };
}

function classify(error: AnthropicHttpError, now: number): Classification {
  const { status, words, type } = error;
  if (status === 400 || status === 422) return badRequest(words);
  if (status === 401) return { fault: 'authentication' };
  if (status === 402) return { fault: 'quota-money' };
  if (status === 403) {
    return { fault: /region|country|location/i.test(words) ? 'not-available-here' : 'authentication' };
  }
  if (status === 404) return { fault: /^model\b|\bmodel:/i.test(words) ? 'model-gone' : 'bad-request' };
  if (status === 413) return { fault: 'context-too-long' };
  if (status === 429) return rateLimit(error, now);
  if (status === 529 || status === 503 || type === 'overloaded_error') return { fault: 'overloaded' };
  return { fault: status === 408 || status >= 500 ? 'server-fault' : 'bad-request' };
}

function badRequest(words: string): Classification {
  if (/credit balance|usage limits|spend(ing)? limit/i.test(words)) return { fault: 'quota-money' };
  const maximum = /prompt is too long: \d+ tokens > (\d+) maximum/.exec(words)?.[1];
  if (maximum !== undefined) return { fault: 'context-too-long', tokenLimit: Number(maximum) };
  if (/prompt is too long|exceed(s)? (the )?context/i.test(words)) return { fault: 'context-too-long' };
  if (/effort|thinking/i.test(words)) return { fault: 'bad-request', refusedField: 'thinking' };
  if (/output_config|output_format|schema|structured output/i.test(words)) {
    return { fault: 'bad-request', refusedField: 'schema' };
  }
  return { fault: 'bad-request' };
}

/** A spending limit that is reached ends at the first of a month: it is no rate to wait for. */
function rateLimit({ code, words, retryAfter }: AnthropicHttpError, now: number): Classification {
  if (code === 'enforced_spend_limit_reached' || /spend limit/i.test(words)) return { fault: 'quota-money' };
  const retryAfterMs = parseRetryAfter(retryAfter, now);
  return { fault: /per day|daily/i.test(words) ? 'quota-day' : 'quota-minute', retryAfterMs };
}

/** A 200 answer, as far as it is looked at. */
export interface AnthropicAnswer {
  readonly text: string;
  readonly stopReason: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Reads a 200 body, thinking blocks left out; null when it has no content, as with empty and HTML bodies. */
export function anthropicAnswer(body: unknown): AnthropicAnswer | null {
  if (!isRecord(body) || !Array.isArray(body.content)) return null;
  const usage = isRecord(body.usage) ? body.usage : {};
  const cached = ['cache_creation_input_tokens', 'cache_read_input_tokens'].map(
    (name) => numberOrNull(usage[name]) ?? 0,
  );
  const input = numberOrNull(usage.input_tokens);
  return {
    text: body.content
      .filter(isRecord)
      .map((block) => (block.type === 'text' ? (stringOrNull(block.text) ?? '') : ''))
      .join(''),
    stopReason: stringOrNull(body.stop_reason),
    model: stringOrNull(body.model),
    inputTokens: input === null ? null : cached.reduce((total, tokens) => total + tokens, input),
    outputTokens: numberOrNull(usage.output_tokens),
  };
}

/** Why a 200 answer cannot be used; null when it can. Bedrock's Converse has the same reasons and some of its own. */
export function stopFinding(answer: Omit<AnthropicAnswer, 'model'>): Finding | null {
  const spent = { inputTokens: answer.inputTokens ?? 0, outputTokens: answer.outputTokens ?? 0 };
  const partialText = answer.text === '' ? null : answer.text;
  const { stopReason } = answer;
  switch (stopReason) {
    case 'max_tokens':
      return { fault: 'truncated', words: 'the answer was cut off at its token limit', partialText, spent };
    case 'model_context_window_exceeded':
      return { fault: 'context-too-long', words: 'prompt and answer fill the context window', partialText, spent };
    case 'refusal':
    case 'content_filtered':
    case 'guardrail_intervened':
      return { fault: 'blocked', words: `the answer was withheld (${stopReason})`, partialText, spent };
    case 'end_turn':
    case 'stop_sequence':
    case null:
      return answer.text.trim() === '' ? { fault: 'malformed', words: 'the answer is empty', spent } : null;
    default:
      return { fault: 'malformed', words: `the answer ended with ${stopReason}`, partialText, spent };
  }
}
