import { isRecord, numberOrNull, stringOrNull } from '../../shared/json.ts';
import type { Finding } from './provider-failure.ts';

/** A 200 answer of a chat completions API (OpenAI, Groq and their like), as far as it is looked at. */
export interface ChatAnswer {
  readonly text: string;
  readonly finishReason: string | null;
  /** What a model says in place of an answer that it will not give. */
  readonly refusal: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Reads a 200 body; null when it has no choices, as with the SDKs' results for empty and HTML bodies. */
export function chatAnswer(body: unknown): ChatAnswer | null {
  if (!isRecord(body) || !Array.isArray(body.choices)) return null;
  const choice = body.choices.find(isRecord) ?? {};
  const message = isRecord(choice.message) ? choice.message : {};
  const usage = isRecord(body.usage) ? body.usage : {};
  return {
    text: stringOrNull(message.content) ?? '',
    finishReason: stringOrNull(choice.finish_reason),
    refusal: stringOrNull(message.refusal),
    model: stringOrNull(body.model),
    inputTokens: numberOrNull(usage.prompt_tokens),
    outputTokens: numberOrNull(usage.completion_tokens),
  };
}

/** Why a 200 answer cannot be used; null when it can. */
export function chatAnswerFinding(answer: ChatAnswer): Finding | null {
  const spent = { inputTokens: answer.inputTokens ?? 0, outputTokens: answer.outputTokens ?? 0 };
  const partialText = answer.text === '' ? null : answer.text;
  const { finishReason } = answer;
  if (finishReason === 'length') {
    return { fault: 'truncated', words: 'the answer was cut off at its token limit', partialText, spent };
  }
  if (finishReason === 'content_filter') {
    return { fault: 'blocked', words: 'the answer was blocked (content_filter)', partialText, spent };
  }
  if (answer.refusal !== null && answer.refusal !== '' && answer.text === '') {
    return { fault: 'blocked', words: `the model refused: ${answer.refusal}`, spent };
  }
  if (finishReason !== null && finishReason !== 'stop') {
    return { fault: 'malformed', words: `the answer ended with ${finishReason}`, partialText, spent };
  }
  return answer.text.trim() === '' ? { fault: 'malformed', words: 'the answer is empty', spent } : null;
}
