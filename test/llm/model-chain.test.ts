import { afterEach, describe, expect, it } from '@jest/globals';
import { AutofixError, EXIT } from '../../src/domain/autofix-error.ts';
import type { RunEvent } from '../../src/domain/run-event.ts';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { createModelChain } from '../../src/llm/model-chain.ts';
import { openProviderMemory } from '../../src/llm/provider-memory.ts';
import { NO_CAPS } from '../../src/llm/usage-meter.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { ProviderScript } from '../support/provider-server.ts';
import { ANSWER, type ChainTest, type ChainTestOptions, failureOf, SCHEMA, startChain } from './chain-fixture.ts';

const running: ChainTest[] = [];

async function start(script: ProviderScript, options: ChainTestOptions = {}): Promise<ChainTest> {
  const test = await startChain(script, options);
  running.push(test);
  return test;
}

afterEach(async () => {
  for (const test of running.splice(0)) await test.server.close();
});

describe('the chain', () => {
  it('answers with the first provider and tells what it took', async () => {
    const { ask, chain, events, server } = await start({ gemini: [{ answer: ANSWER }] });
    const answer = await ask();
    expect(answer).toMatchObject({ text: ANSWER, provider: 'gemini', model: 'gemini-3.8-flash', outputTokens: 12 });
    expect(answer.costUsd).toBeCloseTo((answer.inputTokens * 0.75 + 12 * 3.75) / 1_000_000, 12);
    expect(server.requests).toHaveLength(1);
    expect(chain.usage()).toEqual({
      requests: 1,
      inputTokens: answer.inputTokens,
      outputTokens: 12,
      costUsd: answer.costUsd,
    });
    expect(chain.fallbacks()).toEqual([]);
    expect(events).toEqual([
      { kind: 'request-started', provider: 'gemini', model: 'gemini-3.8-flash', promptTokens: expect.any(Number) },
    ]);
  });

  it('makes a prompt for the budget of each provider that is asked', async () => {
    const { ask, budgets } = await start({ gemini: ['429-day'], groq: [{ answer: ANSWER }] });
    await ask();
    expect(budgets).toEqual([60_000, 4000]);
  });

  it('names the day quota with the hour of its reset', async () => {
    const { ask, chain, events } = await start({ gemini: ['429-day'], groq: [{ answer: ANSWER }] });
    await ask();
    const fallback = {
      from: 'gemini',
      to: 'groq',
      reason: "quota-day: Gemini's daily quota is used up until 08:00 UTC",
    };
    expect(chain.fallbacks()).toEqual([fallback]);
    expect(events).toContainEqual({ kind: 'fallback', fallback });
  });

  it('waits in place for a told delay of a few seconds', async () => {
    const step = { fault: '429-minute', retryDelay: '2s' } as const;
    const { ask, clock, chain, server } = await start({ gemini: [step, { answer: ANSWER }] });
    expect(await ask()).toMatchObject({ provider: 'gemini' });
    expect(clock.sleeps).toEqual([2000]);
    expect(server.requestsTo('gemini')).toHaveLength(2);
    expect(chain.fallbacks()).toEqual([]);
  });

  it('recovers from a fault that passes', async () => {
    const { ask, clock, chain } = await start({ gemini: ['503', 'reset', { answer: ANSWER }] });
    expect(await ask()).toMatchObject({ provider: 'gemini' });
    expect(clock.sleeps).toEqual([1000, 2000]);
    expect(chain.usage().requests).toBe(3);
    expect(chain.unanswered().map((attempt) => attempt.reason?.split(':')[0])).toEqual(['overloaded', 'network']);
  });

  it('adds up to a quarter of jitter to a backoff', async () => {
    const { server } = await start({ gemini: ['503', { answer: ANSWER }] });
    const { configured, clock } = configuredFor(server.url);
    const chain = createModelChain(
      { providers: configured, caps: NO_CAPS, requestTimeoutMs: null, longestWaitMs: null, lastResort: null },
      { memory: await openProviderMemory(null), emit: () => {}, record: () => {}, clock, random: () => 1 },
    );
    await chain.generate(async () => ({ system: 's', user: 'u' }), SCHEMA, new AbortController().signal);
    expect(clock.sleeps).toEqual([1250]);
  });

  it('waits for the provider that is back first when all are out for a moment', async () => {
    const { ask, clock, chain, events } = await start({
      gemini: ['429-minute'],
      groq: ['429-minute', { answer: ANSWER }],
    });
    expect(await ask()).toMatchObject({ provider: 'groq' });
    expect(clock.sleeps).toEqual([11_455]);
    expect(chain.fallbacks().map(({ from, to }) => [from, to])).toEqual([['gemini', 'groq']]);
    expect(events.filter((event) => event.kind === 'waiting')).toEqual([
      expect.objectContaining({ provider: 'groq', waitMs: 11_455 }),
    ]);
  });

  it('tells the failure of the last provider too when it goes back to the first', async () => {
    const { ask, chain, events } = await start({ gemini: ['429-minute', { answer: ANSWER }], groq: ['402'] });
    expect(await ask()).toMatchObject({ provider: 'gemini' });
    expect(chain.fallbacks()).toEqual([
      { from: 'gemini', to: 'groq', reason: expect.stringMatching(/^quota-minute: /) },
      { from: 'groq', to: 'gemini', reason: expect.stringMatching(/^quota-money: /) },
    ]);
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'request-started');
    expect(kinds).toEqual(['fallback', 'fallback', 'waiting']);
  });

  it('takes off a wait what another provider has taken of the time', async () => {
    const clock = new FakeClock();
    const test = await start(
      { gemini: ['429-minute', { answer: ANSWER }], groq: ['hang'] },
      { clock, settings: { requestTimeoutMs: 200 }, dependencies: { emit: passingTime } },
    );
    // Groq is asked twice before it is given up: half a minute of what Gemini told.
    function passingTime(event: RunEvent): void {
      if (event.kind === 'request-started' && event.provider === 'groq') clock.advance(15_000);
    }
    expect(await test.ask()).toMatchObject({ provider: 'gemini' });
    expect(clock.sleeps.at(-1)).toBeLessThan(10_000);
  });

  it('gives up after two waits, and never waits longer than it may', async () => {
    const { ask, clock, server } = await start({ gemini: ['429-day'], groq: ['429-minute'] });
    await failureOf(ask());
    expect(clock.sleeps).toEqual([11_455, 11_455]);
    expect(server.requestsTo('groq')).toHaveLength(3);
    expect(server.requestsTo('gemini')).toHaveLength(1);
    const impatient = await start(
      { gemini: ['429-minute'] },
      { order: ['gemini'], settings: { longestWaitMs: 30_000 } },
    );
    await failureOf(impatient.ask());
    expect(impatient.clock.sleeps).toEqual([]);
  });

  it('does not knock again on what is out, and tells that only once', async () => {
    const { ask, server, chain, clock, budgets } = await start({
      gemini: ['429-day', { answer: '{"from":"gemini"}' }],
      groq: [{ answer: ANSWER }],
    });
    for (let question = 0; question < 3; question++) await ask();
    expect(server.requestsTo('gemini')).toHaveLength(1);
    expect(chain.fallbacks()).toHaveLength(1);
    // No prompt is made for a provider that is not asked.
    expect(budgets).toEqual([60_000, 4000, 4000, 4000]);
    clock.advance(23 * 3_600_000);
    expect(await ask()).toMatchObject({ provider: 'gemini' });
  });

  it('keeps a provider with a bad key off for the whole run', async () => {
    const { ask, server, clock } = await start({ gemini: ['key-invalid'], groq: [{ answer: ANSWER }] });
    await ask();
    clock.advance(7 * 86_400_000);
    await ask();
    expect(server.requestsTo('gemini')).toHaveLength(1);
  });

  it('stops after two providers withheld their answers', async () => {
    const { server, ask, chain } = await start({ gemini: ['safety'], groq: ['safety'] }, { order: ['gemini', 'groq'] });
    const error = await failureOf(ask());
    expect(error.message).toContain('groq: blocked: ');
    expect(server.requests).toHaveLength(2);
    expect(chain.fallbacks().map(({ to }) => to)).toEqual(['groq', 'offline']);
  });

  it('names every reason and every remedy when all are out', async () => {
    const { ask } = await start({ gemini: ['429-day'], groq: ['key-invalid'] });
    const error = await failureOf(ask());
    expect(error.message).toBe(
      "no provider can answer: gemini: quota-day: Gemini's daily quota is used up until 08:00 UTC; groq: authentication: Groq does not accept the key (Invalid API Key)",
    );
    expect(error.hint).toContain('add a second key to GOOGLE_API_KEY or GEMINI_API_KEY');
    expect(error.hint).toContain('set GROQ_API_KEY to a valid key from https://console.groq.com/keys');
  });

  it('says that the host cannot be reached, without a second try', async () => {
    const { server, ask, clock } = await start({});
    await server.close();
    const error = await failureOf(ask());
    expect(error.message).toMatch(/gemini: unreachable: Gemini cannot be reached \(127\.0\.0\.1:\d+: ECONNREFUSED\)/);
    expect(error.message).toMatch(/groq: unreachable: Groq cannot be reached \(127\.0\.0\.1:\d+: ECONNREFUSED\)/);
    expect(clock.sleeps).toEqual([]);
  });

  it('without any provider says which variables to set', async () => {
    const { ask } = await start({}, { order: [] });
    const error = await failureOf(ask());
    expect(error).toMatchObject({ code: 'providers-exhausted', hint: expect.stringContaining('GROQ_API_KEY') });
  });

  it('passes on what the maker of the prompt throws', async () => {
    const { chain } = await start({});
    const broken = new Error('no suspects');
    const promise = chain.generate(() => Promise.reject(broken), SCHEMA, new AbortController().signal);
    expect(await failureOf(promise)).toBe(broken);
  });

  it('tells when an exchange cannot be recorded, and keeps the answer', async () => {
    const { server } = await start({ gemini: [{ answer: ANSWER }] });
    const { configured } = configuredFor(server.url);
    const warnings: string[] = [];
    const chain = createModelChain(
      { providers: configured, caps: NO_CAPS, requestTimeoutMs: null, longestWaitMs: null, lastResort: null },
      {
        memory: await openProviderMemory(null),
        emit: (event) => void (event.kind === 'warning' && warnings.push(event.message)),
        record: () => Promise.reject(new Error('disk full')),
      },
    );
    const question = async () => ({ system: 's', user: 'u' });
    expect(await chain.generate(question, SCHEMA, new AbortController().signal)).toMatchObject({ text: ANSWER });
    expect(warnings).toEqual([expect.stringContaining('could not be recorded')]);
  });
});

describe('an interruption', () => {
  it('ends a hanging request at once with exit 130 and asks nobody else', async () => {
    const { ask, server } = await start({ gemini: ['hang'] }, { settings: { requestTimeoutMs: 20_000 } });
    const controller = new AbortController();
    const asked = failureOf(ask(controller.signal));
    setTimeout(() => controller.abort(), 250);
    expect(await asked).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(server.requests).toHaveLength(1);
  });

  it('sends nothing when the signal was aborted before', async () => {
    const { ask, server } = await start({});
    expect(await failureOf(ask(AbortSignal.abort()))).toMatchObject({ code: 'interrupted' });
    expect(server.requests).toHaveLength(0);
  });

  it('keeps the reason of a signal that ends the run by itself', async () => {
    const { ask } = await start({});
    const late = new AutofixError('time is up', {
      code: 'cap-reached',
      exitCode: EXIT.capReached,
      hint: 'Raise --timeout.',
    });
    expect(await failureOf(ask(AbortSignal.abort(late)))).toBe(late);
  });

  it('leaves no listener behind on the signal of the run', async () => {
    const { ask } = await start({ gemini: [{ answer: ANSWER }] });
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on('warning', hear);
    const { signal } = new AbortController();
    for (let question = 0; question < 12; question++) await ask(signal);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });
});

function configuredFor(url: string) {
  const { configured } = configuredProviders(['gemini'], { GEMINI_API_KEY: 'k-0123456789', GEMINI_BASE_URL: url });
  return { configured, clock: new FakeClock() };
}
