import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaultDesk, expectNoKey, type FaultDesk, NO_REPAIR, REPAIR } from '../support/fault-run.ts';
import { loadSdks } from '../support/load-sdks.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import type { ProviderName } from '../support/provider-steps.ts';

let desk: FaultDesk;
let server: ProviderServer;
beforeAll(loadSdks);
beforeEach(() => {
  desk = createFaultDesk();
});
afterEach(async () => {
  await server.close();
  desk.dispose();
});

/** Several runs against one server, so that what is remembered of it holds. */
async function serve(script: ProviderScript) {
  server = await startProviderServer(script);
  return (providers: string, argv: readonly string[] = [], env = {}) => {
    return desk.run({}, { providers, argv: ['--no-cache', ...argv], env, server });
  };
}

const keysAskedWith = (provider: ProviderName) => server.requestsTo(provider).map(({ key }) => key);

describe('several keys of one provider', () => {
  const KEYS = ['canary-first-key-1', 'canary-second-key-2', 'canary-third-key-3'];
  const env = { GROQ_API_KEY: KEYS.join(', ') };

  it.each(['429-day', '402', 'key-invalid', '429-minute'] as const)(
    'a key that is out (%s) gives way to the next, without a fallback',
    async (fault) => {
      const run = await serve({ groq: [fault, { answer: REPAIR }] });
      const first = await run('groq,gemini', ['--json'], env);
      expect(first).toMatchObject({ exitCode: 0, outcome: { patch: { provider: 'groq' }, fallbacks: [] } });
      expect(keysAskedWith('groq')).toEqual(KEYS.slice(0, 2));
      expect(first.outcome.warnings.join('\n')).toContain('key 1 of 3 is out, key 2 is used');
      expectNoKey(first);
    },
  );

  it('the key that answered stays, and the one that is out for the day is not asked by the next run', async () => {
    const run = await serve({ groq: ['429-day', { answer: NO_REPAIR }, { answer: REPAIR }] });
    const first = await run('groq', [], env);
    expect(first.exitCode).toBe(0);
    expect(keysAskedWith('groq')).toEqual([KEYS[0], KEYS[1], KEYS[1]]);
    const second = await run('groq', [], env);
    expect(second.exitCode).toBe(0);
    expect(keysAskedWith('groq').slice(3)).toEqual([KEYS[1]]);
    expectNoKey(second);
  });

  it('all of them out is a fallback, after one request with each', async () => {
    const run = await serve({ groq: ['429-day'], gemini: [{ answer: REPAIR }] });
    const first = await run('groq,gemini', [], env);
    expect(first.exitCode).toBe(0);
    expect(first.outcome.fallbacks).toMatchObject([{ from: 'groq', to: 'gemini' }]);
    expect(keysAskedWith('groq')).toEqual(KEYS);
    const { stdout } = await desk.command(['providers'], server, undefined, env);
    expect(stdout).toMatch(/groq +3 keys in GROQ_API_KEY/);
    expect(stdout.match(/out: \S+ quota-day until /g)).toHaveLength(3);
    expectNoKey({ ...first, traces: new Map([['providers', stdout]]) });
  });
});

describe('a quota that is out until midnight in Los Angeles', () => {
  const script: ProviderScript = { gemini: ['429-day'], groq: [{ answer: REPAIR }] };

  it('is not knocked on by the next run, is shown with its end, and asked again when fresh', async () => {
    const run = await serve(script);
    await run('gemini,groq');
    expect(server.requestsTo('gemini')).toHaveLength(1);
    const second = await run('gemini,groq');
    expect(server.requestsTo('gemini')).toHaveLength(1);
    expect(second.outcome.fallbacks).toEqual([
      { from: 'gemini', to: 'groq', reason: expect.stringMatching(/^quota-day: .* until 0[78]:00 UTC/) },
    ]);
    expect(second.stderr).toMatch(/^fallback {3}gemini -> groq: quota-day: /m);

    const { stdout } = await desk.command(['providers', '--json'], server);
    const { providers } = JSON.parse(stdout) as { providers: { provider: string; outages: { until: string }[] }[] };
    const gemini = providers.find(({ provider }) => provider === 'gemini');
    expect(gemini).toMatchObject({
      outages: [{ model: 'gemini-3.8-flash', fault: 'quota-day', until: expect.stringMatching(/T0[78]:00:00/) }],
      metrics: { requests: 1, answered: 0, failures: { 'quota-day': 1 }, fallbacks: 2 },
    });
    const until = Date.parse(gemini?.outages[0]?.until ?? '');
    expect(until).toBeGreaterThan(Date.now());
    expect(until).toBeLessThanOrEqual(Date.now() + 25 * 3_600_000);
    const text = await desk.command(['providers'], server);
    expect(text.stdout).toMatch(/^ {2}out: gemini-3\.8-flash quota-day until \d{4}-\d\d-\d\dT0[78]:00:00/m);

    await run('gemini,groq', ['--fresh']);
    expect(server.requestsTo('gemini')).toHaveLength(2);
    expect(server.requestsTo('groq')).toHaveLength(3);
  });

  it('ends a run that has nobody else at once, with exit code 3 and the remedy', async () => {
    const run = await serve(script);
    await run('gemini');
    const second = await run('gemini');
    expect(second).toMatchObject({ exitCode: 3, outcome: { usage: { requests: 0 } } });
    expect(second.outcome.error?.hint).toMatch(/wait for the quota to reset \(until 0[78]:00 UTC\)/);
    expect(second.clock.waits).toEqual([]);
    expect(server.requestsTo('gemini')).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{"version":1,"outages":{"gemini/'],
    ['an empty file', ''],
    ['another version', '{"version":99,"outages":{}}'],
    ['a list', '[]'],
    ['entries of a wrong form', '{"version":1,"outages":{"a":null,"b":{"fault":"x"},"c":{"fault":"quota-day"}}}'],
  ])('is forgotten when its file is damaged (%s)', async (_, text) => {
    const run = await serve(script);
    await run('gemini,groq');
    writeFileSync(join(desk.folder, 'state', 'providers.json'), text);
    writeFileSync(join(desk.folder, 'state', 'metrics.json'), text);
    const shown = await desk.command(['providers', '--json'], server);
    expect(shown.exitCode).toBe(0);
    const again = await run('gemini,groq');
    expect(again.exitCode).toBe(0);
    expect(server.requestsTo('gemini')).toHaveLength(2);
    // What was learnt anew is kept in a sound file.
    await run('gemini,groq');
    expect(server.requestsTo('gemini')).toHaveLength(2);
  });

  it('with an end that is no date does no harm', async () => {
    const run = await serve(script);
    await run('gemini,groq');
    const file = join(desk.folder, 'state', 'providers.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"until": \d+/g, '"until": 1e300'));
    expect(await desk.command(['providers'], server)).toMatchObject({ exitCode: 0 });
    expect(await run('gemini,groq')).toMatchObject({ exitCode: 0 });
    expect(server.requestsTo('gemini')).toHaveLength(2);
  });

  it('costs no run when the state folder cannot be written', async () => {
    const run = await serve(script);
    mkdirSync(join(desk.folder, 'state', 'providers.json'), { recursive: true });
    expect(await run('gemini,groq')).toMatchObject({ exitCode: 0, outcome: { patch: { provider: 'groq' } } });
  });
});

describe('caps', () => {
  it.each([
    [['--max-requests', '2'], 2, /cap of 2 requests/],
    [['--max-tokens', '800'], 0, /cap of 800 tokens/],
    [['--max-cost', '0.0001'], 0, /cap of \$0\.0001/],
  ] as const)('%j ends the run with exit code 4 before the call that would break it', async (argv, requests, words) => {
    const run = await serve({ gemini: ['500'], groq: [{ answer: REPAIR }] });
    const capped = await run('gemini', argv);
    expect(capped).toMatchObject({
      exitCode: 4,
      outcome: { status: 'not-fixed', error: { code: 'cap-reached' }, usage: { requests } },
    });
    expect(capped.outcome.error?.message).toMatch(words);
    expect(capped.outcome.error?.hint).toContain(argv[0]);
    expect(server.requests).toHaveLength(requests);
    expect(capped.stdout).toMatch(words);
  });

  it('hold for all providers together', async () => {
    const run = await serve({ gemini: ['500'], groq: [{ answer: REPAIR }] });
    const capped = await run('gemini,groq', ['--max-requests', '3']);
    expect(capped).toMatchObject({ exitCode: 4, outcome: { usage: { requests: 3 } } });
    expect(server.requestsTo('groq')).toHaveLength(0);
  });

  it('pass over a model of unknown price where the cost is capped, and say so', async () => {
    const run = await serve({ openai: [{ answer: REPAIR }], groq: [{ answer: REPAIR }] });
    const argv = ['--model', 'openai=my-own-model', '--max-cost', '1'];
    const capped = await run('openai,groq', argv);
    expect(capped).toMatchObject({ exitCode: 0, outcome: { patch: { provider: 'groq' } } });
    expect(capped.outcome.fallbacks).toMatchObject([
      { from: 'openai', reason: expect.stringMatching(/^price-unknown: .*my-own-model/) },
    ]);
    expect(server.requestsTo('openai')).toHaveLength(0);
    const alone = await run('openai', argv);
    expect(alone).toMatchObject({ exitCode: 3, outcome: { error: { code: 'providers-exhausted' } } });
    expect(alone.outcome.error?.hint).toContain('--max-cost');
  });

  it('never take an unknown price for nothing', async () => {
    const run = await serve({ openai: [{ answer: REPAIR }] });
    const free = await run('openai', ['--model', 'openai=my-own-model']);
    expect(free).toMatchObject({ exitCode: 0, outcome: { usage: { requests: 1, costUsd: null } } });
    expect(free.outcome.warnings.join('\n')).toMatch(/price of my-own-model is not known/);
    expect(free.stdout).toContain('price not known');
  });

  it('count the requests of a fix', async () => {
    const run = await serve({ gemini: ['503', { answer: NO_REPAIR }, { answer: REPAIR }] });
    const fixed = await run('gemini', ['--json']);
    expect(fixed).toMatchObject({ exitCode: 0, outcome: { usage: { requests: 3, candidates: 2 } } });
  });
});
