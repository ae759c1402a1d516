import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProviderScript } from '../support/provider-server.ts';
import { ANSWER, type ChainTest, type ChainTestOptions, failureOf, startChain } from './chain-fixture.ts';

const running: ChainTest[] = [];

async function start(script: ProviderScript, options: ChainTestOptions = {}): Promise<ChainTest> {
  const test = await startChain(script, options);
  running.push(test);
  return test;
}

afterEach(async () => {
  for (const test of running.splice(0)) await test.server.close();
});

const waits = ({ events }: ChainTest) => events.flatMap((event) => (event.kind === 'waiting' ? [event.waitMs] : []));

describe('the rate limit', () => {
  it('lets 30 requests a minute go to Groq and tells the wait for the next one', async () => {
    const test = await start({ groq: [{ answer: ANSWER }] }, { order: ['groq'] });
    for (let question = 0; question < 30; question++) {
      await test.ask();
      test.clock.advance(100);
    }
    expect(waits(test)).toEqual([]);
    await test.ask();
    // The first request leaves the window a minute after it was made.
    expect(waits(test)).toEqual([57_000]);
    expect(test.server.requests).toHaveLength(31);
    expect(test.chain.usage().requests).toBe(31);
  });

  it('takes a ready fallback rather than a long wait', async () => {
    const options = { order: ['groq', 'gemini'], environment: { GROQ_REQUESTS_PER_MINUTE: '2' } };
    const test = await start({ groq: [{ answer: ANSWER }], gemini: [{ answer: ANSWER }] }, options);
    const answers = [await test.ask(), await test.ask(), await test.ask()];
    expect(answers.map(({ provider }) => provider)).toEqual(['groq', 'groq', 'gemini']);
    expect(waits(test)).toEqual([]);
    expect(test.chain.fallbacks()).toEqual([
      { from: 'groq', to: 'gemini', reason: "quota-minute: Groq's quota per minute is used up for 60 s" },
    ]);
  });

  it('counts each key by itself', async () => {
    const environment = { GROQ_REQUESTS_PER_MINUTE: '1', GROQ_API_KEY: 'gsk_first_key_000001,gsk_second_key_00002' };
    const test = await start({ groq: [{ answer: ANSWER }] }, { order: ['groq'], environment });
    await test.ask();
    await test.ask();
    expect(waits(test)).toEqual([]);
    expect(new Set(test.server.requests.map(({ key }) => key)).size).toBe(2);
  });

  it('can be taken away', async () => {
    const test = await start(
      { groq: [{ answer: ANSWER }] },
      { order: ['groq'], environment: { GROQ_REQUESTS_PER_MINUTE: '0' } },
    );
    for (let question = 0; question < 35; question++) await test.ask();
    expect(waits(test)).toEqual([]);
  });

  it('keeps a limit of tokens a minute', async () => {
    const environment = { GEMINI_TOKENS_PER_MINUTE: '250' };
    const test = await start({ gemini: [{ answer: ANSWER }] }, { order: ['gemini'], environment });
    // About 90 tokens each.
    for (let question = 0; question < 2; question++) await test.ask();
    expect(waits(test)).toEqual([]);
    await test.ask();
    expect(waits(test)).toEqual([60_000]);
  });

  it('waits as the headers tell, where the whole room for the answer counts', async () => {
    const test = await start({ groq: [{ answer: ANSWER, tokensLeft: 1000 }, { answer: ANSWER }] }, { order: ['groq'] });
    await test.ask();
    await test.ask();
    // 7,000 tokens come back in 7.66 s; about 1,700 are missing.
    expect(waits(test)).toEqual([expect.any(Number)]);
    expect(waits(test)[0]).toBeGreaterThan(1500);
    expect(waits(test)[0]).toBeLessThan(2500);
    expect(test.server.requests).toHaveLength(2);
  });

  it('makes a request smaller that never fits, instead of sending it', async () => {
    const environment = { GROQ_TOKENS_PER_MINUTE: '2200' };
    const test = await start({ groq: [{ answer: ANSWER }] }, { order: ['groq'], environment });
    await test.ask();
    expect(test.budgets).toEqual([4000, 1072]);
    expect(test.server.requests.map(({ body }) => body.max_completion_tokens)).toEqual([770]);
  });

  it('counts no request that was not made', async () => {
    const environment = { GROQ_TOKENS_PER_MINUTE: '100' };
    const test = await start({}, { order: ['groq'], environment });
    const error = await failureOf(test.ask());
    expect(error.message).toContain('groq: context-too-long: ');
    expect(test.chain.usage().requests).toBe(0);
    expect(test.exchanges).toEqual([]);
  });

  it('believes a refusal rather than its own count', async () => {
    const minute = { fault: '429-minute', retryDelay: '2s' } as const;
    const test = await start({ groq: [{ answer: ANSWER }, minute, { answer: ANSWER }] }, { order: ['groq'] });
    await test.ask();
    await test.ask();
    expect(test.server.requests).toHaveLength(3);
  });
});
