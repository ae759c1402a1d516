import type { FaultOptions } from './gemini-replies.ts';
import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';
import { bodyOf, json, tokensOf, unknownFault } from './provider-steps.ts';
import { wireFault } from './wire-faults.ts';

/** Replies of Anthropic's Messages API; forms as in its documentation, texts as seen in public threads where known. */

const LIMITS = {
  'anthropic-ratelimit-requests-limit': '50',
  'anthropic-ratelimit-requests-remaining': '49',
  'anthropic-ratelimit-input-tokens-limit': '450000',
  'anthropic-ratelimit-input-tokens-remaining': '449000',
  'anthropic-ratelimit-input-tokens-reset': '2026-11-22T10:00:01Z',
  'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
};

function error(status: number, type: string, message: string, details?: object, headers = {}): Reply {
  const inner = { type, message, ...(details === undefined ? {} : { details }) };
  const body = { type: 'error', error: inner, request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy' };
  return json(status, body, { ...LIMITS, ...headers });
}

/** What the API refuses before it runs a model; null when the request is in order. */
export function anthropicRefusal({ key, headers, body }: RecordedRequest): Reply | null {
  if (key === '') return error(401, 'authentication_error', 'x-api-key header is required');
  if (headers['anthropic-version'] === undefined) {
    return error(400, 'invalid_request_error', 'anthropic-version: header is required');
  }
  return typeof body.max_tokens === 'number' ? null : error(400, 'invalid_request_error', 'max_tokens: Field required');
}

export interface AnthropicAnswerParts {
  readonly text: string;
  readonly stopReason?: string;
  readonly model?: string | undefined;
  readonly thoughts?: string | undefined;
}

export function anthropicAnswerReply(request: RecordedRequest, parts: AnthropicAnswerParts): Reply {
  const { text, stopReason = 'end_turn', model = request.model, thoughts } = parts;
  const content = [
    ...(thoughts === undefined ? [] : [{ type: 'thinking', thinking: thoughts, signature: 'EqQBCgIYAhIM' }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
  ];
  const body = {
    id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stopReason,
    stop_sequence: null,
    usage: {
      input_tokens: tokensOf(request.prompt),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: tokensOf(text) + tokensOf(thoughts ?? ''),
    },
  };
  return json(200, body, LIMITS);
}

export function anthropicFault(fault: FaultName, request: RecordedRequest, options: FaultOptions): Reply {
  const whole = anthropicAnswerReply(request, { text: '{"analysis": "nothing", "edits": []}' });
  return wireFault(fault, bodyOf(whole), request) ?? errorFault(fault, request, options) ?? answerFault(fault, request);
}

function errorFault(fault: FaultName, { model, key }: RecordedRequest, { retryDelay }: FaultOptions): Reply | null {
  const invalid = 'invalid_request_error';
  const rate = 'rate_limit_error';
  switch (fault) {
    case '429-minute':
      return error(
        429,
        rate,
        `This request would exceed your organization's rate limit of 30,000 input tokens per minute (org: 8a1c2d3e, model: ${model}). For details, refer to: https://docs.claude.com/en/api/rate-limits.`,
        undefined,
        { 'retry-after': String(Number.parseFloat(retryDelay ?? '8')) },
      );
    case '429-plain':
      return error(429, rate, 'Number of requests has exceeded your rate limit.');
    case 'spend-limit':
      return error(
        429,
        rate,
        'Your organization has reached its monthly spend limit. Access resumes at 00:00 UTC on the first day of next month.',
        { error_code: 'enforced_spend_limit_reached' },
      );
    case 'no-credit':
      return error(
        400,
        invalid,
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      );
    case '402':
      return error(402, 'billing_error', 'There is an issue with your billing or payment information.');
    case '529':
      return error(529, 'overloaded_error', 'Overloaded');
    case '503':
      return error(503, 'api_error', 'Service temporarily unavailable');
    case '500':
      return error(500, 'api_error', 'Internal server error');
    case '504':
      return error(504, 'timeout_error', 'Request timed out');
    case 'key-invalid':
      return error(401, 'authentication_error', 'invalid x-api-key');
    case 'key-echo':
      return error(401, 'authentication_error', `invalid x-api-key: ${key}`, { debug: key });
    case '403':
      return error(403, 'permission_error', 'Your API key does not have permission to use the specified resource.');
    case 'location':
      return error(
        403,
        'permission_error',
        'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
      );
    case '404':
      return error(404, 'not_found_error', `model: ${model}`);
    case 'bad-request':
      return error(400, invalid, 'messages.0.content: Field required');
    case 'thinking-refused':
      return error(400, invalid, 'This model does not support the effort parameter.');
    case 'schema-refused':
      return error(400, invalid, 'output_config.format: Structured outputs are not supported by this model.');
    case '413':
      return error(413, 'request_too_large', 'Request exceeds the maximum size');
    case 'context':
      return error(400, invalid, 'prompt is too long: 208310 tokens > 200000 maximum');
    default:
      return null;
  }
}

function answerFault(fault: FaultName, request: RecordedRequest): Reply {
  const partial = '{\n  "analysis": "the import is missing",\n  "edits": [ { "file": "src/a.js", ';
  switch (fault) {
    case 'max-tokens':
      return anthropicAnswerReply(request, { text: partial, stopReason: 'max_tokens' });
    case 'max-tokens-empty':
      return anthropicAnswerReply(request, { text: '', thoughts: 'hmm '.repeat(400), stopReason: 'max_tokens' });
    case 'window-full':
      return anthropicAnswerReply(request, { text: partial, stopReason: 'model_context_window_exceeded' });
    case 'safety':
      return anthropicAnswerReply(request, { text: '', stopReason: 'refusal' });
    case 'tool-use':
      return anthropicAnswerReply(request, { text: '', stopReason: 'tool_use' });
    case 'empty-text':
      return anthropicAnswerReply(request, { text: '' });
    default:
      throw unknownFault('anthropic', fault);
  }
}
