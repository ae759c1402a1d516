import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { ProviderError, type ProviderFault } from '../../domain/provider-error.ts';
import { outageScope } from '../provider-memory.ts';
import { REACTIONS } from '../reactions.ts';
import type { ModelCall, Policy } from './model-call.ts';

/** Questions in a row that failed in spite of their retries, after which the circuit opens. */
const FAILURES_IN_A_ROW = 2;
/** How long an open circuit lets nothing through, in milliseconds; then one question is its trial. */
const OPEN_MS = 60_000;

/** The circuit of one model of a key, and what opened it. */
interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  lastFault: ProviderFault | null;
}

/**
 * Leaves a model alone that fails question after question without a word about when it will be back: each such question
 * would cost its retries and their waits. Counts questions, not requests, so it stands outside the retries.
 */
export function circuitBreaking(): Policy {
  const circuits = new Map<string, Circuit>();
  return (next) => async (call) => {
    const scope = outageScope(call.configured, call.apiKey, call.model);
    const circuit = circuits.get(scope) ?? newCircuit();
    circuits.set(scope, circuit);
    try {
      return await circuit.policy.execute(() => next(call));
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw refusal(call, circuit.lastFault ?? 'server-fault');
      if (error instanceof ProviderError) circuit.lastFault = error.fault;
      throw error;
    }
  };
}

function newCircuit(): Circuit {
  const policy = circuitBreaker(handleWhen(isRepeatable), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  return { policy, lastFault: null };
}

function isRepeatable(error: Error): boolean {
  return error instanceof ProviderError && REACTIONS[error.fault].breaker.kind === 'repeated';
}

function refusal({ configured, model }: ModelCall, fault: ProviderFault): ProviderError {
  const words = `it failed ${FAILURES_IN_A_ROW} questions in a row; asked again after ${OPEN_MS / 1000} s`;
  return new ProviderError(words, { provider: configured.provider.name, model, fault });
}
