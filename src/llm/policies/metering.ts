import { ProviderError, type SpentTokens } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import type { Clock } from '../clock.ts';
import { costOf, priceOf } from '../model-facts.ts';
import { MODELS_AS_OF } from '../tables/models.ts';
import type { UsageMeter } from '../usage-meter.ts';
import { type ModelCall, type Policy, promptTokens } from './model-call.ts';

/** Announces each request and counts what it took, answered or not. */
export function metering(meter: UsageMeter, clock: Clock, emit: EventSink): Policy {
  const unpriced = new Set<string>();
  return (next) => async (call) => {
    const provider = call.configured.provider.name;
    emit({ kind: 'request-started', provider, model: call.model, promptTokens: promptTokens(call) });
    const startedAt = clock.now();
    try {
      const answer = await next(call);
      meter.count(answer);
      if (answer.costUsd === null && !unpriced.has(call.model)) {
        unpriced.add(call.model);
        emit({
          kind: 'warning',
          message: `the price of ${call.model} is not known (table of ${MODELS_AS_OF}): the cost of this run is not complete`,
        });
      }
      return answer;
    } catch (error) {
      // A missing package made no request.
      if (error instanceof ProviderError && error.fault !== 'sdk-missing')
        countFailure(meter, call, error, clock, startedAt);
      throw error;
    }
  };
}

function countFailure(meter: UsageMeter, call: ModelCall, error: ProviderError, clock: Clock, startedAt: number): void {
  const { inputTokens, outputTokens } = spentBy(error, call);
  const price = priceOf(call.configured.provider.name, call.model, clock.now());
  const nothing = inputTokens + outputTokens === 0;
  const costUsd = nothing ? 0 : price === null ? null : costOf(price, inputTokens, outputTokens);
  meter.count({ inputTokens, outputTokens, costUsd });
  meter.noteUnanswered({
    provider: error.provider,
    model: error.model,
    verdict: 'no-answer',
    inputTokens,
    outputTokens,
    costUsd,
    latencyMs: clock.now() - startedAt,
    reason: `${error.fault}: ${error.message}`,
  });
}

/** Estimated where the provider does not tell: a request that was worked on is paid for, answered or not. */
function spentBy(error: ProviderError, call: ModelCall): SpentTokens {
  if (error.spent !== null) return error.spent;
  const workedOn = error.partialText !== null || error.fault === 'deadline';
  return { inputTokens: workedOn ? promptTokens(call) : 0, outputTokens: estimateTokens(error.partialText ?? '') };
}
