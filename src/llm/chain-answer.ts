import type { CacheMark } from './policies/model-call.ts';

/** What a chain of providers answered. */
export interface ChainAnswer {
  readonly text: string;
  readonly provider: string;
  /** The model that answered. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars at list price; null when the price is not known. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
  readonly cache: CacheMark | null;
}

export interface StructuredAnswer extends ChainAnswer {
  /** Fits the schema that was given. */
  readonly value: unknown;
}
