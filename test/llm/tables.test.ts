import { describe, expect, it } from '@jest/globals';
import type { ModelProvider } from '../../src/domain/model-provider.ts';
import { ProviderError, type ProviderFault } from '../../src/domain/provider-error.ts';
import { clockTime, faultWords } from '../../src/llm/fault-words.ts';
import { costOf, modelFacts, priceOf } from '../../src/llm/model-facts.ts';
import { nextPacificMidnight, parseDuration, parseRetryAfter } from '../../src/llm/providers/durations.ts';
import { groqProvider } from '../../src/llm/providers/groq.ts';
import { transportFinding } from '../../src/llm/providers/transport-fault.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { REACTIONS } from '../../src/llm/reactions.ts';
import { environmentVariables, exitCodeOf, remedyFor } from '../../src/llm/remedies.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const FAULTS = Object.keys(REACTIONS) as ProviderFault[];

describe('the table of reactions', () => {
  it('never retries authentication, used-up quotas, gone models or refused requests', () => {
    const final: ProviderFault[] = [
      'authentication',
      'not-available-here',
      'quota-day',
      'quota-money',
      'no-free-tier',
      'model-gone',
      'bad-request',
      'blocked',
      'unreachable',
      'aborted',
    ];
    expect(final.filter((fault) => REACTIONS[fault].retries > 0)).toEqual([]);
  });

  it('sends nobody to an account for a model of their own', () => {
    const remedy = (one: ModelProvider, baseUrl: string | null) =>
      remedyFor('price-unknown', { provider: one, baseUrl }, 'm', null, NOW);
    const named = (name: string) => PROVIDERS.find((one) => one.name === name) as ModelProvider;
    expect(remedy(named('openai'), 'http://localhost:11434')).toMatch(/^leave --max-cost out$/);
    expect(remedy(named('command'), null)).toMatch(/^leave --max-cost out$/);
    expect(remedy(named('openai'), null)).toMatch(/^set OPENAI_MODEL .*, or leave --max-cost out$/);
  });

  it.each(FAULTS)('%s has words, a remedy and an exit code', (fault) => {
    const error = new ProviderError('the words', { provider: 'groq', model: 'm', fault });
    expect(faultWords(error, 'Groq', null, NOW)).not.toBe('');
    expect(remedyFor(fault, { provider: groqProvider, baseUrl: null }, 'm', null, NOW)).not.toMatch(/undefined|\.$/);
    expect([2, 3, 130]).toContain(exitCodeOf(fault));
  });
});

describe('durations', () => {
  it.each([
    ['36s', 36_000],
    ['45.837906927s', 45_838],
    ['9m38.016s', 578_016],
    ['2m59.56s', 179_560],
    ['1h2m', 3_720_000],
    ['120ms', 120],
    ['0s', 0],
    ['', null],
    ['soon', null],
    ['36', null],
    ['36s later', null],
  ])('reads %j as %j ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    ['579', 579_000],
    ['0.5', 500],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['-3', null],
    ['', null],
    [null, null],
    ['never', null],
  ])('reads the header %j as %j ms', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  it.each([
    ['2026-11-22T10:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['2026-11-22T07:59:59Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['2026-07-01T10:00:00Z', '2026-07-02T07:00:00.000Z'],
    // The nights on which the clocks change: 25 and 23 hours.
    ['2026-11-01T12:00:00Z', '2026-11-02T08:00:00.000Z'],
    ['2026-03-08T09:30:00Z', '2026-03-09T07:00:00.000Z'],
  ])('after %s the next midnight in Los Angeles is %s', (now, expected) => {
    expect(new Date(nextPacificMidnight(Date.parse(now))).toISOString()).toBe(expected);
  });

  it('shows a time with its date only when it is far', () => {
    expect(clockTime(NOW + 90_000, NOW)).toBe('10:02 UTC');
    expect(clockTime(NOW + 48 * 3_600_000, NOW)).toBe('2026-11-24 10:00 UTC');
  });
});

describe('the table of models', () => {
  it('knows a price by its day', () => {
    const price = (day: string) => priceOf('gemini', 'gemini-3.8-flash', Date.parse(`${day}T12:00:00Z`));
    expect(price('2026-12-31')).toMatchObject({ input: 0.75, output: 3.75 });
    expect(price('2027-01-01')).toMatchObject({ input: 1.5, output: 7.5 });
    expect(costOf({ input: 0.75, output: 3.75 }, 1_000_000, 100_000)).toBeCloseTo(1.125, 10);
  });

  it('says that a price is not known', () => {
    expect(priceOf('groq', 'qwen/qwen3.6-27b', NOW)).toBeNull();
    expect(priceOf('groq', 'somebody/elses-model', NOW)).toBeNull();
  });

  it('has every default model', () => {
    const missing = PROVIDERS.flatMap(({ name, defaultModels }) =>
      defaultModels.filter((model) => modelFacts(name, model) === null),
    );
    expect(missing).toEqual([]);
  });
});

describe('transportFinding', () => {
  const circumstances = { signal: new AbortController().signal, address: 'http://host.example:81', connectCode: null };
  const failed = (code: string) =>
    Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) });

  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ENOTFOUND', 'unreachable'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unreachable'],
    ['ECONNRESET', 'network'],
    ['ETIMEDOUT', 'network'],
    ['EAI_AGAIN', 'network'],
    ['UND_ERR_SOCKET', 'network'],
  ])('takes %s for %s', (code, fault) => {
    expect(transportFinding(failed(code), circumstances)).toMatchObject({ fault });
    expect(transportFinding(new Error('fetch failed'), { ...circumstances, connectCode: code })).toMatchObject({
      fault,
    });
  });

  it('has nothing to say of an error of another kind', () => {
    expect(transportFinding(new Error('surprise'), circumstances)).toBeNull();
  });
});

describe('environmentVariables', () => {
  it('lists what the registry reads', () => {
    const listed = environmentVariables().map(({ name, kind }) => `${name} ${kind}`);
    expect(listed.slice(0, 6)).toEqual([
      'GOOGLE_API_KEY key',
      'GEMINI_API_KEY key',
      'GEMINI_MODEL model',
      'GEMINI_BASE_URL base-url',
      'GEMINI_REQUESTS_PER_MINUTE limit',
      'GEMINI_TOKENS_PER_MINUTE limit',
    ]);
    expect(listed).toEqual(
      expect.arrayContaining([
        'GROQ_API_KEY key',
        'ANTHROPIC_API_KEY key',
        'OPENAI_BASE_URL base-url',
        'AWS_SECRET_ACCESS_KEY setting',
        'BEDROCK_MODEL model',
        'AUTOFIX_COMMAND model',
      ]),
    );
    expect(environmentVariables().filter(({ purpose }) => /undefined|null/.test(purpose))).toEqual([]);
  });
});
