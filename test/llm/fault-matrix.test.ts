import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FAULT_ROWS } from '../support/fault-rows.ts';
import { loadSdks } from '../support/load-sdks.ts';
import type { FaultName } from '../support/provider-steps.ts';
import { ANSWER, type ChainTest, failureOf, KEYS, startChain } from './chain-fixture.ts';

let running: ChainTest | null = null;

beforeAll(loadSdks);

afterEach(async () => {
  await running?.server.close();
  running = null;
});

describe.each(FAULT_ROWS)('a fault of $faulty', ({ faulty, ready, rows }) => {
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
  return /^(hang|slow)/.test(fault) ? { requestTimeoutMs: 1000 } : {};
}

function expectNoKey(trace: string): void {
  for (const key of KEYS) {
    expect(trace).not.toContain(key);
    expect(trace).not.toContain(encodeURIComponent(key));
  }
}
