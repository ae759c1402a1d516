import type { ProviderFault } from '../../domain/provider-error.ts';
import { isRecord, numberOrNull, stringOrNull } from '../../shared/json.ts';
import { nextPacificMidnight, parseDuration } from './durations.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/** An HTTP error of the Gemini API: `{ error: { code, message, status, details } }`. */
export interface GeminiHttpError {
  readonly status: number;
  readonly words: string;
  /** The `google.rpc` details: QuotaFailure, RetryInfo, ErrorInfo and so on. */
  readonly details: readonly Record<string, unknown>[];
}

/** A delay above this is no quota per minute, whatever it calls itself (gemini-cli's googleQuotaErrors does the same). */
const LONGEST_MINUTE_MS = 300_000;
const MINUTE_MS = 60_000;

/** Reads the SDK's error, which has the details and repeats them in the text; null when it is no HTTP error. */
export function geminiHttpError(error: unknown): GeminiHttpError | null {
  if (!isRecord(error)) return null;
  const { status, errorDetails } = error;
  if (typeof status !== 'number') return null;
  const details = Array.isArray(errorDetails) ? errorDetails.filter(isRecord) : [];
  const message = errorText(error);
  const body = /\[\d{3}[^\]]*\] ?([\s\S]*)$/.exec(message)?.[1] ?? message;
  const repeated = Array.isArray(errorDetails) ? JSON.stringify(errorDetails) : '';
  const words = repeated !== '' && body.endsWith(repeated) ? body.slice(0, -repeated.length) : body;
  return { status, words: words.trim(), details };
}

/** Class of an HTTP error. `now` is needed because a quota per day ends at midnight in Los Angeles. */
export function geminiFinding(error: GeminiHttpError, now: number): Finding {
  const { status } = error;
  const words = error.words === '' ? `HTTP ${status} without a readable text` : error.words;
  return { ...classify({ ...error, words }, now), words, status };
}

type Classification = Omit<Finding, 'words' | 'status'>;

function classify(error: GeminiHttpError, now: number): Classification {
  const { status, words } = error;
  if (status === 400) return badRequest(error);
  if (status === 401) return { fault: 'authentication' };
  if (status === 402) return { fault: 'quota-money' };
  if (status === 403) return { fault: isAboutLocation(words) ? 'not-available-here' : 'authentication' };
  if (status === 404) return { fault: /model/i.test(words) ? 'model-gone' : 'bad-request' };
  if (status === 413) return { fault: 'context-too-long' };
  if (status === 429) return quota(error, now);
  if (status === 503 || status === 529) return { fault: 'overloaded' };
  return { fault: status === 408 || status >= 500 ? 'server-fault' : 'bad-request' };
}

function badRequest({ words, details }: GeminiHttpError): Classification {
  const reasons = details.map((detail) => stringOrNull(detail.reason));
  if (reasons.includes('API_KEY_INVALID') || /api key (not (valid|found)|expired)/i.test(words)) {
    return { fault: 'authentication' };
  }
  if (isAboutLocation(words)) return { fault: 'not-available-here' };
  const limit = /(?:exceeds the maximum number of tokens allowed \(|only supports up to )(\d+)/.exec(words)?.[1];
  if (limit !== undefined) return { fault: 'context-too-long', tokenLimit: Number(limit) };
  if (/token count .*exceeds|payload size exceeds/i.test(words)) return { fault: 'context-too-long' };
  if (/thinking/i.test(words)) return { fault: 'bad-request', refusedField: 'thinking' };
  if (/schema|response_?mime_?type/i.test(words)) return { fault: 'bad-request', refusedField: 'schema' };
  return { fault: 'bad-request' };
}

function isAboutLocation(words: string): boolean {
  return /location is not supported|not available in your (country|region)|not supported in your (country|region)/i.test(
    words,
  );
}

/**
 * The order matters: a model without a free tier reports every quota as violated, and an exhausted quota per day
 * comes with a `retryDelay` of a few seconds all the same.
 */
function quota({ words, details }: GeminiHttpError, now: number): Classification {
  if (/\blimit: 0\b(?!\.\d)/.test(words)) return { fault: 'no-free-tier' };
  const quotaIds = details.flatMap(violations).map((violation) => stringOrNull(violation.quotaId) ?? '');
  const quotaNames = `${quotaIds.join(' ')} ${words}`;
  if (/PerDay|Daily|per day/i.test(quotaNames)) {
    return { fault: 'quota-day', retryAfterMs: nextPacificMidnight(now) - now };
  }
  if (details.some((detail) => detail.reason === 'MODEL_CAPACITY_EXHAUSTED')) return { fault: 'overloaded' };
  const delay = toldDelay(words, details);
  if (delay !== null) return minuteOrLonger(delay);
  return { fault: 'quota-minute', retryAfterMs: /PerMinute/i.test(quotaNames) ? MINUTE_MS : null };
}

function minuteOrLonger(delay: number): Classification {
  const fault: ProviderFault = delay > LONGEST_MINUTE_MS ? 'quota-day' : 'quota-minute';
  return { fault, retryAfterMs: delay };
}

function violations(detail: Record<string, unknown>): Record<string, unknown>[] {
  const list = detail.violations;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function toldDelay(words: string, details: readonly Record<string, unknown>[]): number | null {
  for (const detail of details) {
    const delay = parseDuration(stringOrNull(detail.retryDelay) ?? '');
    if (delay !== null) return delay;
  }
  return parseDuration(/Please retry in ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)/.exec(words)?.[1] ?? '');
}

/** Reasons for which an answer was withheld, as opposed to cut or broken. Source: FinishReason, Gemini API. */
const BLOCKED = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

/** A 200 answer as the API sends it, as far as it is looked at. */
export interface GeminiAnswer {
  readonly text: string;
  /** As sent; null when there was none. */
  readonly finishReason: string | null;
  readonly blockReason: string | null;
  readonly modelVersion: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Reads a 200 body: thought parts left out, thinking tokens counted as output. */
export function geminiAnswer(body: unknown): GeminiAnswer {
  const answer = isRecord(body) ? body : {};
  const candidate = Array.isArray(answer.candidates) ? answer.candidates.find(isRecord) : undefined;
  const content = isRecord(candidate?.content) ? candidate.content : {};
  const parts = Array.isArray(content.parts) ? content.parts.filter(isRecord) : [];
  const feedback = isRecord(answer.promptFeedback) ? answer.promptFeedback : {};
  const usage = isRecord(answer.usageMetadata) ? answer.usageMetadata : {};
  const written = numberOrNull(usage.candidatesTokenCount);
  const thought = numberOrNull(usage.thoughtsTokenCount);
  return {
    text: parts
      .filter((part) => part.thought !== true)
      .map((part) => stringOrNull(part.text) ?? '')
      .join(''),
    finishReason: stringOrNull(candidate?.finishReason),
    blockReason: stringOrNull(feedback.blockReason),
    modelVersion: stringOrNull(answer.modelVersion),
    inputTokens: numberOrNull(usage.promptTokenCount),
    outputTokens: written === null && thought === null ? null : (written ?? 0) + (thought ?? 0),
  };
}

/** Why a 200 answer cannot be used; null when it can. The SDK reports only some of these, and only from `text()`. */
export function geminiAnswerFinding(answer: GeminiAnswer): Finding | null {
  const spent = { inputTokens: answer.inputTokens ?? 0, outputTokens: answer.outputTokens ?? 0 };
  const partialText = answer.text === '' ? null : answer.text;
  const { finishReason, blockReason } = answer;
  if (blockReason !== null) return { fault: 'blocked', words: `the prompt was blocked (${blockReason})`, spent };
  if (finishReason === 'MAX_TOKENS') {
    return { fault: 'truncated', words: 'the answer was cut off at its token limit', partialText, spent };
  }
  if (finishReason !== null && BLOCKED.has(finishReason)) {
    return { fault: 'blocked', words: `the answer was blocked (${finishReason})`, partialText, spent };
  }
  if (finishReason !== null && finishReason !== 'STOP') {
    return { fault: 'malformed', words: `the answer ended with ${finishReason}`, partialText, spent };
  }
  return answer.text.trim() === '' ? { fault: 'malformed', words: 'the answer is empty', spent } : null;
}
