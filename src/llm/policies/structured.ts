import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import { readAnswer } from '../schema-check.ts';
import type { ModelAnswer, ModelCall, Policy } from './model-call.ts';

/** How much of an unusable answer is shown to the model again. */
const LONGEST_SHOWN = 4000;

/**
 * For calls that want a checked value: takes the JSON out of the answer, and asks once more, with what was wrong, when it
 * does not fit the schema. A second unusable answer is the fault `malformed`, so that another provider is asked.
 */
export function structured(emit: EventSink): Policy {
  return (next) => async (call) => {
    const answer = await next(call);
    if (!call.structured) return answer;
    const read = readAnswer(answer.text, call.schema);
    if (read.kind === 'value') return { ...answer, text: JSON.stringify(read.value) };
    const { name, label } = call.configured.provider;
    emit({ kind: 'warning', message: `${name}: ${label}'s answer does not fit (${read.problem}); asked once more` });
    const second = await next(corrected(call, answer.text, read.problem));
    const again = readAnswer(second.text, call.schema);
    if (again.kind === 'problem') throw unusable(call, second, again.problem);
    return { ...together(answer, second), text: JSON.stringify(again.value) };
  };
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
