export type ProviderName = 'gemini' | 'groq' | 'anthropic' | 'openai' | 'bedrock';

/** A request as it reached the server. */
export interface RecordedRequest {
  readonly provider: ProviderName;
  readonly model: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; the text itself when it was none. */
  readonly body: Record<string, unknown>;
  readonly key: string;
  /** System and user text, joined by an empty line. */
  readonly prompt: string;
}

/** The text that the model "writes". */
type AnswerText = string | ((request: RecordedRequest) => string | Promise<string>);

export type FaultName =
  // quotas
  | '429-minute'
  | '429-minute-tokens'
  | '429-day'
  | '429-mixed'
  | '429-limit-0'
  | '429-plain'
  | '402'
  | 'spend-limit'
  | 'no-credit'
  | 'upstream-429'
  // the provider's own troubles
  | '503'
  | '500'
  | '502-html'
  | '504'
  | '498'
  | '529'
  | '408'
  | 'model-error'
  // key, account, place
  | 'key-invalid'
  | 'key-expired'
  | 'key-leaked'
  | 'key-echo'
  | '403'
  | 'location'
  | 'flagged'
  // model and request
  | '404'
  | '404-closed'
  | 'bad-request'
  | 'thinking-refused'
  | 'schema-refused'
  | 'format-refused'
  | 'no-model-access'
  | '413'
  | 'context'
  // answers that cannot be used
  | 'json-validate-failed'
  | 'json-validate-cut'
  | 'window-full'
  | 'flat-context'
  | 'refusal'
  | 'choice-error'
  | 'context-vertex'
  | 'tool-use'
  | 'max-tokens'
  | 'max-tokens-empty'
  | 'safety'
  | 'recitation'
  | 'prohibited'
  | 'blocked-prompt'
  | 'no-candidates'
  | 'malformed'
  | 'empty-text'
  | 'error-200'
  // the wire
  | '204'
  | '418-html'
  | '429-html'
  | '500-detail'
  | '500-endless'
  | '500-error-text'
  | '500-text'
  | '524-html'
  | 'bad-chunk'
  | 'control-words'
  | 'endless-body'
  | 'gzip-bomb'
  | 'gzip-garbage'
  | 'huge-header'
  | 'not-http'
  | 'redirect'
  | 'redirect-page'
  | 'short-length'
  | 'slow-drip'
  | 'sse-200'
  | 'truncated-json'
  | 'empty-200'
  | 'html-200'
  | 'hang'
  | 'hang-body'
  | 'reset'
  | 'reset-body';

/** What a server does with one request. */
export type ProviderStep =
  | FaultName
  | {
      readonly answer: AnswerText;
      /** Put around the answer, or written instead of a bare one. */
      readonly dress?: 'fenced' | 'prose';
      /** Thinking before the answer. */
      readonly thoughts?: string;
      /** Model that answers, when it is not the one that was asked. */
      readonly model?: string;
      /** What the server says that it has read (OpenAI's kind only). */
      readonly promptTokens?: number;
      /** Tokens of the minute that are left, as the headers tell (Groq only). */
      readonly tokensLeft?: number;
      readonly delayMs?: number;
    }
  | {
      readonly fault: FaultName;
      /** As the provider writes a duration: `36s`, `9m38.016s`. */
      readonly retryDelay?: string;
      /** The limit that a refusal names. */
      readonly limit?: number;
      readonly delayMs?: number;
    };

/** What goes over the wire. */
export type Reply =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string | Buffer;
    }
  /** Headers and `body`, then: nothing more, a broken connection, a byte now and then, or no end of bytes. */
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly body: string;
      readonly end: 'silence' | 'reset' | 'drip' | 'endless';
    }
  /** Written to the connection as it is, which is then closed. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const type = { 'content-type': 'application/json; charset=UTF-8' };
  return { kind: 'http', status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

export function html(status: number, title: string): Reply {
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { kind: 'http', status, headers: { 'content-type': 'text/html' }, body };
}

/** The body of a reply that is whole. */
export function bodyOf(reply: Reply): string {
  return reply.kind === 'http' ? String(reply.body) : '';
}

/** Dresses an answer as models do that were asked not to. */
export function dressed(text: string, dress: 'fenced' | 'prose' | undefined): string {
  if (dress === 'fenced') return `\`\`\`json\n${text}\n\`\`\``;
  if (dress === 'prose')
    return `Here is the fix you asked for:\n\n${text}\n\nLet me know if {anything} else is needed.`;
  return text;
}

export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** A fault that a provider's API does not know: a mistake in the test. */
export function unknownFault(provider: string, fault: FaultName): Error {
  return new Error(`${provider} has no fault "${fault}"`);
}
