import type { Edit } from './edit.ts';

/** Who proposed a patch: a model of a provider, or an operator of the offline engine. */
export type PatchOrigin =
  | { readonly kind: 'llm'; readonly provider: string; readonly model: string }
  | { readonly kind: 'offline'; readonly operator: string };

/** A proposed repair: all of its edits apply, or none. */
export interface CandidatePatch {
  readonly edits: readonly Edit[];
  /** Why this should repair the fault, in a sentence or two. */
  readonly rationale: string;
  readonly origin: PatchOrigin;
  /** Set when an answer came but holds no patch: then `edits` is empty and the judge rules `invalid`. */
  readonly noPatch?: { readonly kind: 'cannot-fix'; readonly reason: string };
  /** Further answers to the same question follow: the best of them all is taken. */
  readonly moreToCome?: boolean;
  /** What the generator spent on it; absent for candidates that cost nothing. */
  readonly cost?: CandidateCost;
}

export interface CandidateCost {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of the model is not known. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

export function originName(origin: PatchOrigin): string {
  return origin.kind === 'llm' ? `${origin.provider} ${origin.model}` : `offline ${origin.operator}`;
}
