import { isRecord, numberOrNull, stringOrNull } from '../../shared/json.ts';
import type { AnthropicAnswer } from './anthropic-faults.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/** An exception of the AWS SDK, as far as it is looked at. */
export interface BedrockError {
  /** e.g. `ThrottlingException`. */
  readonly name: string;
  /** null when there was no HTTP answer, e.g. without credentials. */
  readonly status: number | null;
  readonly words: string;
}

type Classification = Omit<Finding, 'words' | 'status'>;

/** Reads the SDK's exception; null when it is neither an HTTP error nor about credentials or the region. */
export function bedrockError(error: unknown): BedrockError | null {
  if (!isRecord(error)) return null;
  const metadata = isRecord(error.$metadata) ? error.$metadata : {};
  const status = numberOrNull(metadata.httpStatusCode);
  const name = stringOrNull(error.name) ?? '';
  const words = errorText(error);
  if (status !== null && status >= 300) return { name, status, words };
  return name === 'CredentialsProviderError' || /region is missing/i.test(words) ? { name, status: null, words } : null;
}

/** Class of an exception: by its name, then by status; texts only where one name stands for several things. */
export function bedrockFinding(error: BedrockError): Finding {
  const readable = error.words !== '' && error.words !== 'UnknownError';
  const words = readable ? error.words : `HTTP ${error.status} without a readable text`;
  return { ...(byName({ ...error, words }) ?? byStatus(error)), words, status: error.status };
}

function byName({ name, words }: BedrockError): Classification | null {
  switch (name) {
    case 'ThrottlingException':
      // Bedrock tells no delay; a quota per minute and one per day differ by words alone.
      return { fault: /per day|daily/i.test(words) ? 'quota-day' : 'quota-minute' };
    case 'ServiceQuotaExceededException':
      return { fault: 'quota-money' };
    case 'ServiceUnavailableException':
    case 'ModelNotReadyException':
      return { fault: 'overloaded' };
    case 'InternalServerException':
    case 'ModelTimeoutException':
    case 'ModelErrorException':
      return { fault: 'server-fault' };
    case 'ResourceNotFoundException':
      return { fault: 'model-gone' };
    case 'ValidationException':
      return badRequest(words);
    case 'AccessDeniedException':
      return forbidden(words);
    case 'CredentialsProviderError':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'ExpiredTokenException':
    case 'MissingAuthenticationTokenException':
      return { fault: 'authentication' };
    default:
      return null;
  }
}

function badRequest(words: string): Classification {
  if (/too long|too large|context (length|window)|exceeds? the (maximum|model)/i.test(words)) {
    return { fault: 'context-too-long' };
  }
  // A model that is only served through an inference profile, or whose id is none.
  if (/on-demand throughput|inference profile|model identifier/i.test(words)) return { fault: 'model-gone' };
  if (/effort|thinking/i.test(words)) return { fault: 'bad-request', refusedField: 'thinking' };
  if (/outputconfig|output_config|textformat|schema|structured output/i.test(words)) {
    return { fault: 'bad-request', refusedField: 'schema' };
  }
  return { fault: 'bad-request' };
}

function forbidden(words: string): Classification {
  if (/access to the model/i.test(words)) return { fault: 'model-gone' };
  return { fault: /region|country|location/i.test(words) ? 'not-available-here' : 'authentication' };
}

function byStatus({ status }: BedrockError): Classification {
  if (status === null) return { fault: 'bad-request' };
  // A redirect, which would take the key and the code elsewhere.
  if (status < 400) return { fault: 'unreachable' };
  if (status === 401 || status === 403) return { fault: 'authentication' };
  if (status === 404) return { fault: 'bad-request' };
  if (status === 413) return { fault: 'context-too-long' };
  if (status === 429) return { fault: 'quota-minute' };
  if (status === 503) return { fault: 'overloaded' };
  return { fault: status === 408 || status >= 500 ? 'server-fault' : 'bad-request' };
}

/** Reads an answer of Converse, reasoning left out; null when there is no message in it. */
export function bedrockAnswer(body: unknown): Omit<AnthropicAnswer, 'model'> | null {
  const output = isRecord(body) && isRecord(body.output) ? body.output : {};
  if (!isRecord(body) || !isRecord(output.message)) return null;
  const content = Array.isArray(output.message.content) ? output.message.content.filter(isRecord) : [];
  const usage = isRecord(body.usage) ? body.usage : {};
  return {
    text: content.map((block) => stringOrNull(block.text) ?? '').join(''),
    stopReason: stringOrNull(body.stopReason),
    inputTokens: numberOrNull(usage.inputTokens),
    outputTokens: numberOrNull(usage.outputTokens),
  };
}
