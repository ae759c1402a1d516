import type { ProviderFault } from '../../domain/provider-error.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import type { EventSink } from '../../domain/run-event.ts';
import type { Clock } from '../clock.ts';
import type { ModelAnswer, ModelCall, Policy } from './model-call.ts';

/** One request and what came of it, for the run folder. Free of keys. */
export interface Exchange {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly provider: string;
  readonly model: string;
  readonly request: {
    readonly system: string;
    readonly user: string;
    readonly maxOutputTokens: number;
    readonly thinking: string;
    readonly without: readonly string[];
  };
  /** null when there was none. */
  readonly answer: ModelAnswer | null;
  readonly failure: {
    readonly fault: ProviderFault;
    readonly status: number | null;
    readonly message: string;
    readonly partialText: string | null;
    readonly retryAfterMs: number | null;
  } | null;
  readonly latencyMs: number;
}

export type ExchangeRecorder = (exchange: Exchange) => void | Promise<void>;

/** Hands every exchange to `record`, with all keys taken out. A record that cannot be kept does not cost the answer. */
export function recording(
  record: ExchangeRecorder,
  redact: (text: string) => string,
  clock: Clock,
  emit: EventSink,
): Policy {
  let told = false;
  return (next) => async (call) => {
    const startedAt = clock.now();
    const keep = async (answer: ModelAnswer | null, error: ProviderError | null) => {
      try {
        await record(redacted(exchangeOf(call, answer, error, startedAt, clock.now()), redact));
      } catch {
        if (!told) emit({ kind: 'warning', message: 'an exchange with a provider could not be recorded' });
        told = true;
      }
    };
    const answer = await next(call).catch(async (error: unknown) => {
      if (error instanceof ProviderError) await keep(null, error);
      throw error;
    });
    await keep(answer, null);
    return answer;
  };
}

function exchangeOf(
  call: ModelCall,
  answer: ModelAnswer | null,
  error: ProviderError | null,
  startedAt: number,
  endedAt: number,
): Exchange {
  const { prompt, maxOutputTokens, thinking, without } = call;
  return {
    startedAt: new Date(startedAt).toISOString(),
    provider: call.configured.provider.name,
    model: call.model,
    request: { system: prompt.system, user: prompt.user, maxOutputTokens, thinking, without },
    answer,
    failure:
      error === null
        ? null
        : {
            fault: error.fault,
            status: error.status,
            message: error.message,
            partialText: error.partialText,
            retryAfterMs: error.retryAfterMs,
          },
    latencyMs: endedAt - startedAt,
  };
}

/** Every text in it, however deep. */
function redacted<Value>(value: Value, redact: (text: string) => string): Value {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? redact(part) : part,
  ) as Value;
}
