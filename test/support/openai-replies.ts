import type { FaultOptions } from './gemini-replies.ts';
import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';
import { bodyOf, json, tokensOf, unknownFault } from './provider-steps.ts';
import { wireFault } from './wire-faults.ts';

/** Replies of OpenAI and of servers that speak its API; bodies as captured in public threads where known. */

function error(
  status: number,
  message: string,
  type: string,
  code: string | number | null,
  more = {},
  headers = {},
): Reply {
  return json(
    status,
    { error: { message, type, param: null, code, ...more } },
    { 'x-request-id': 'req_123', ...headers },
  );
}

export interface OpenAiAnswerParts {
  readonly text: string;
  readonly finishReason?: string;
  readonly model?: string | undefined;
  readonly thoughts?: string | undefined;
  /** What the server says it has read; left out: the whole prompt. */
  readonly promptTokens?: number | undefined;
}

export function openAiAnswerReply(request: RecordedRequest, parts: OpenAiAnswerParts): Reply {
  const { text, finishReason = 'stop', model = request.model, thoughts = '', promptTokens } = parts;
  const prompt = promptTokens ?? tokensOf(request.prompt);
  const written = tokensOf(text) + tokensOf(thoughts);
  return json(
    200,
    {
      id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
      object: 'chat.completion',
      created: 1763800000,
      model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text === '' ? null : text },
          logprobs: null,
          finish_reason: finishReason,
        },
      ],
      usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
    },
    {
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-remaining-tokens': '199000',
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-reset-tokens': '300ms',
    },
  );
}

export function openAiFault(fault: FaultName, request: RecordedRequest, options: FaultOptions): Reply {
  const whole = openAiAnswerReply(request, { text: '{"analysis": "nothing", "edits": []}' });
  return (
    wireFault(fault, bodyOf(whole), request) ??
    quotaFault(fault, request, options) ??
    errorFault(fault, request) ??
    answerFault(fault, request)
  );
}

function quotaFault(
  fault: FaultName,
  { model }: RecordedRequest,
  { retryDelay = '7.66s' }: FaultOptions,
): Reply | null {
  const after = { 'retry-after': String(Math.ceil(Number.parseFloat(retryDelay))) };
  switch (fault) {
    case '429-minute':
      return error(
        429,
        `Rate limit reached for ${model} in organization org-abc on tokens per min (TPM): Limit 30000, Used 29800, Requested 1500. Please try again in ${retryDelay}. Visit https://platform.openai.com/account/rate-limits to learn more.`,
        'tokens',
        'rate_limit_exceeded',
        {},
        after,
      );
    case '429-day':
      return error(
        429,
        `Rate limit reached for ${model} in organization org-abc on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.`,
        'requests',
        'rate_limit_exceeded',
      );
    case '429-plain':
      return error(429, 'Too Many Requests', 'requests', 'rate_limit_exceeded');
    // OpenRouter: a limit of the provider behind it.
    case 'upstream-429':
      return json(429, {
        error: {
          message: 'Provider returned error',
          code: 429,
          metadata: {
            raw: `${model} is temporarily rate-limited upstream. Please retry shortly.`,
            provider_name: 'Chutes',
          },
        },
        user_id: 'user_1',
      });
    case 'no-credit':
      return error(
        429,
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        'insufficient_quota',
        'insufficient_quota',
      );
    case '402':
      return json(402, {
        error: { message: 'Insufficient credits. Add more using https://openrouter.ai/settings/credits', code: 402 },
        user_id: 'user_1',
      });
    default:
      return null;
  }
}

function errorFault(fault: FaultName, { model, key }: RecordedRequest): Reply | null {
  const invalid = 'invalid_request_error';
  switch (fault) {
    case '503':
      // llama.cpp while it loads the model.
      return json(503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } });
    case '500':
      return error(
        500,
        'The server had an error while processing your request. Sorry about that!',
        'server_error',
        null,
      );
    case '529':
      return json(502, {
        error: {
          message: 'Provider returned error',
          code: 502,
          metadata: { raw: 'upstream connect error', provider_name: 'Chutes' },
        },
      });
    case '408':
      return json(408, { error: { message: 'Request timed out', code: 408 } });
    case 'error-200':
      return json(200, {
        error: { message: 'Provider returned error', code: 502, metadata: { raw: 'ERROR', provider_name: 'Chutes' } },
        user_id: 'user_1',
      });
    case 'key-invalid':
      return error(
        401,
        'Incorrect API key provided: sk-fake-****6789. You can find your API key at https://platform.openai.com/account/api-keys.',
        invalid,
        'invalid_api_key',
      );
    case 'key-echo':
      return error(401, `Incorrect API key provided: ${key}.`, invalid, 'invalid_api_key', { debug: `Bearer ${key}` });
    case '403':
      return error(403, 'You do not have permission to do this.', 'permission_error', null);
    case 'location':
      return error(
        403,
        'Country, region, or territory not supported',
        'request_forbidden',
        'unsupported_country_region_territory',
      );
    case 'flagged':
      return json(403, {
        error: {
          message: 'Input was flagged by moderation',
          code: 403,
          metadata: { reasons: ['violence'], flagged_input: '…' },
        },
      });
    case '404':
      return error(
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        invalid,
        'model_not_found',
      );
    case '404-closed':
      // Ollama.
      return json(404, {
        error: {
          message: `model "${model}" not found, try pulling it first`,
          type: 'api_error',
          param: null,
          code: null,
        },
      });
    case 'bad-request':
      return error(400, 'Invalid request', invalid, null);
    case 'thinking-refused':
      return error(400, 'Unrecognized request argument supplied: reasoning_effort', invalid, null);
    case 'schema-refused':
      return error(
        400,
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        invalid,
        null,
      );
    case '413':
      return error(413, 'Request too large.', invalid, null);
    case 'context':
      return error(
        400,
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9301 tokens. Please reduce the length of the messages.",
        invalid,
        'context_length_exceeded',
      );
    case 'flat-context':
      // vLLM before 0.10: no inner object.
      return json(400, {
        object: 'error',
        message:
          "This model's maximum context length is 8192 tokens. However, you requested 9301 tokens in the messages. Please reduce the length of the messages.",
        type: 'BadRequestError',
        param: null,
        code: 400,
      });
    case 'window-full':
      return json(400, {
        error: {
          code: 400,
          message: 'the request exceeds the available context size, try increasing it',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 9301,
          n_ctx: 4096,
        },
      });
    default:
      return null;
  }
}

function answerFault(fault: FaultName, request: RecordedRequest): Reply {
  const partial = '{\n  "analysis": "the import is missing",\n  "edits": [ { "file": "src/a.js", ';
  switch (fault) {
    case 'max-tokens':
      return openAiAnswerReply(request, { text: partial, finishReason: 'length' });
    case 'max-tokens-empty':
      return openAiAnswerReply(request, { text: '', thoughts: 'hmm '.repeat(400), finishReason: 'length' });
    case 'safety':
      return openAiAnswerReply(request, { text: '', finishReason: 'content_filter' });
    case 'refusal': {
      // Structured outputs: the refusal stands beside the content.
      const message = { role: 'assistant', content: null, refusal: "I'm sorry, I can't assist with that request." };
      return json(200, { model: request.model, choices: [{ index: 0, message, finish_reason: 'stop' }] });
    }
    case 'choice-error': {
      // OpenRouter, when the provider behind it breaks off.
      const broken = { code: 502, message: 'Upstream error' };
      const message = { role: 'assistant', content: partial };
      return json(200, { model: request.model, choices: [{ message, error: broken, finish_reason: 'error' }] });
    }
    case 'tool-use':
      return openAiAnswerReply(request, { text: '', finishReason: 'tool_calls' });
    case 'empty-text':
      return openAiAnswerReply(request, { text: '' });
    case 'no-candidates':
      return json(200, { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: request.model, choices: [] });
    default:
      throw unknownFault('openai', fault);
  }
}
