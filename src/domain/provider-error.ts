/** Classes of provider faults, each with one reaction: see `llm/reactions.ts`. */
export type ProviderFault =
  | 'quota-minute'
  | 'quota-day'
  | 'quota-money'
  | 'no-free-tier'
  | 'overloaded'
  | 'server-fault'
  | 'network'
  | 'unreachable'
  | 'deadline'
  | 'authentication'
  | 'not-available-here'
  | 'model-gone'
  | 'bad-request'
  | 'context-too-long'
  | 'blocked'
  | 'truncated'
  | 'malformed'
  | 'aborted';

export interface ProviderErrorDetails {
  readonly provider: string;
  readonly model: string;
  readonly fault: ProviderFault;
  /** HTTP status, when there was one. */
  readonly status?: number | null;
  /** How long the provider says to wait, in milliseconds. */
  readonly retryAfterMs?: number | null;
  /** Text of an answer that came but cannot be used (truncated, malformed), for the run folder and for repair. */
  readonly partialText?: string | null;
  readonly cause?: unknown;
}

/** A provider's failure in our own words; the message never holds a key. */
export class ProviderError extends Error {
  readonly provider: string;
  readonly model: string;
  readonly fault: ProviderFault;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly partialText: string | null;

  constructor(message: string, details: ProviderErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'ProviderError';
    this.provider = details.provider;
    this.model = details.model;
    this.fault = details.fault;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.partialText = details.partialText ?? null;
  }
}
