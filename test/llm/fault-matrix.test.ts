import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProviderFault } from '../../src/domain/provider-error.ts';
import { loadSdks } from '../support/load-sdks.ts';
import type { FaultName } from '../support/provider-steps.ts';
import { ANSWER, type ChainTest, failureOf, KEYS, startChain } from './chain-fixture.ts';

/** Fault on the wire → class, requests made to the faulty provider, waits in milliseconds before the fallback. */
type Row = readonly [fault: FaultName, provider: ProviderFault, requests: number, sleeps: readonly number[]];

const BACKOFF = [1000, 2000];

const GEMINI: readonly Row[] = [
  ['429-minute', 'quota-minute', 1, []],
  ['429-minute-tokens', 'quota-minute', 1, []],
  ['429-day', 'quota-day', 1, []],
  ['429-mixed', 'quota-day', 1, []],
  ['429-limit-0', 'no-free-tier', 1, []],
  ['429-plain', 'quota-minute', 4, [1000, 2000, 4000]],
  ['402', 'quota-money', 1, []],
  ['503', 'overloaded', 3, BACKOFF],
  ['500', 'server-fault', 3, BACKOFF],
  ['502-html', 'server-fault', 3, BACKOFF],
  ['504', 'server-fault', 3, BACKOFF],
  ['error-200', 'overloaded', 3, BACKOFF],
  ['key-invalid', 'authentication', 1, []],
  ['key-expired', 'authentication', 1, []],
  ['key-leaked', 'authentication', 1, []],
  ['key-echo', 'authentication', 1, []],
  ['403', 'authentication', 1, []],
  ['location', 'not-available-here', 1, []],
  // One request for each of the default models.
  ['404', 'model-gone', 4, []],
  ['404-closed', 'model-gone', 4, []],
  ['bad-request', 'bad-request', 1, []],
  // Once more without the part that was refused.
  ['thinking-refused', 'bad-request', 2, []],
  ['schema-refused', 'bad-request', 2, []],
  // Once more with half the prompt.
  ['413', 'context-too-long', 2, []],
  ['context', 'context-too-long', 2, []],
  // Once more with more room for the answer.
  ['max-tokens', 'truncated', 2, []],
  ['max-tokens-empty', 'truncated', 2, []],
  ['safety', 'blocked', 1, []],
  ['recitation', 'blocked', 1, []],
  ['prohibited', 'blocked', 1, []],
  ['blocked-prompt', 'blocked', 1, []],
  ['no-candidates', 'malformed', 2, [1000]],
  ['malformed', 'malformed', 2, [1000]],
  ['empty-text', 'malformed', 2, [1000]],
  ['truncated-json', 'network', 3, BACKOFF],
  ['empty-200', 'network', 3, BACKOFF],
  ['html-200', 'network', 3, BACKOFF],
  ['reset', 'network', 3, BACKOFF],
  ['reset-body', 'network', 3, BACKOFF],
  ['hang', 'deadline', 2, [1000]],
  ['hang-body', 'deadline', 2, [1000]],
];

const GROQ: readonly Row[] = [
  ['429-minute', 'quota-minute', 1, []],
  ['429-day', 'quota-day', 1, []],
  ['429-plain', 'quota-minute', 4, [1000, 2000, 4000]],
  ['402', 'quota-money', 1, []],
  ['503', 'overloaded', 3, BACKOFF],
  ['498', 'overloaded', 3, BACKOFF],
  ['500', 'server-fault', 3, BACKOFF],
  ['502-html', 'server-fault', 3, BACKOFF],
  ['504', 'server-fault', 3, BACKOFF],
  ['key-invalid', 'authentication', 1, []],
  ['key-expired', 'authentication', 1, []],
  ['key-echo', 'authentication', 1, []],
  ['403', 'authentication', 1, []],
  ['location', 'not-available-here', 1, []],
  ['404', 'model-gone', 1, []],
  ['404-closed', 'model-gone', 1, []],
  ['bad-request', 'bad-request', 1, []],
  ['thinking-refused', 'bad-request', 2, []],
  ['schema-refused', 'bad-request', 2, []],
  ['413', 'context-too-long', 2, []],
  ['context', 'context-too-long', 2, []],
  ['json-validate-failed', 'malformed', 2, [1000]],
  ['json-validate-cut', 'truncated', 2, []],
  ['max-tokens', 'truncated', 2, []],
  ['max-tokens-empty', 'truncated', 2, []],
  ['safety', 'blocked', 1, []],
  ['malformed', 'malformed', 2, [1000]],
  ['empty-text', 'malformed', 2, [1000]],
  ['truncated-json', 'network', 3, BACKOFF],
  ['empty-200', 'network', 3, BACKOFF],
  ['html-200', 'network', 3, BACKOFF],
  ['reset', 'network', 3, BACKOFF],
  ['reset-body', 'network', 3, BACKOFF],
  ['hang', 'deadline', 2, [1000]],
  ['hang-body', 'deadline', 2, [1000]],
];

/** What happens on the way is the same with every SDK. */
const WIRE: readonly Row[] = [
  ['502-html', 'server-fault', 3, BACKOFF],
  ['truncated-json', 'network', 3, BACKOFF],
  ['empty-200', 'network', 3, BACKOFF],
  ['html-200', 'network', 3, BACKOFF],
  ['reset', 'network', 3, BACKOFF],
  ['reset-body', 'network', 3, BACKOFF],
  ['hang', 'deadline', 2, [1000]],
  ['hang-body', 'deadline', 2, [1000]],
];

const ANTHROPIC: readonly Row[] = [
  ['429-minute', 'quota-minute', 1, []],
  ['429-plain', 'quota-minute', 4, [1000, 2000, 4000]],
  ['spend-limit', 'quota-money', 1, []],
  ['no-credit', 'quota-money', 1, []],
  ['402', 'quota-money', 1, []],
  ['529', 'overloaded', 3, BACKOFF],
  ['503', 'overloaded', 3, BACKOFF],
  ['500', 'server-fault', 3, BACKOFF],
  ['504', 'server-fault', 3, BACKOFF],
  ['key-invalid', 'authentication', 1, []],
  ['key-echo', 'authentication', 1, []],
  ['403', 'authentication', 1, []],
  ['location', 'not-available-here', 1, []],
  ['404', 'model-gone', 3, []],
  ['bad-request', 'bad-request', 1, []],
  ['thinking-refused', 'bad-request', 2, []],
  ['schema-refused', 'bad-request', 2, []],
  ['413', 'context-too-long', 2, []],
  ['context', 'context-too-long', 2, []],
  ['window-full', 'context-too-long', 2, []],
  ['max-tokens', 'truncated', 2, []],
  ['max-tokens-empty', 'truncated', 2, []],
  ['safety', 'blocked', 1, []],
  ['tool-use', 'malformed', 2, [1000]],
  ['empty-text', 'malformed', 2, [1000]],
  ...WIRE,
];

const OPENAI: readonly Row[] = [
  ['429-minute', 'quota-minute', 1, []],
  ['429-day', 'quota-day', 1, []],
  ['429-plain', 'quota-minute', 4, [1000, 2000, 4000]],
  ['upstream-429', 'quota-minute', 4, [1000, 2000, 4000]],
  ['no-credit', 'quota-money', 1, []],
  ['402', 'quota-money', 1, []],
  ['503', 'overloaded', 3, BACKOFF],
  ['529', 'overloaded', 3, BACKOFF],
  ['error-200', 'overloaded', 3, BACKOFF],
  ['500', 'server-fault', 3, BACKOFF],
  ['408', 'server-fault', 3, BACKOFF],
  ['key-invalid', 'authentication', 1, []],
  ['key-echo', 'authentication', 1, []],
  ['403', 'authentication', 1, []],
  ['location', 'not-available-here', 1, []],
  ['flagged', 'blocked', 1, []],
  ['404', 'model-gone', 1, []],
  ['404-closed', 'model-gone', 1, []],
  ['bad-request', 'bad-request', 1, []],
  ['thinking-refused', 'bad-request', 2, []],
  // Once without the schema, once without any promise of JSON.
  ['schema-refused', 'bad-request', 3, []],
  ['413', 'context-too-long', 2, []],
  ['context', 'context-too-long', 2, []],
  ['window-full', 'context-too-long', 2, []],
  ['max-tokens', 'truncated', 2, []],
  ['max-tokens-empty', 'truncated', 2, []],
  ['safety', 'blocked', 1, []],
  ['tool-use', 'malformed', 2, [1000]],
  ['empty-text', 'malformed', 2, [1000]],
  ['no-candidates', 'malformed', 2, [1000]],
  ...WIRE,
];

const BEDROCK: readonly Row[] = [
  ['429-plain', 'quota-minute', 4, [1000, 2000, 4000]],
  ['429-day', 'quota-day', 1, []],
  ['402', 'quota-money', 1, []],
  ['503', 'overloaded', 3, BACKOFF],
  ['529', 'overloaded', 3, BACKOFF],
  ['500', 'server-fault', 3, BACKOFF],
  ['408', 'server-fault', 3, BACKOFF],
  ['model-error', 'server-fault', 3, BACKOFF],
  ['key-invalid', 'authentication', 1, []],
  ['key-expired', 'authentication', 1, []],
  ['key-echo', 'authentication', 1, []],
  ['403', 'authentication', 1, []],
  ['no-model-access', 'model-gone', 2, []],
  ['404', 'model-gone', 2, []],
  ['404-closed', 'model-gone', 2, []],
  ['bad-request', 'bad-request', 1, []],
  ['schema-refused', 'bad-request', 2, []],
  ['context', 'context-too-long', 2, []],
  ['window-full', 'context-too-long', 2, []],
  ['max-tokens', 'truncated', 2, []],
  ['safety', 'blocked', 1, []],
  ['prohibited', 'blocked', 1, []],
  ['malformed', 'malformed', 2, [1000]],
  ['empty-text', 'malformed', 2, [1000]],
  ...WIRE,
];

const PROVIDERS = [
  { faulty: 'gemini', ready: 'groq', rows: GEMINI },
  { faulty: 'groq', ready: 'gemini', rows: GROQ },
  { faulty: 'anthropic', ready: 'groq', rows: ANTHROPIC },
  { faulty: 'openai', ready: 'groq', rows: OPENAI },
  { faulty: 'bedrock', ready: 'groq', rows: BEDROCK },
] as const;

let running: ChainTest | null = null;

beforeAll(loadSdks);

afterEach(async () => {
  await running?.server.close();
  running = null;
});

describe.each(PROVIDERS)('a fault of $faulty', ({ faulty, ready, rows }) => {
  it.each(rows)('%s is %s: %d requests, then the other provider', async (fault, expected, requests, sleeps) => {
    running = await startChain(
      { [faulty]: [fault], [ready]: [{ answer: ANSWER }] },
      { order: [faulty, ready], settings: timeLimit(fault) },
    );
    const answer = await running.ask();
    expect(answer).toMatchObject({ provider: ready, text: ANSWER });
    expect(running.server.requestsTo(faulty)).toHaveLength(requests);
    expect(running.server.requestsTo(ready)).toHaveLength(1);
    expect(running.clock.sleeps).toEqual(sleeps);
    expect(running.chain.fallbacks()).toEqual([
      { from: faulty, to: ready, reason: expect.stringMatching(new RegExp(`^${expected}: \\S`)) },
    ]);
    expectNoKey(running.trace());
  });

  it.each(rows)('%s as the only provider ends with exit 3 and the reason', async (fault, expected) => {
    running = await startChain(
      { [faulty]: [fault] },
      { order: [faulty], settings: { longestWaitMs: 0, ...timeLimit(fault) } },
    );
    const error = await failureOf(running.ask());
    expect(error).toMatchObject({ name: 'AutofixError', code: 'providers-exhausted', exitCode: 3 });
    expect(error.message).toContain(`${faulty}: ${expected}: `);
    expect(error.hint.length).toBeGreaterThan(20);
    expect(running.chain.fallbacks()).toEqual([expect.objectContaining({ from: faulty, to: 'offline' })]);
    expect(running.chain.usage().requests).toBe(running.server.requests.length);
    expect(running.exchanges).toHaveLength(running.server.requests.length);
    expectNoKey(running.trace(error));
  });
});

/** A short limit where a test waits for it, an ample one where a slow machine must not reach it. */
function timeLimit(fault: FaultName) {
  return fault.startsWith('hang') ? { requestTimeoutMs: 400 } : {};
}

function expectNoKey(trace: string): void {
  for (const key of KEYS) {
    expect(trace).not.toContain(key);
    expect(trace).not.toContain(encodeURIComponent(key));
  }
}
