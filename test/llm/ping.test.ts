import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { type PingResult, pingProviders } from '../../src/llm/ping.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { loadSdks } from '../support/load-sdks.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import type { FaultName } from '../support/provider-steps.ts';
import { GEMINI_KEY, GROQ_KEY } from './chain-fixture.ts';

let server: ProviderServer | null = null;

beforeAll(loadSdks, 60_000);

afterEach(async () => {
  await server?.close();
  server = null;
});

async function ping(
  script: ProviderScript,
  names: readonly string[],
  environment = {},
): Promise<readonly PingResult[]> {
  server = await startProviderServer(script);
  const providers = ['GEMINI', 'GROQ', 'ANTHROPIC', 'OPENAI', 'BEDROCK'];
  const { url } = server;
  const bases = Object.fromEntries(providers.map((provider) => [`${provider}_BASE_URL`, url]));
  const configuration = configuredProviders(names, {
    GEMINI_API_KEY: GEMINI_KEY,
    GROQ_API_KEY: GROQ_KEY,
    ...bases,
    ...environment,
  });
  return pingProviders(configuration, new AbortController().signal, 2000, new FakeClock());
}

describe('ping', () => {
  it('makes one round trip to each provider', async () => {
    const results = await ping({ gemini: [{ answer: '{"ok":true}' }], groq: [{ answer: '{"ok":true}' }] }, [
      'gemini',
      'groq',
    ]);
    expect(results).toEqual([
      expect.objectContaining({
        provider: 'gemini',
        model: 'gemini-3.8-flash',
        ok: true,
        latencyMs: 0,
        quotaLeft: null,
        exitCode: 0,
      }),
      expect.objectContaining({
        provider: 'groq',
        model: 'llama-3.3-70b-versatile',
        ok: true,
        quotaLeft: expect.objectContaining({ requests: 998, tokens: expect.any(Number) }),
        exitCode: 0,
      }),
    ]);
    expect(server?.requests).toHaveLength(2);
  });

  it.each(['anthropic', 'openai', 'bedrock'] as const)('asks %s, and tells what it does wrong', async (name) => {
    const urls = {
      ANTHROPIC_API_KEY: 'sk-ant-0123456789',
      OPENAI_MODEL: 'gpt-5.4-mini',
      AWS_BEARER_TOKEN_BEDROCK: 'ABSK0123456789',
    };
    const [well] = await ping({ [name]: [{ answer: '{"ok":true}' }] }, [name], urls);
    expect(well).toMatchObject({ provider: name, ok: true, exitCode: 0 });
    await server?.close();
    const [badly] = await ping({ [name]: ['key-invalid'] }, [name], urls);
    expect(badly).toMatchObject({
      ok: false,
      fault: 'authentication',
      exitCode: 2,
      remedy: expect.stringMatching(/^set [A-Z]/),
    });
  });

  it('walks the list of models when one is gone', async () => {
    const [result] = await ping({ groq: ['404', { answer: '{"ok":true}' }] }, ['groq']);
    expect(result).toMatchObject({ ok: true, model: 'openai/gpt-oss-120b', fault: null, remedy: null });
  });

  const ROWS: readonly (readonly [FaultName, string, number, RegExp])[] = [
    ['key-echo', 'authentication', 2, /GOOGLE_API_KEY or GEMINI_API_KEY/],
    ['location', 'not-available-here', 2, /another provider/],
    ['404', 'model-gone', 2, /GEMINI_MODEL/],
    ['bad-request', 'bad-request', 2, /GEMINI_MODEL/],
    ['429-day', 'quota-day', 3, /until 08:00 UTC/],
    ['429-minute', 'quota-minute', 3, /wait a minute/],
    ['429-limit-0', 'no-free-tier', 3, /GEMINI_MODEL.*billing/],
    ['402', 'quota-money', 3, /top up/],
    ['503', 'overloaded', 3, /try again/],
    ['502-html', 'server-fault', 3, /try again/],
    ['reset', 'network', 3, /GEMINI_BASE_URL/],
    ['hang', 'deadline', 3, /try again/],
  ];

  it.each(ROWS)('%s fails as %s with exit code %d and its remedy', async (fault, expected, exitCode, remedy) => {
    const [result] = await ping({ gemini: [fault] }, ['gemini']);
    expect(result).toMatchObject({ ok: false, fault: expected, exitCode, remedy: expect.stringMatching(remedy) });
    expect(result?.message).toMatch(new RegExp(`^${expected}: `));
    expect(JSON.stringify(result)).not.toContain(GEMINI_KEY);
    // No retries: a ping shows what is, not what might be in a few seconds.
    expect(server?.requests).toHaveLength(fault === '404' ? 4 : 1);
  });

  it('fails as unreachable for an address where nobody listens', async () => {
    const unused = await startProviderServer();
    await unused.close();
    const [result] = await ping({}, ['gemini'], { GEMINI_BASE_URL: unused.url });
    expect(result).toMatchObject({ ok: false, fault: 'unreachable', exitCode: 3 });
  });

  it('tells each result as soon as it is there, whoever hangs', async () => {
    const told: string[] = [];
    const clock = new FakeClock();
    server = await startProviderServer({ gemini: ['hang'], groq: [{ answer: '{"ok":true}' }] });
    const configuration = configuredProviders(['gemini', 'anthropic', 'groq'], {
      GEMINI_API_KEY: GEMINI_KEY,
      GROQ_API_KEY: GROQ_KEY,
      GEMINI_BASE_URL: server.url,
      GROQ_BASE_URL: server.url,
    });
    const { signal } = new AbortController();
    const results = await pingProviders(configuration, signal, 2000, clock, ({ provider }) => told.push(provider));
    expect(told).toEqual(['anthropic', 'groq', 'gemini']);
    expect(results.map(({ provider, fault }) => [provider, fault])).toEqual([
      ['gemini', 'deadline'],
      ['groq', null],
      ['anthropic', 'authentication'],
    ]);
  });

  it('fails for a provider without a key and names the variable', async () => {
    const results = await ping({}, ['gemini', 'groq'], { GROQ_API_KEY: '' });
    expect(results.map(({ provider, ok }) => [provider, ok])).toEqual([
      ['gemini', true],
      ['groq', false],
    ]);
    expect(results[1]).toMatchObject({ model: null, exitCode: 2, message: 'Groq has no key: set GROQ_API_KEY' });
  });
});
