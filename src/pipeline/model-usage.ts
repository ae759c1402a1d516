/** What requests to providers have taken. */
export interface ModelUsage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of a model that was used is not known. */
  readonly costUsd: number | null;
}

export const NO_USAGE: ModelUsage = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
