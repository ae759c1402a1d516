import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { AnswerReader } from './answer-reader.ts';
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

export interface StructuredAnswer<Value = unknown> extends ChainAnswer {
  /** What the reader took out of the text; without a reader, JSON that fits the schema. */
  readonly value: Value;
}

/** An answer that the reader has read before, with what it read. Throws an `AutofixError` when it reads it no more. */
export function withValue<Value>(answer: ChainAnswer, read: AnswerReader<Value>): StructuredAnswer<Value> {
  const result = read(answer.text);
  if (result.kind === 'value') return { ...answer, value: result.value };
  throw new AutofixError(`the recorded answer cannot be read: ${result.problem}`, {
    code: 'configuration',
    exitCode: EXIT.usage,
    hint: 'Repeat the run with the version of autofix that it was recorded with.',
  });
}
