import type { FaultOptions } from './gemini-replies.ts';
import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';
import { bodyOf, html, json, tokensOf, unknownFault } from './provider-steps.ts';
import { wireFault } from './wire-faults.ts';

/** Replies of the Groq API, bodies as captured in public threads. */

const ORGANIZATION = 'org_01hq3x0v5zf2r9k7w8m4n6p1ts';
const UPGRADE = 'Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing';

function error(
  status: number,
  message: string,
  type: string,
  code: string | null,
  more: object = {},
  headers: Record<string, string> = {},
): Reply {
  const body = { error: { message, type, ...(code === null ? {} : { code }), ...more } };
  return json(status, body, { ...limitHeaders(8000), ...headers });
}

/** Requests count the day, tokens the minute. */
function limitHeaders(remainingTokens: number): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': '1000',
    'x-ratelimit-limit-tokens': '8000',
    'x-ratelimit-remaining-requests': '998',
    'x-ratelimit-remaining-tokens': String(remainingTokens),
    'x-ratelimit-reset-requests': '2m52.8s',
    'x-ratelimit-reset-tokens': '7.66s',
    'x-request-id': 'req_01jbd6g2qdfw2adyrt2az8hz4w',
  };
}

function rateLimit(model: string, kind: 'TPM' | 'TPD', retryDelay: string, retryAfter: number): Reply {
  const [name, limit] = kind === 'TPM' ? ['tokens per minute', 8000] : ['tokens per day', 200000];
  const message = `Rate limit reached for model \`${model}\` in organization \`${ORGANIZATION}\` service tier \`on_demand\` on ${name} (${kind}): Limit ${limit}, Used ${limit - 950}, Requested 3619. Please try again in ${retryDelay}. ${UPGRADE}`;
  return error(429, message, 'tokens', 'rate_limit_exceeded', {}, { 'retry-after': String(retryAfter) });
}

/** What Groq refuses before it runs a model; null when the request is in order. */
export function groqRefusal({ key, body, prompt, model }: RecordedRequest): Reply | null {
  if (key === '') return error(401, 'Invalid API Key', 'invalid_request_error', 'invalid_api_key');
  const format = body.response_format as
    | { type?: string; json_schema?: { strict?: boolean; schema?: unknown } }
    | undefined;
  if (format?.type === 'json_object' && !/json/i.test(prompt)) {
    return error(
      400,
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'invalid_request_error',
      null,
    );
  }
  if (format?.type !== 'json_schema') return null;
  if (!model.startsWith('openai/gpt-oss')) {
    return error(
      400,
      'This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs#supported-models',
      'invalid_request_error',
      null,
    );
  }
  return format.json_schema?.strict === true && !isStrict(format.json_schema.schema)
    ? error(
        400,
        "invalid JSON schema for response_format: 'answer': `additionalProperties:false` must be set on every object and every property be required",
        'invalid_request_error',
        null,
      )
    : null;
}

function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const { properties, required, additionalProperties, items } = schema as Record<string, unknown>;
  if (properties === undefined) return isStrict(items);
  const names = Object.keys(properties as object);
  const all = Array.isArray(required) && names.every((name) => required.includes(name));
  return all && additionalProperties === false && Object.values(properties as object).every(isStrict);
}

export interface GroqAnswerParts {
  readonly text: string;
  readonly finishReason?: string;
  readonly model?: string | undefined;
  readonly thoughts?: string | undefined;
  readonly tokensLeft?: number | undefined;
}

/** An answer; in JSON mode one that is no JSON becomes an error, as Groq does it. */
export function groqAnswerReply(request: RecordedRequest, parts: GroqAnswerParts): Reply {
  const { text, finishReason = 'stop', model = request.model, thoughts, tokensLeft } = parts;
  if (request.body.response_format !== undefined && finishReason === 'stop' && text !== '' && !isJson(text)) {
    return jsonValidateFailed(text);
  }
  const prompt = tokensOf(request.prompt);
  const written = tokensOf(text) + tokensOf(thoughts ?? '');
  const message = { role: 'assistant', content: text, ...(thoughts === undefined ? {} : { reasoning: thoughts }) };
  return json(
    200,
    {
      id: 'chatcmpl-7a3f0a58-2f2c-4b0f-9d53-1f3b2a9f4e11',
      object: 'chat.completion',
      created: 1795341600,
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
      usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written, total_time: 0.41 },
      system_fingerprint: 'fp_3fc6c3d2a1',
      x_groq: { id: 'req_01jbd6g2qdfw2adyrt2az8hz4w' },
    },
    limitHeaders(tokensLeft ?? Math.max(0, 8000 - prompt - written)),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonValidateFailed(failedGeneration: string): Reply {
  const message = "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.";
  return error(400, message, 'invalid_request_error', 'json_validate_failed', { failed_generation: failedGeneration });
}

export function groqUnknownPath(method: string, path: string): Reply {
  return error(
    404,
    `Unknown request URL: ${method} ${path}. Please check the URL for typos, or see the docs at https://console.groq.com/docs/`,
    'invalid_request_error',
    'unknown_url',
  );
}

export function groqFault(fault: FaultName, request: RecordedRequest, options: FaultOptions): Reply {
  return (
    wireFault(fault, wholeBody(request), request) ??
    quotaFault(fault, request.model, options) ??
    errorFault(fault, request, options) ??
    answerFault(fault, request)
  );
}

function wholeBody(request: RecordedRequest): string {
  const reply = groqAnswerReply(request, { text: '{"analysis": "nothing", "edits": []}' });
  return bodyOf(reply);
}

function quotaFault(fault: FaultName, model: string, { retryDelay }: FaultOptions): Reply | null {
  const seconds = (text: string) => Math.ceil(Number.parseFloat(text));
  switch (fault) {
    case '429-minute':
    case '429-minute-tokens':
      return rateLimit(model, 'TPM', retryDelay ?? '11.455s', seconds(retryDelay ?? '11.455s'));
    case '429-day':
      return rateLimit(model, 'TPD', retryDelay ?? '9m38.016s', 579);
    case '429-plain':
      return error(429, 'Rate limit reached', 'requests', 'rate_limit_exceeded');
    case '402':
      return error(402, 'Your account has no credit left.', 'invalid_request_error', null);
    default:
      return null;
  }
}

function errorFault(fault: FaultName, { model, key }: RecordedRequest, { limit = 8000 }: FaultOptions): Reply | null {
  const invalid = 'invalid_request_error';
  switch (fault) {
    case '503':
      return error(
        503,
        `${model} is currently over capacity. Please try again and back off exponentially. Visit https://groqstatus.com to see if there is an active incident.`,
        'internal_server_error',
        null,
      );
    case '498':
      return error(
        498,
        'Flex tier capacity exceeded for this model. Please try again later.',
        'capacity_exceeded',
        'capacity_exceeded',
      );
    case '500':
      return error(500, 'Internal Server Error', 'internal_server_error', null);
    case '504':
      return html(504, '504 Gateway Time-out');
    case 'key-invalid':
      return error(401, 'Invalid API Key', invalid, 'invalid_api_key');
    case 'key-echo':
      return error(401, `Invalid API Key: ${key}`, invalid, 'invalid_api_key', {
        debug: `Authorization: Bearer ${key}`,
      });
    case 'key-expired':
      return error(401, 'API key has expired', invalid, 'expired_api_key');
    case '403':
      return error(403, 'The organization does not have permission for this.', 'permissions_error', null);
    case 'location':
      return json(403, { error: { message: 'Access denied. Please check your network settings.' } });
    case '404':
      return error(
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        invalid,
        'model_not_found',
      );
    case '404-closed':
      return error(
        400,
        `The model \`${model}\` has been decommissioned and is no longer supported. Please refer to https://console.groq.com/docs/deprecations for a recommendation on which model to use instead.`,
        invalid,
        'model_decommissioned',
      );
    case 'bad-request':
      return error(400, 'Invalid request', invalid, null);
    case 'thinking-refused':
      return error(400, 'reasoning_effort is not supported with this model', invalid, null, {
        param: 'reasoning_effort',
      });
    case 'schema-refused':
      return error(400, 'This model does not support response format `json_schema`.', invalid, null);
    case '413':
      return error(
        413,
        `Request too large for model \`${model}\` in organization \`${ORGANIZATION}\` service tier \`on_demand\` on tokens per minute (TPM): Limit ${limit}, Requested ${limit + 6137}, please reduce your message size and try again. ${UPGRADE}`,
        'tokens',
        'rate_limit_exceeded',
      );
    case 'context':
      return error(400, 'Please reduce the length of the messages or completion.', invalid, 'context_length_exceeded', {
        param: 'messages',
      });
    default:
      return null;
  }
}

function answerFault(fault: FaultName, request: RecordedRequest): Reply {
  const partial = '{\n  "analysis": "the import is missing",\n  "edits": [ { "file": "src/a.js", ';
  switch (fault) {
    case 'json-validate-failed':
      return jsonValidateFailed('{"analysis": "the import is missing", edits: []}');
    case 'json-validate-cut':
      return jsonValidateFailed(partial);
    case 'max-tokens':
      return groqAnswerReply(request, { text: partial, finishReason: 'length' });
    case 'max-tokens-empty':
      return groqAnswerReply(request, { text: '', thoughts: 'hmm '.repeat(400), finishReason: 'length' });
    case 'safety':
      return groqAnswerReply(request, { text: '', finishReason: 'content_filter' });
    case 'empty-text':
      return groqAnswerReply(request, { text: '' });
    case 'malformed':
      return groqAnswerReply(request, { text: '', finishReason: 'tool_calls' });
    default:
      throw unknownFault('groq', fault);
  }
}
