import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { JsonSchema } from '../domain/model-provider.ts';
import type { AttemptRecord, FallbackRecord } from '../domain/repair-outcome.ts';
import type { EventSink } from '../domain/run-event.ts';
import type { AnswerReader } from './answer-reader.ts';
import { type ChainAnswer, withValue } from './chain-answer.ts';
import type { ModelChain } from './model-chain.ts';
import type { PromptMaker } from './policies/model-call.ts';
import { promptDigest, type QuestionRecord } from './question-record.ts';
import { schemaReader } from './schema-check.ts';
import type { ChainUsage } from './usage-meter.ts';

/** What the questions that were played have taken, over all chains of a run. */
export interface ReplayLedger {
  usage: ChainUsage;
  readonly unanswered: AttemptRecord[];
}

export function createReplayLedger(): ReplayLedger {
  return { usage: { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 }, unanswered: [] };
}

/**
 * A chain that gives recorded answers in their order: no network, no key, no clock. It makes each prompt again, and says
 * when one differs from the recorded one. Throws an `AutofixError` `recording-unusable` when the records run out.
 */
export function replayChain(
  records: readonly QuestionRecord[],
  emit: EventSink = () => {},
  ledger: ReplayLedger = createReplayLedger(),
): ModelChain {
  let asked = 0;
  const fallbacks: FallbackRecord[] = [];

  const answerOf = async (promptFor: PromptMaker, signal: AbortSignal): Promise<ChainAnswer> => {
    const record = records[asked++];
    if (record === undefined) {
      signal.throwIfAborted();
      throw ranOut(records.length);
    }
    await comparePrompts(record, promptFor, emit);
    for (const message of record.warnings) emit({ kind: 'warning', message });
    for (const fallback of record.fallbacks) {
      fallbacks.push(fallback);
      emit({ kind: 'fallback', fallback });
    }
    ledger.unanswered.push(...record.unanswered);
    ledger.usage = record.usage;
    // Only now: what was asked before the recorded run was broken off is part of what it took.
    signal.throwIfAborted();
    if (record.answer !== null) return record.answer;
    throw recordedError(record);
  };
  return {
    generate: (promptFor, _schema, signal) => answerOf(promptFor, signal),
    async generateStructured<Value>(
      promptFor: PromptMaker,
      schema: JsonSchema,
      signal: AbortSignal,
      read: AnswerReader<Value> = schemaReader(schema) as AnswerReader<Value>,
    ) {
      return withValue(await answerOf(promptFor, signal), read);
    },
    reject: () => Promise.resolve(),
    usage: () => ledger.usage,
    fallbacks: () => [...fallbacks],
    unanswered: () => [...ledger.unanswered],
  };
}

async function comparePrompts(record: QuestionRecord, promptFor: PromptMaker, emit: EventSink): Promise<void> {
  for (const { budgetTokens, sha256 } of record.prompts) {
    if (promptDigest(await promptFor(budgetTokens)) === sha256) continue;
    const message = `the prompt of question ${record.question} is not the recorded one: the repetition may differ`;
    return emit({ kind: 'warning', message });
  }
}

function recordedError({ error }: QuestionRecord): AutofixError {
  const { message, ...details } = error ?? {
    message: 'the recorded question has neither an answer nor an error',
    code: 'recording-unusable' as const,
    exitCode: EXIT.usage,
    hint: 'Record the run again.',
  };
  return new AutofixError(message, details);
}

function ranOut(recorded: number): AutofixError {
  return new AutofixError(`the run asks more than the ${recorded} recorded questions`, {
    code: 'recording-unusable',
    exitCode: EXIT.usage,
    hint: 'Repeat it with the options and the version of autofix that it was recorded with.',
  });
}
