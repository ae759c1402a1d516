import type { OptionalField } from './model-provider.ts';

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
  | 'price-unknown'
  /** Would break a cap on tokens or cost; a cheaper model or a smaller prompt may not. */
  | 'over-cap'
  | 'sdk-missing'
  | 'context-too-long'
  | 'blocked'
  | 'truncated'
  | 'malformed'
  | 'aborted';

/** Tokens that a failed call took all the same. */
export interface SpentTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

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
  /** How many tokens the provider takes at once, when it refused a prompt as too long and says so. */
  readonly tokenLimit?: number | null;
  /** The part of the request that was refused, when the request can be made without it. */
  readonly refusedField?: OptionalField | null;
  readonly spent?: SpentTokens | null;
  /** Free of keys, like the message: errors of an SDK are not passed on as they are. */
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
  readonly tokenLimit: number | null;
  readonly refusedField: OptionalField | null;
  readonly spent: SpentTokens | null;

  constructor(message: string, details: ProviderErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'ProviderError';
    this.provider = details.provider;
    this.model = details.model;
    this.fault = details.fault;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.partialText = details.partialText ?? null;
    this.tokenLimit = details.tokenLimit ?? null;
    this.refusedField = details.refusedField ?? null;
    this.spent = details.spent ?? null;
  }
}
