import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProviderScript } from '../support/provider-server.ts';
import type { RecordedRequest } from '../support/provider-steps.ts';
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

const models = (requests: readonly RecordedRequest[]) => requests.map(({ model }) => model);
const warnings = ({ events }: ChainTest) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.message] : []));

describe('model succession', () => {
  const defaults = { order: ['groq'], environment: { GROQ_MODEL: '' } };

  it('passes over the models that are gone, tells it once, and asks them no more', async () => {
    const test = await start({ groq: ['404', '404-closed', { answer: ANSWER }] }, defaults);
    expect(await test.ask()).toMatchObject({ provider: 'groq', model: 'qwen/qwen3.6-27b' });
    await test.ask();
    expect(models(test.server.requests)).toEqual([
      'llama-3.3-70b-versatile',
      'openai/gpt-oss-120b',
      'qwen/qwen3.6-27b',
      'qwen/qwen3.6-27b',
    ]);
    expect(warnings(test).filter((warning) => warning.includes('no longer offers'))).toEqual([
      expect.stringMatching(/llama-3\.3-70b-versatile.*set GROQ_MODEL/),
      expect.stringMatching(/openai\/gpt-oss-120b.*set GROQ_MODEL/),
    ]);
    expect(test.chain.fallbacks()).toEqual([]);
  });

  it('asks only the models that were asked for', async () => {
    const test = await start({ groq: ['404'] }, { order: ['groq'], environment: { GROQ_MODEL: 'a, b' } });
    const error = await failureOf(test.ask());
    expect(models(test.server.requests)).toEqual(['a', 'b']);
    expect(error.message).toContain('model-gone: Groq no longer offers a');
    expect(error.hint).toContain('GROQ_MODEL');
    await failureOf(test.ask());
    expect(test.server.requests).toHaveLength(2);
  });
});

describe('key rotation', () => {
  const keys = ['gsk_first_key_000001', 'gsk_second_key_00002', 'gsk_third_key_000003'];
  const several = { order: ['groq'], environment: { GROQ_API_KEY: keys.join(', ') } };
  const used = (test: ChainTest) => test.server.requests.map(({ key }) => keys.indexOf(key) + 1);

  it.each(['429-minute', '429-day', '402', 'key-invalid'] as const)(
    'takes the next key after %s and stays with it',
    async (fault) => {
      const test = await start({ groq: [fault, { answer: ANSWER }] }, several);
      await test.ask();
      await test.ask();
      expect(used(test)).toEqual([1, 2, 2]);
      expect(test.clock.sleeps).toEqual([]);
      expect(warnings(test)).toEqual(['Groq: key 1 of 3 is out, key 2 is used']);
      for (const key of keys) expect(test.trace()).not.toContain(key);
    },
  );

  it('goes back to a key whose time has come when the others are out', async () => {
    const test = await start({ groq: ['429-minute', '429-day', '429-day', { answer: ANSWER }] }, several);
    expect(await test.ask()).toMatchObject({ provider: 'groq' });
    expect(used(test)).toEqual([1, 2, 3, 1]);
    expect(test.clock.sleeps).toEqual([11_455]);
  });

  it("does not try the others for a fault that is not the key's", async () => {
    const test = await start({ groq: ['bad-request'] }, several);
    await failureOf(test.ask());
    expect(used(test)).toEqual([1]);
  });
});

describe('adaptation', () => {
  const config = (request: RecordedRequest | undefined) => request?.body.generationConfig as Record<string, unknown>;

  it('gives a cut answer twice the room and the least thinking', async () => {
    const test = await start({ gemini: ['max-tokens-empty', { answer: ANSWER }] });
    expect(await test.ask()).toMatchObject({ provider: 'gemini' });
    expect(config(test.server.requests[0])).toMatchObject({ maxOutputTokens: 32_768 });
    expect(config(test.server.requests[1])).toMatchObject({
      maxOutputTokens: 65_536,
      thinkingConfig: { thinkingLevel: 'LOW' },
    });
    // The next question is another one: it starts with the usual room.
    await test.ask();
    expect(config(test.server.requests[2])).toMatchObject({ maxOutputTokens: 32_768 });
  });

  it('takes the room from the prompt where both share one limit', async () => {
    const test = await start({ groq: ['max-tokens', { answer: ANSWER }] }, { order: ['groq'] });
    await test.ask();
    expect(test.budgets).toEqual([4000, 2000]);
    expect(test.server.requests.map(({ body }) => body.max_completion_tokens)).toEqual([2600, 4600]);
  });

  it('halves a prompt that is too long, within the told limit, and keeps to it', async () => {
    const test = await start({ groq: [{ fault: '413', limit: 6000 }, { answer: ANSWER }] }, { order: ['groq'] });
    await test.ask();
    await test.ask();
    expect(test.budgets).toEqual([4000, 2000, 2000]);
    expect(test.server.requests.map(({ body }) => body.max_completion_tokens)).toEqual([2600, 2100, 2100]);
  });

  it('leaves a refused schema out and puts it into words, for the rest of the run', async () => {
    const test = await start({ groq: ['schema-refused', { answer: ANSWER }] }, { order: ['groq'] });
    await test.ask();
    await test.ask();
    const formats = test.server.requests.map(({ body }) => (body.response_format as { type: string }).type);
    expect(formats).toEqual(['json_schema', 'json_object', 'json_object']);
  });
});

describe('caps', () => {
  const caps = (limits: object) => ({
    settings: { caps: { maxRequests: null, maxTokens: null, maxCostUsd: null, ...limits } },
  });

  it('go on to a cheaper provider', async () => {
    const script: ProviderScript = { anthropic: [{ answer: ANSWER }], groq: [{ answer: ANSWER }] };
    const environment = { ANTHROPIC_MODEL: 'claude-sonnet-5-5' };
    const test = await start(script, { ...caps({ maxCostUsd: 0.003 }), order: ['anthropic', 'groq'], environment });
    expect(await test.ask()).toMatchObject({ provider: 'groq' });
    expect(test.server.requestsTo('anthropic')).toHaveLength(0);
    expect(test.chain.fallbacks()).toEqual([
      { from: 'anthropic', to: 'groq', reason: expect.stringMatching(/^over-cap: the cap of .* leaves no room/) },
    ]);
  });

  it.each([
    [{ maxRequests: 2 }, '--max-requests', 2],
    [{ maxTokens: 300 }, '--max-tokens', 0],
    [{ maxCostUsd: 0.0001 }, '--max-cost', 0],
  ])('%j ends the run with exit 4 before a request goes beyond it', async (limits, option, requests) => {
    const test = await start({ gemini: ['503'] }, caps(limits));
    const error = await failureOf(test.ask());
    expect(error).toMatchObject({ code: 'cap-reached', exitCode: 4, hint: expect.stringContaining(option) });
    expect(test.server.requests).toHaveLength(requests);
  });

  it('makes the room for the answer smaller rather than refuse', async () => {
    const test = await start({ gemini: [{ answer: ANSWER }] }, caps({ maxTokens: 5000 }));
    await test.ask();
    const config = test.server.requests[0]?.body.generationConfig as { maxOutputTokens: number };
    expect(config.maxOutputTokens).toBeGreaterThan(4500);
    expect(config.maxOutputTokens).toBeLessThan(5000);
  });

  it('counts what a cut answer cost', async () => {
    const test = await start({ gemini: ['max-tokens', { answer: ANSWER }] });
    const answer = await test.ask();
    const { requests, outputTokens, costUsd } = test.chain.usage();
    expect(requests).toBe(2);
    expect(outputTokens).toBeGreaterThan(answer.outputTokens);
    expect(costUsd).toBeGreaterThan(answer.costUsd ?? 0);
  });

  it('says that a price is not known and never takes it for nothing', async () => {
    const test = await start(
      { groq: [{ answer: ANSWER }] },
      { order: ['groq'], environment: { GROQ_MODEL: 'qwen/qwen3.6-27b' } },
    );
    expect(await test.ask()).toMatchObject({ costUsd: null });
    expect(test.chain.usage().costUsd).toBeNull();
    expect(warnings(test)).toEqual([expect.stringContaining('the price of qwen/qwen3.6-27b is not known')]);
  });

  it('passes over a model without a known price when the cost is capped', async () => {
    const test = await start(
      { groq: [{ answer: ANSWER }] },
      {
        order: ['groq'],
        environment: { GROQ_MODEL: 'qwen/qwen3.6-27b,openai/gpt-oss-20b' },
        ...caps({ maxCostUsd: 1 }),
      },
    );
    expect(await test.ask()).toMatchObject({ model: 'openai/gpt-oss-20b' });
    expect(models(test.server.requests)).toEqual(['openai/gpt-oss-20b']);
    expect(warnings(test)).toEqual([expect.stringContaining('leave --max-cost out')]);
  });
});

describe('recording', () => {
  it('keeps every exchange, failed ones with their partial text', async () => {
    const test = await start({ gemini: ['max-tokens', { answer: ANSWER }] });
    await test.ask();
    expect(test.exchanges).toHaveLength(2);
    expect(test.exchanges[0]).toMatchObject({
      provider: 'gemini',
      model: 'gemini-3.8-flash',
      startedAt: '2026-11-22T10:00:00.000Z',
      answer: null,
      failure: { fault: 'truncated', partialText: expect.stringContaining('analysis') },
    });
    expect(test.exchanges[1]).toMatchObject({
      request: { system: 'You repair programs.', maxOutputTokens: 65_536 },
      answer: { text: ANSWER },
      failure: null,
    });
  });
});
