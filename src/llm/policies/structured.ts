import { ProviderError } from '../../domain/provider-error.ts';
import type { AttemptRecord } from '../../domain/repair-outcome.ts';
import type { EventSink } from '../../domain/run-event.ts';
import type { AnswerCache } from '../answer-cache.ts';
import type { UsageMeter } from '../usage-meter.ts';
import type { ModelAnswer, ModelCall, Policy } from './model-call.ts';

/** How much of an unusable answer is shown to the model again. */
const LONGEST_SHOWN = 4000;

/**
 * For calls that want a value: an answer that cannot be read is asked for once more, with what was wrong. A second
 * unusable answer is the fault `malformed`, so that another provider is asked. The cache keeps neither.
 */
export function structured(meter: UsageMeter, cache: AnswerCache | null, emit: EventSink): Policy {
  const putAside = async (call: ModelCall, answer: ModelAnswer, problem: string) => {
    meter.noteUnanswered(unusableAttempt(call, answer, problem));
    if (answer.cache !== null) await cache?.forget(answer.cache.key);
  };
  return (next) => async (call) => {
    const answer = await next(call);
    const read = call.read?.(answer.text);
    if (read === undefined || read.kind === 'value') return answer;
    await putAside(call, answer, read.problem);
    const { name, label } = call.configured.provider;
    emit({ kind: 'warning', message: `${name}: ${label}'s answer does not fit (${read.problem}); asked once more` });
    const second = await next(corrected(call, answer.text, read.problem));
    const again = call.read?.(second.text);
    if (again?.kind !== 'problem') return together(answer, second);
    await putAside(call, second, again.problem);
    throw unusable(call, second, again.problem);
  };
}

/** The requests are counted where they are made; this keeps what became of one for the result. */
function unusableAttempt({ configured }: ModelCall, answer: ModelAnswer, problem: string): AttemptRecord {
  const { model, inputTokens, outputTokens, costUsd, latencyMs } = answer;
  const common = { provider: configured.provider.name, model, inputTokens, outputTokens, costUsd, latencyMs };
  return { ...common, verdict: 'no-answer', reason: `malformed: ${problem}` };
}

function corrected(call: ModelCall, text: string, problem: string): ModelCall {
  const shown = text.slice(0, LONGEST_SHOWN);
  const user = `${call.prompt.user}\n\nYou answered this before:\n${shown}\n\nIt cannot be used: ${problem}. Answer again with one whole JSON object of the asked form and nothing else.`;
  return { ...call, prompt: { system: call.prompt.system, user } };
}

function together(first: ModelAnswer, second: ModelAnswer): ModelAnswer {
  return {
    ...second,
    inputTokens: first.inputTokens + second.inputTokens,
    outputTokens: first.outputTokens + second.outputTokens,
    costUsd: first.costUsd === null || second.costUsd === null ? null : first.costUsd + second.costUsd,
    latencyMs: first.latencyMs + second.latencyMs,
  };
}

function unusable({ configured, model }: ModelCall, { text }: ModelAnswer, problem: string): ProviderError {
  return new ProviderError(problem, {
    provider: configured.provider.name,
    model,
    fault: 'malformed',
    partialText: text,
  });
}
