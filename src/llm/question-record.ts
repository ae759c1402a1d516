import { createHash } from 'node:crypto';
import type { ErrorCode, ExitCode } from '../domain/autofix-error.ts';
import type { AttemptRecord, FallbackRecord } from '../domain/repair-outcome.ts';
import type { ChainAnswer } from './chain-answer.ts';
import type { PromptText } from './policies/model-call.ts';
import type { ChainUsage } from './usage-meter.ts';

/** One question to a chain and how it ended, for the run folder: all that a repetition without network needs. */
export interface QuestionRecord {
  /** Names of the chain's providers in their order: a run with several chains tells its records apart by them. */
  readonly providers: readonly string[];
  /** Counted from 1 within the chain. */
  readonly question: number;
  /** Budgets for which a prompt was made, in order, and the digest of each prompt. */
  readonly prompts: readonly { readonly budgetTokens: number; readonly sha256: string }[];
  readonly answer: ChainAnswer | null;
  /** The error that ended the question in place of an answer. */
  readonly error: {
    readonly code: ErrorCode;
    readonly exitCode: ExitCode;
    readonly message: string;
    readonly hint: string;
  } | null;
  /** What this question added. */
  readonly fallbacks: readonly FallbackRecord[];
  readonly unanswered: readonly AttemptRecord[];
  readonly warnings: readonly string[];
  /** What the run had taken when the question ended, all of its chains together: a sum of differences would round. */
  readonly usage: ChainUsage;
}

export function promptDigest({ system, user }: PromptText): string {
  return createHash('sha256').update(`${system}\0${user}`).digest('hex');
}
