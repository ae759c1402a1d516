import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerCacheInfo, cacheKey, clearAnswerCache, openAnswerCache } from '../../src/llm/answer-cache.ts';
import type { ProviderScript } from '../support/provider-server.ts';
import { ANSWER, type ChainTest, type ChainTestOptions, KEYS, startChain } from './chain-fixture.ts';

let folder: string;
const running: ChainTest[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-cache-'));
});

afterEach(async () => {
  for (const test of running.splice(0)) await test.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const KEY = cacheKey('question');
const OTHER = cacheKey('other question');
const DAY = 24 * 3_600_000;
const entry = (text: string) => ({ text, model: 'm' });
const files = () => readdirSync(join(folder, 'answers'));

describe('the answer cache', () => {
  it('gives what it was given, to the next run too, and to nobody else', async () => {
    await openAnswerCache(folder).write(KEY, entry(ANSWER));
    expect(await openAnswerCache(folder).read(KEY)).toEqual({ text: ANSWER, model: 'm' });
    expect(await openAnswerCache(folder).read(OTHER)).toBeNull();
    const [name = ''] = files();
    expect(statSync(join(folder, 'answers', name)).mode & 0o077).toBe(0);
  });

  it.each([
    ['changed', (text: string) => text.replace('import', 'export')],
    ['cut off', (text: string) => text.slice(0, -5)],
    ['empty', () => ''],
    ['foreign', () => '{"text":"x","model":"m"}'],
  ])('does not give an answer whose file is %s', async (_name, spoil) => {
    const cache = openAnswerCache(folder);
    await cache.write(KEY, entry(ANSWER));
    const file = join(folder, 'answers', `${KEY}.json`);
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    expect(await cache.read(KEY)).toBeNull();
  });

  it('does not give the answer of another question under this name', async () => {
    const cache = openAnswerCache(folder);
    await cache.write(KEY, entry(ANSWER));
    writeFileSync(join(folder, 'answers', `${OTHER}.json`), readFileSync(join(folder, 'answers', `${KEY}.json`)));
    expect(await cache.read(OTHER)).toBeNull();
  });

  it('forgets what is too old', async () => {
    let now = Date.parse('2026-11-22T10:00:00Z');
    const cache = openAnswerCache(folder, () => now);
    await cache.write(KEY, entry(ANSWER));
    now += 13 * DAY;
    expect(await cache.read(KEY)).not.toBeNull();
    now += 2 * DAY;
    expect(await cache.read(KEY)).toBeNull();
  });

  it('drops the oldest when it grows too large', async () => {
    let now = Date.parse('2026-11-22T10:00:00Z');
    const cache = openAnswerCache(folder, () => now, { mostBytes: 3000, longestAgeMs: DAY });
    for (let index = 0; index < 5; index++) {
      await cache.write(cacheKey(index), entry('x'.repeat(1000)));
      now += 1000;
    }
    expect(await Promise.all([0, 1, 2, 3, 4].map((index) => cache.read(cacheKey(index))))).toEqual([
      null,
      null,
      null,
      expect.anything(),
      expect.anything(),
    ]);
  });

  it('tells what it holds and can be emptied', async () => {
    expect(await answerCacheInfo(folder)).toMatchObject({ entries: 0, bytes: 0, oldest: null });
    await openAnswerCache(folder).write(KEY, entry(ANSWER));
    expect(await clearAnswerCache(folder)).toMatchObject({ entries: 1, bytes: expect.any(Number) });
    expect(await answerCacheInfo(folder)).toMatchObject({ entries: 0, oldest: null });
  });

  it('is quiet about a folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const cache = openAnswerCache(join(folder, 'file'));
    await cache.write(KEY, entry(ANSWER));
    expect(await cache.read(KEY)).toBeNull();
  });
});

describe('a chain with a cache', () => {
  async function run(script: ProviderScript, url: string | null, options: ChainTestOptions = {}) {
    const environment = url === null ? {} : { GEMINI_BASE_URL: url };
    const cache = openAnswerCache(folder);
    const test = await startChain(script, {
      ...options,
      environment: { ...environment, ...options.environment },
      dependencies: { cache },
    });
    running.push(test);
    return test;
  }

  it('does not ask again in the next run, says so, and spends nothing', async () => {
    const first = await run({ gemini: [{ answer: ANSWER }] }, null);
    await first.ask();
    const second = await run({}, first.server.url);
    expect(await second.ask()).toMatchObject({
      text: ANSWER,
      provider: 'gemini',
      model: 'gemini-3.8-flash',
      costUsd: 0,
    });
    expect(first.server.requests).toHaveLength(1);
    expect(second.chain.usage()).toEqual({ requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 });
    expect(second.events).toEqual([{ kind: 'warning', message: expect.stringContaining('--no-cache') }]);
    for (const name of files()) {
      for (const key of KEYS) expect(readFileSync(join(folder, 'answers', name), 'utf8')).not.toContain(key);
    }
  });

  it('asks the same question twice for two answers, and gives both again in their order', async () => {
    const first = await run({ gemini: [{ answer: '{"n":1}' }, { answer: '{"n":2}' }] }, null);
    const texts = [(await first.ask()).text, (await first.ask()).text];
    expect(texts).toEqual(['{"n":1}', '{"n":2}']);
    const second = await run({}, first.server.url);
    expect([(await second.ask()).text, (await second.ask()).text]).toEqual(texts);
    expect(first.server.requests).toHaveLength(2);
  });

  it('asks another model, another address and an answer that was of no use', async () => {
    const first = await run({ gemini: [{ answer: ANSWER }] }, null);
    const answer = await first.ask();
    const otherModel = await run({}, first.server.url, { environment: { GEMINI_MODEL: 'gemini-3.6-flash' } });
    await otherModel.ask();
    expect(first.server.requests).toHaveLength(2);
    const otherAddress = await run({ gemini: [{ answer: ANSWER }] }, null);
    await otherAddress.ask();
    expect(otherAddress.server.requests).toHaveLength(1);
    await first.chain.reject(answer);
    const again = await run({}, first.server.url);
    await again.ask();
    expect(first.server.requests).toHaveLength(3);
  });

  it('keeps no failure', async () => {
    const first = await run({ gemini: ['max-tokens'], groq: [{ answer: ANSWER }] }, null);
    await first.ask();
    expect(files()).toHaveLength(1);
  });
});
