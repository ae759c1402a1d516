import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANSWER, type ChainTest, failureOf, startChain } from './chain-fixture.ts';

let running: ChainTest | null = null;

// The breaker looks at the time itself; only the date is ours, so that sockets and timers go on.
beforeEach(() => {
  jest.useFakeTimers({
    now: Date.parse('2026-11-22T10:00:00Z'),
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
});

afterEach(async () => {
  jest.useRealTimers();
  await running?.server.close();
  running = null;
});

const requests = (test: ChainTest) => test.server.requests.length;

describe('the circuit breaker', () => {
  it('leaves a model alone that fails question after question, and tries it once when its time is over', async () => {
    running = await startChain({ groq: ['500'] }, { order: ['groq'] });
    await failureOf(running.ask());
    await failureOf(running.ask());
    expect(requests(running)).toBe(6);
    const refused = await failureOf(running.ask());
    expect(requests(running)).toBe(6);
    expect(refused).toMatchObject({ code: 'providers-exhausted', exitCode: 3 });
    expect(refused.message).toContain('server-fault');
    jest.setSystemTime(Date.now() + 61_000);
    await failureOf(running.ask());
    // The trial failed: three tries, and the circuit is open again.
    expect(requests(running)).toBe(9);
    await failureOf(running.ask());
    expect(requests(running)).toBe(9);
  });

  it('closes after an answer', async () => {
    const fault = '500';
    running = await startChain(
      { groq: [fault, fault, fault, { answer: ANSWER }, fault, fault, fault, { answer: ANSWER }] },
      { order: ['groq'] },
    );
    await failureOf(running.ask());
    await running.ask();
    // Past the limits per minute, which are none of the breaker's.
    running.clock.advance(61_000);
    await failureOf(running.ask());
    expect(await running.ask()).toMatchObject({ provider: 'groq' });
  });

  it('counts no fault that the question itself brought', async () => {
    running = await startChain({ groq: ['bad-request'] }, { order: ['groq'] });
    for (let question = 1; question <= 4; question++) {
      await failureOf(running.ask());
      expect(requests(running)).toBe(question);
    }
  });
});
