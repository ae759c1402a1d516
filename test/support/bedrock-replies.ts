import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';
import { bodyOf, json, tokensOf, unknownFault } from './provider-steps.ts';
import { wireFault } from './wire-faults.ts';

/** Replies of AWS Bedrock's Converse; the exception's name travels in a header. */

function error(status: number, name: string, message: string): Reply {
  return json(
    status,
    { message },
    {
      'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
      'x-amzn-requestid': '5c9f6b1e-3a52-4f0f-9b5e-2f1d8c7a6b54',
    },
  );
}

export function bedrockRefusal({ key }: RecordedRequest): Reply | null {
  return key === '' ? error(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token') : null;
}

export function bedrockAnswerReply(
  request: RecordedRequest,
  { text, stopReason = 'end_turn', thoughts }: { text: string; stopReason?: string; thoughts?: string | undefined },
): Reply {
  const inputTokens = tokensOf(request.prompt);
  const outputTokens = tokensOf(text) + tokensOf(thoughts ?? '');
  const thinking = thoughts === undefined ? [] : [{ reasoningContent: { reasoningText: { text: thoughts } } }];
  return json(200, {
    metrics: { latencyMs: 1275 },
    output: { message: { role: 'assistant', content: [...thinking, ...(text === '' ? [] : [{ text }])] } },
    stopReason,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
  });
}

export function bedrockFault(fault: FaultName, request: RecordedRequest): Reply {
  const whole = bedrockAnswerReply(request, { text: '{"analysis": "nothing", "edits": []}' });
  return wireFault(fault, bodyOf(whole), request) ?? errorFault(fault, request) ?? answerFault(fault, request);
}

function errorFault(fault: FaultName, { key }: RecordedRequest): Reply | null {
  switch (fault) {
    case '429-plain':
      return error(429, 'ThrottlingException', 'Too many requests, please wait before trying again.');
    case '429-day':
      return error(429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.');
    case '402':
      return error(400, 'ServiceQuotaExceededException', 'Your request exceeds the service quota for your account.');
    case '503':
      return error(503, 'ServiceUnavailableException', 'The service is currently unavailable. Please try again later.');
    case '529':
      return error(429, 'ModelNotReadyException', 'Model is not ready for inference. Please wait and try again.');
    case '500':
      return error(
        500,
        'InternalServerException',
        'The system encountered an unexpected error during processing. Try your request again.',
      );
    case '408':
      return error(
        408,
        'ModelTimeoutException',
        'Model has timed out in processing the request. Try your request again.',
      );
    case 'model-error':
      return error(
        424,
        'ModelErrorException',
        'The system encountered an unexpected error during processing. Try your request again.',
      );
    case 'key-invalid':
      return error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    case 'key-expired':
      return error(403, 'ExpiredTokenException', 'The security token included in the request is expired');
    case 'key-echo':
      return error(403, 'InvalidSignatureException', `The request signature we calculated does not match: ${key}`);
    case '403':
      return error(403, 'AccessDeniedException', 'User is not authorized to perform: bedrock:InvokeModel');
    case 'no-model-access':
      return error(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.");
    case '404':
      return error(
        404,
        'ResourceNotFoundException',
        'Could not resolve the foundation model from the provided model identifier.',
      );
    case '404-closed':
      return error(
        400,
        'ValidationException',
        'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      );
    case 'bad-request':
      return error(400, 'ValidationException', 'Malformed input request');
    case 'schema-refused':
      return error(400, 'ValidationException', 'The model does not support outputConfig.');
    case 'context':
      return error(400, 'ValidationException', 'Input is too long for requested model.');
    default:
      return null;
  }
}

function answerFault(fault: FaultName, request: RecordedRequest): Reply {
  const partial = '{\n  "analysis": "the import is missing",\n  "edits": [ { "file": "src/a.js", ';
  switch (fault) {
    case 'max-tokens':
      return bedrockAnswerReply(request, { text: partial, stopReason: 'max_tokens' });
    case 'window-full':
      return bedrockAnswerReply(request, { text: partial, stopReason: 'model_context_window_exceeded' });
    case 'safety':
      return bedrockAnswerReply(request, { text: '', stopReason: 'content_filtered' });
    case 'prohibited':
      return bedrockAnswerReply(request, { text: '', stopReason: 'guardrail_intervened' });
    case 'malformed':
      return bedrockAnswerReply(request, { text: '', stopReason: 'malformed_model_output' });
    case 'empty-text':
      return bedrockAnswerReply(request, { text: '' });
    default:
      throw unknownFault('bedrock', fault);
  }
}
