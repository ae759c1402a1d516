import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Outage, openProviderMemory } from '../../src/llm/provider-memory.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { ProviderScript } from '../support/provider-server.ts';
import { ANSWER, type ChainTest, type ChainTestOptions, GEMINI_KEY, GROQ_KEY, startChain } from './chain-fixture.ts';

let folder: string;
const running: ChainTest[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-memory-'));
});

afterEach(async () => {
  for (const test of running.splice(0)) await test.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const NOW = Date.parse('2026-11-22T10:00:00Z');
const HOUR = 3_600_000;
const outage = (hours: number, model = 'm'): Outage => ({ fault: 'quota-day', model, until: NOW + hours * HOUR });

describe('the memory of providers', () => {
  it('keeps lasting outages for the next run, and forgets them in time', async () => {
    const first = await openProviderMemory(folder);
    await first.open('gemini/abc', outage(5), NOW);
    const next = await openProviderMemory(folder);
    expect(next.outage('gemini/abc', NOW)).toEqual(outage(5));
    expect(next.outage('gemini/abc', NOW + 6 * HOUR)).toBeNull();
    expect(next.outages(NOW)).toEqual([{ scope: 'gemini/abc', ...outage(5) }]);
    expect(next.outages(NOW + 6 * HOUR)).toEqual([]);
  });

  it('keeps short outages and those of a run to the run', async () => {
    const first = await openProviderMemory(folder);
    await first.open('short', { fault: 'overloaded', model: 'm', until: NOW + 45_000 }, NOW);
    await first.open('run', { fault: 'authentication', model: 'm', until: null }, NOW);
    expect(first.outages(NOW)).toHaveLength(2);
    expect((await openProviderMemory(folder)).outages(NOW)).toEqual([]);
  });

  it('forgets an outage for good when the provider has answered', async () => {
    const first = await openProviderMemory(folder);
    await first.open('gemini/abc', outage(5), NOW);
    await first.close('gemini/abc', NOW);
    expect((await openProviderMemory(folder)).outages(NOW)).toEqual([]);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"version":1',
    '{"version":9,"outages":{"a":{}}}',
    '{"version":1,"outages":{"a":{"fault":"no-such","model":"m","until":9e15},"b":7}}',
  ])('takes the damaged file %j for an empty one and writes a good one over it', async (content) => {
    writeFileSync(join(folder, 'providers.json'), content);
    const memory = await openProviderMemory(folder);
    expect(memory.outages(NOW)).toEqual([]);
    await memory.open('gemini/abc', outage(5), NOW);
    expect((await openProviderMemory(folder)).outages(NOW)).toHaveLength(1);
  });

  it.each([
    ['authentication', 5, false],
    ['quota-money', 5, false],
    ['server-fault', 5, false],
    ['bad-request', 5, false],
    ['quota-day', 35, true],
    ['quota-day', 37, false],
    ['model-gone', 14 * 24, true],
    ['model-gone', 15 * 24, false],
    ['quota-minute', 31 * 24, true],
    ['quota-minute', 32 * 24, false],
  ] as const)('believes a file that says %s for %d hours: %s', async (fault, hours, believed) => {
    const written = { 'gemini/abc': { fault, model: 'm', until: NOW + hours * HOUR } };
    writeFileSync(join(folder, 'providers.json'), JSON.stringify({ version: 1, outages: written }));
    const memory = await openProviderMemory(folder);
    expect(memory.outage('gemini/abc', NOW) !== null).toBe(believed);
    expect(memory.outages(NOW)).toHaveLength(believed ? 1 : 0);
    // The next write drops what nobody believes.
    await memory.open('groq/abc', outage(5), NOW);
    expect(readFileSync(join(folder, 'providers.json'), 'utf8').includes('gemini/abc')).toBe(believed);
  });

  it('keeps an outage that was told for longer than its class allows as long as that', async () => {
    await (await openProviderMemory(folder)).open('gemini/abc', outage(400), NOW);
    expect((await openProviderMemory(folder)).outage('gemini/abc', NOW)).toEqual(outage(36));
  });

  it('merges what parallel runs learn, and leaves no temporary file', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => openProviderMemory(folder)));
    await Promise.all(runs.map((run, index) => run.open(`groq/${index}`, outage(1 + index), NOW)));
    expect((await openProviderMemory(folder)).outages(NOW)).toHaveLength(8);
    expect(readdirSync(folder)).toEqual(['providers.json']);
  });

  it('is not held up for long by a lock that a killed run left behind', async () => {
    mkdirSync(join(folder, 'providers.json.lock'));
    const memory = await openProviderMemory(folder);
    await memory.open('gemini/abc', outage(5), NOW);
    expect((await openProviderMemory(folder)).outages(NOW)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['providers.json']);
  });

  it('drops what has run out when it writes', async () => {
    const memory = await openProviderMemory(folder);
    await memory.open('old', outage(1), NOW);
    await memory.open('new', outage(9), NOW + 2 * HOUR);
    expect(readFileSync(join(folder, 'providers.json'), 'utf8')).not.toContain('old');
  });

  it('is quiet about a folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const memory = await openProviderMemory(join(folder, 'file', 'below'));
    await memory.open('gemini/abc', outage(5), NOW);
    expect(memory.outage('gemini/abc', NOW)).not.toBeNull();
  });
});

describe('the next run', () => {
  /** A run of its own: new memory from the folder, the same server address. */
  async function run(script: ProviderScript, url: string | null, options: ChainTestOptions & { fresh?: boolean } = {}) {
    const memory = await openProviderMemory(folder, options.fresh ?? false);
    const environment = url === null ? {} : { GEMINI_BASE_URL: url, GROQ_BASE_URL: url };
    const test = await startChain(script, {
      ...options,
      memory,
      environment: { ...environment, ...options.environment },
    });
    running.push(test);
    return test;
  }

  it('does not knock on a quota that is out until midnight, unless it starts fresh', async () => {
    const first = await run({ gemini: ['429-day', { answer: ANSWER }], groq: [{ answer: ANSWER }] }, null);
    await first.ask();
    const second = await run({}, first.server.url);
    expect(await second.ask()).toMatchObject({ provider: 'groq' });
    expect(first.server.requestsTo('gemini')).toHaveLength(1);
    expect(second.chain.fallbacks()).toEqual([
      { from: 'gemini', to: 'groq', reason: "quota-day: Gemini's daily quota is used up until 08:00 UTC" },
    ]);
    const otherKey = await run({}, first.server.url, { environment: { GEMINI_API_KEY: 'AQ.another-key-0123456789' } });
    expect(await otherKey.ask()).toMatchObject({ provider: 'gemini' });
    const fresh = await run({}, first.server.url, { fresh: true });
    expect(await fresh.ask()).toMatchObject({ provider: 'gemini' });
    // The answer has shown that the quota is back.
    const after = await run({}, first.server.url);
    expect(await after.ask()).toMatchObject({ provider: 'gemini' });
  });

  it('asks again after the reset', async () => {
    const first = await run({ gemini: ['429-day', { answer: ANSWER }] }, null);
    await first.ask();
    const tomorrow = new FakeClock(Date.parse('2026-11-23T08:00:01Z'));
    const second = await run({}, first.server.url, { clock: tomorrow });
    expect(await second.ask()).toMatchObject({ provider: 'gemini' });
  });

  it('remembers a gone model and says nothing of it', async () => {
    const options = { order: ['groq'], environment: { GROQ_MODEL: '' } };
    const first = await run({ groq: ['404', { answer: ANSWER }] }, null, options);
    await first.ask();
    const second = await run({}, first.server.url, options);
    expect(await second.ask()).toMatchObject({ model: 'openai/gpt-oss-120b' });
    expect(first.server.requests.map(({ model }) => model)).toEqual([
      'llama-3.3-70b-versatile',
      'openai/gpt-oss-120b',
      'openai/gpt-oss-120b',
    ]);
    expect(second.events.filter((event) => event.kind === 'warning')).toEqual([]);
  });

  it('does not know a bad key any more, and no key is in the file', async () => {
    const first = await run({ gemini: ['key-echo', { answer: ANSWER }], groq: ['429-day', { answer: ANSWER }] }, null);
    await first.ask().catch(() => null);
    const stored = readFileSync(join(folder, 'providers.json'), 'utf8');
    expect(stored).toContain('quota-day');
    expect(stored).not.toContain('authentication');
    for (const key of [GEMINI_KEY, GROQ_KEY]) expect(stored).not.toContain(key);
    const second = await run({}, first.server.url);
    expect(await second.ask()).toMatchObject({ provider: 'gemini' });
  });
});
