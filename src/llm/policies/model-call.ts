import type { Completion, JsonSchema, OptionalField } from '../../domain/model-provider.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { ConfiguredProvider } from '../configured-provider.ts';

/** The two texts of a prompt. */
export interface PromptText {
  readonly system: string;
  readonly user: string;
}

/** Makes a prompt that fits a budget of estimated tokens. */
export type PromptMaker = (budgetTokens: number) => Promise<PromptText>;

export const UNMADE_PROMPT: PromptText = { system: '', user: '' };

/** One question on its way to a provider. Policies hand it on, some with a part changed. */
export interface ModelCall {
  readonly configured: ConfiguredProvider;
  readonly model: string;
  readonly apiKey: string;
  /** Made by the adaptation policy for the budget; until then `UNMADE_PROMPT`, so that a refused call costs no prompt. */
  readonly prompt: PromptText;
  readonly promptFor: PromptMaker;
  readonly budgetTokens: number;
  readonly schema: JsonSchema;
  readonly maxOutputTokens: number;
  readonly thinking: 'default' | 'least';
  readonly without: readonly OptionalField[];
  /** Reads the answer; what it cannot read is asked for once more. null: any text will do. */
  readonly read: AnswerReader | null;
  readonly signal: AbortSignal;
}

export interface ModelAnswer extends Completion {
  /** Where the answer is kept, and whether it came from there; null: no cache. */
  readonly cache: CacheMark | null;
  /** US dollars at list price; null when the price is not known. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

export interface CacheMark {
  readonly key: string;
  readonly hit: boolean;
}

/** The one interface that all policies share. Rejects with a `ProviderError`, or an `AutofixError` that ends the run. */
export type Ask = (call: ModelCall) => Promise<ModelAnswer>;

/** A decorator: adds one rule around whatever comes after it. */
export type Policy = (next: Ask) => Ask;

/** Estimated tokens that a call sends, the schema included. */
export function promptTokens(call: ModelCall): number {
  return estimateTokens(call.prompt.system + call.prompt.user) + estimateTokens(JSON.stringify(call.schema));
}
