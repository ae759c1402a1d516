import type { EventSink } from '../../domain/run-event.ts';
import type { AnswerCache } from '../answer-cache.ts';
import type { Clock } from '../clock.ts';
import type { ProviderMemory } from '../provider-memory.ts';
import type { ProviderMetrics } from '../provider-metrics.ts';
import type { UsageMeter } from '../usage-meter.ts';
import { adaptation } from './adaptation.ts';
import { caching } from './caching.ts';
import { caps } from './caps.ts';
import { circuitBreaking } from './circuit-breaker.ts';
import { deadline } from './deadline.ts';
import { keyRotation } from './key-rotation.ts';
import { measuring } from './measuring.ts';
import { metering } from './metering.ts';
import type { Ask, Policy } from './model-call.ts';
import { modelSuccession } from './model-succession.ts';
import { outageMemory } from './outage-memory.ts';
import { rateLimit } from './rate-limit.ts';
import { type ExchangeRecorder, recording } from './recording.ts';
import { retry } from './retry.ts';
import { structured } from './structured.ts';
import { transport } from './transport.ts';

export interface StackParts {
  readonly memory: ProviderMemory;
  readonly meter: UsageMeter;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly record: ExchangeRecorder;
  /** null: every question is asked. */
  readonly cache: AnswerCache | null;
  readonly metrics: ProviderMetrics;
  readonly redact: (text: string) => string;
  readonly random: () => number;
  readonly costIsCapped: boolean;
  readonly requestTimeoutMs: number | null;
}

/** All policies around a provider in their order, the outermost first. The order is stated here and nowhere else. */
export function policyStack(parts: StackParts): Ask {
  const { memory, meter, clock, emit, record, redact, random, cache, metrics } = parts;
  const policies: readonly Policy[] = [
    // Which key, then which model of it: quotas belong to a key, catalogues to an account.
    keyRotation(emit),
    modelSuccession(),
    // These two know every key and model by itself, so they stand inside both; they see a fault only after all tries failed.
    // Told outages are a look into a table, so they come first.
    outageMemory(memory, clock, emit),
    circuitBreaking(),
    // A changed request gets its tries anew; so does one that is asked again because its answer did not fit.
    adaptation(),
    structured(meter, cache, emit),
    // Knows the prompt, and spares all that follows.
    ...(cache === null ? [] : [caching(cache, emit)]),
    retry(clock, emit, random),
    // Refuses what the provider would refuse, so it stands inside what reacts to refusals and outside what counts.
    rateLimit(clock),
    // From here on once for each request that is made.
    caps(meter, clock, parts.costIsCapped),
    metering(meter, clock, emit),
    measuring(metrics),
    recording(record, redact, clock, emit),
    deadline(parts.requestTimeoutMs, clock),
  ];
  return wrapped(policies, transport(clock));
}

/** For `ping`: one real round trip that heeds no memory, with successors for a model that is gone. */
export function pingStack(clock: Clock, requestTimeoutMs: number | null): Ask {
  return wrapped([modelSuccession(), adaptation(), deadline(requestTimeoutMs, clock)], transport(clock));
}

function wrapped(policies: readonly Policy[], innermost: Ask): Ask {
  return policies.reduceRight((next, policy) => policy(next), innermost);
}
