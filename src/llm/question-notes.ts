import { AutofixError } from '../domain/autofix-error.ts';
import type { JsonSchema } from '../domain/model-provider.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { ChainAnswer } from './chain-answer.ts';
import type { FallbackLedger } from './fallback-ledger.ts';
import type { PromptMaker } from './policies/model-call.ts';
import { promptDigest, type QuestionRecord } from './question-record.ts';
import type { UsageMeter } from './usage-meter.ts';

/** What a chain is asked once. */
export interface Question {
  readonly promptFor: PromptMaker;
  readonly schema: JsonSchema;
  readonly signal: AbortSignal;
  /** null: any text will do. */
  readonly read: AnswerReader | null;
}

interface NoteParts {
  readonly providers: readonly string[];
  readonly meter: UsageMeter;
  readonly ledger: FallbackLedger;
  /** Every warning of the chain so far. */
  readonly warnings: readonly string[];
  readonly redact: (text: string) => string;
  readonly record: (record: QuestionRecord) => void;
}

/** Wraps the asking of a question so that its record is written, however it ends; questions are asked one by one. */
export function questionNotes({ providers, meter, ledger, warnings, redact, record }: NoteParts) {
  let questions = 0;
  return async (question: Question, ask: (noted: Question) => Promise<ChainAnswer>): Promise<ChainAnswer> => {
    const number = ++questions;
    const before = {
      fallbacks: ledger.records().length,
      unanswered: meter.unanswered().length,
      warnings: warnings.length,
    };
    const prompts: { budgetTokens: number; sha256: string }[] = [];
    const promptFor: PromptMaker = async (budgetTokens) => {
      const prompt = await question.promptFor(budgetTokens);
      prompts.push({ budgetTokens, sha256: promptDigest(prompt) });
      return prompt;
    };
    const write = (answer: ChainAnswer | null, error: QuestionRecord['error']) => {
      const written: QuestionRecord = {
        providers,
        question: number,
        prompts,
        answer: answer === null ? null : { ...answer, text: redact(answer.text) },
        error: error === null ? null : { ...error, message: redact(error.message) },
        fallbacks: ledger.records().slice(before.fallbacks),
        unanswered: meter.unanswered().slice(before.unanswered),
        warnings: warnings.slice(before.warnings),
        usage: meter.usage(),
      };
      try {
        record(written);
      } catch {
        // The exchanges tell that the run folder cannot be written; an answer is not lost for it.
      }
    };
    try {
      const answer = await ask({ ...question, promptFor });
      write(answer, null);
      return answer;
    } catch (error) {
      if (error instanceof AutofixError) {
        const { code, exitCode, message, hint } = error;
        write(null, { code, exitCode, message, hint });
      }
      throw error;
    }
  };
}
