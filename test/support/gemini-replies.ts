import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';
import { bodyOf, html, json, tokensOf, unknownFault } from './provider-steps.ts';
import { wireFault } from './wire-faults.ts';

/** Replies of the Gemini Developer API, bodies as captured in public threads. */

const rpc = (type: string, fields: object) => ({ '@type': `type.googleapis.com/google.rpc.${type}`, ...fields });

const HEADERS = {
  vary: 'Origin, X-Origin, Referer',
  server: 'scaffolding on HTTPServer2',
  'x-frame-options': 'SAMEORIGIN',
};

function error(code: number, status: string, message: string, details?: readonly object[]): Reply {
  return json(code, { error: { code, message, status, ...(details === undefined ? {} : { details }) } }, HEADERS);
}

interface Violation {
  readonly metric: string;
  readonly quotaId: string;
  /** null where the API leaves it out: a limit of 0. */
  readonly value: number | null;
}

const MINUTE: Violation = {
  metric: 'generate_content_free_tier_requests',
  quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
  value: 10,
};
const MINUTE_TOKENS: Violation = {
  metric: 'generate_content_free_tier_input_token_count',
  quotaId: 'GenerateContentInputTokensPerModelPerMinute-FreeTier',
  value: 250000,
};
const DAY: Violation = {
  metric: 'generate_content_free_tier_requests',
  quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
  value: 20,
};

function quota(model: string, violations: readonly Violation[], retryDelay: string): Reply {
  const lines = violations.map(({ metric, value }) => {
    return `* Quota exceeded for metric: generativelanguage.googleapis.com/${metric}, limit: ${value ?? 0}, model: ${model}`;
  });
  const message = `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/rate-limit. \n${lines.join('\n')}\nPlease retry in ${retryDelay.replace(/s$/, '.185908122s')}.`;
  return error(429, 'RESOURCE_EXHAUSTED', message, [
    rpc('Help', {
      links: [
        { description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' },
      ],
    }),
    rpc('QuotaFailure', {
      violations: violations.map(({ metric, quotaId, value }) => ({
        quotaMetric: `generativelanguage.googleapis.com/${metric}`,
        quotaId,
        quotaDimensions: { location: 'global', model },
        ...(value === null ? {} : { quotaValue: String(value) }),
      })),
    }),
    rpc('RetryInfo', { retryDelay }),
  ]);
}

function keyError(message: string, detail?: string): Reply {
  return error(400, 'INVALID_ARGUMENT', message, [
    rpc('ErrorInfo', {
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
      metadata: { service: 'generativelanguage.googleapis.com' },
    }),
    ...(detail === undefined ? [] : [rpc('DebugInfo', { detail })]),
  ]);
}

export interface GeminiAnswerParts {
  readonly text: string;
  readonly thoughts?: string | undefined;
  readonly finishReason?: string;
  readonly modelVersion?: string | undefined;
}

export function geminiAnswerReply(request: RecordedRequest, parts: GeminiAnswerParts): Reply {
  const { text, thoughts, finishReason = 'STOP', modelVersion = request.model } = parts;
  const content = [
    ...(thoughts === undefined ? [] : [{ text: thoughts, thought: true }]),
    ...(text === '' ? [] : [{ text }]),
  ];
  const written = tokensOf(text);
  const thought = tokensOf(thoughts ?? '');
  const prompt = tokensOf(request.prompt);
  return json(200, {
    candidates: [
      { content: { ...(content.length === 0 ? {} : { parts: content }), role: 'model' }, finishReason, index: 0 },
    ],
    usageMetadata: {
      promptTokenCount: prompt,
      ...(written === 0 ? {} : { candidatesTokenCount: written }),
      totalTokenCount: prompt + written + thought,
      ...(thought === 0 ? {} : { thoughtsTokenCount: thought }),
    },
    modelVersion,
    responseId: 'mAkhaeXJFIi9nvgPscqLmAM',
  });
}

/** The fields that the API knows; it refuses a request with any other. */
const CONFIG_FIELDS = new Set(
  'responseMimeType responseSchema responseJsonSchema maxOutputTokens stopSequences temperature topP topK candidateCount thinkingConfig'.split(
    ' ',
  ),
);

/** What the API refuses before it looks at a quota or runs a model; null when the request is in order. */
export function geminiRefusal(request: RecordedRequest): Reply | null {
  if (request.key === '') {
    return error(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  }
  const config = request.body.generationConfig ?? {};
  const unknown = Object.keys(config).find((field) => !CONFIG_FIELDS.has(field));
  if (unknown === undefined) return null;
  return error(
    400,
    'INVALID_ARGUMENT',
    `Invalid JSON payload received. Unknown name "${unknown}" at 'generation_config': Cannot find field.`,
  );
}

export function geminiUnknownPath(): Reply {
  return html(404, 'Error 404 (Not Found)!!1');
}

export interface FaultOptions {
  readonly retryDelay?: string | undefined;
  readonly limit?: number | undefined;
}

export function geminiFault(fault: FaultName, request: RecordedRequest, options: FaultOptions): Reply {
  const partial = '{"analysis": "the import is missing", "edits": [{"file": "src/a.js", "find": "const';
  return (
    wireFault(fault, wholeBody(request), request) ??
    quotaFault(fault, request.model, options) ??
    errorFault(fault, request, options) ??
    answerFault(fault, request, partial)
  );
}

function wholeBody(request: RecordedRequest): string {
  const reply = geminiAnswerReply(request, { text: '{"analysis": "nothing", "edits": []}' });
  return bodyOf(reply);
}

function quotaFault(fault: FaultName, model: string, { retryDelay }: FaultOptions): Reply | null {
  const none = (violation: Violation) => ({ ...violation, value: null });
  switch (fault) {
    case '429-minute':
      return quota(model, [MINUTE], retryDelay ?? '37s');
    case '429-minute-tokens':
      return quota(model, [MINUTE_TOKENS], retryDelay ?? '41s');
    case '429-day':
      return quota(model, [DAY], retryDelay ?? '36s');
    case '429-mixed':
      return quota(model, [MINUTE, DAY, MINUTE_TOKENS], retryDelay ?? '47s');
    case '429-limit-0':
      return quota(model, [none(DAY), none(MINUTE), none(MINUTE_TOKENS)], retryDelay ?? '55s');
    case '429-plain':
      return error(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).');
    case '402':
      return error(
        402,
        'RESOURCE_EXHAUSTED',
        'Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.',
      );
    default:
      return null;
  }
}

function errorFault(fault: FaultName, { model, key }: RecordedRequest, { limit }: FaultOptions): Reply | null {
  switch (fault) {
    case '503':
      return error(
        503,
        'UNAVAILABLE',
        'This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.',
      );
    case '500':
      return error(
        500,
        'INTERNAL',
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
      );
    case '504':
      return error(504, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.');
    case 'key-invalid':
      return keyError('API key not valid. Please pass a valid API key.');
    case 'key-expired':
      return keyError('API key expired. Please renew the API key.');
    case 'key-echo':
      return keyError(`API key not valid. Please pass a valid API key: ${key}`, `Invalid API key: ${key}`);
    case 'key-leaked':
      return error(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.');
    case '403':
      return error(
        403,
        'PERMISSION_DENIED',
        'Generative Language API has not been used in project 000000000000 before or it is disabled.',
      );
    case 'location':
      return error(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.');
    case '404':
      return error(
        404,
        'NOT_FOUND',
        `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
      );
    case '404-closed':
      return error(
        404,
        'NOT_FOUND',
        `This model models/${model} is no longer available to new users. Please update your code to use a newer model for the latest features and improvements.`,
      );
    case 'bad-request':
      return error(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
    case 'thinking-refused':
      return error(400, 'INVALID_ARGUMENT', `Thinking level LOW is not supported for this model.`);
    case 'schema-refused':
      return error(
        400,
        'INVALID_ARGUMENT',
        `Invalid value at 'generation_config.response_schema': too many states for serving.`,
      );
    case '413':
      return error(400, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.');
    case 'context-vertex':
      return error(
        400,
        'INVALID_ARGUMENT',
        'Unable to submit request because the input token count is 1200293 but model only supports up to 1048576. Reduce the input token count and try again.',
      );
    case 'context': {
      const most = limit ?? 1048576;
      return error(
        400,
        'INVALID_ARGUMENT',
        `The input token count (${most + 1234}) exceeds the maximum number of tokens allowed (${most}).`,
      );
    }
    default:
      return null;
  }
}

function answerFault(fault: FaultName, request: RecordedRequest, partial: string): Reply {
  const ended = (finishReason: string, text = '') => geminiAnswerReply(request, { text, finishReason });
  switch (fault) {
    case 'max-tokens':
      return ended('MAX_TOKENS', partial);
    case 'max-tokens-empty':
      return geminiAnswerReply(request, { text: '', thoughts: 'hmm '.repeat(400), finishReason: 'MAX_TOKENS' });
    case 'safety':
      return ended('SAFETY');
    case 'recitation':
      return ended('RECITATION');
    case 'prohibited':
      return ended('PROHIBITED_CONTENT');
    case 'malformed':
      return ended('MALFORMED_RESPONSE');
    case 'empty-text':
      return ended('STOP');
    case 'blocked-prompt':
      return json(200, {
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
        usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
      });
    case 'no-candidates':
      return json(200, { usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 }, modelVersion: request.model });
    case 'error-200':
      return json(200, {
        error: { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' },
      });
    default:
      throw unknownFault('gemini', fault);
  }
}
