import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  latencyAt,
  openProviderMetrics,
  type ProviderFigures,
  readProviderMetrics,
} from '../../src/llm/provider-metrics.ts';
import { ANSWER, type ChainTest, startChain } from './chain-fixture.ts';

let folder: string;
let running: ChainTest | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-metrics-'));
});

afterEach(async () => {
  await running?.server.close();
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

const answered = (latencyMs: number, costUsd: number | null = 0.01) => ({
  inputTokens: 100,
  outputTokens: 10,
  costUsd,
  latencyMs,
});

describe('provider metrics', () => {
  it('add up over runs, parallel ones too, and leave one file', async () => {
    const runs = Array.from({ length: 6 }, () => openProviderMetrics(folder));
    for (const [index, run] of runs.entries()) {
      run.answered('groq', answered(100 + index, index === 0 ? null : 0.01));
      run.failed('groq', 'overloaded');
      run.fellBack('groq');
    }
    await Promise.all(runs.map((run) => run.settled()));
    const figures = (await readProviderMetrics(folder)).get('groq') as ProviderFigures;
    expect(figures).toMatchObject({
      requests: 12,
      answered: 6,
      failures: { overloaded: 6 },
      fallbacks: 6,
      inputTokens: 600,
      outputTokens: 60,
      unpriced: 1,
    });
    expect(figures.costUsd).toBeCloseTo(0.05, 10);
    expect([...figures.latenciesMs].sort()).toEqual([100, 101, 102, 103, 104, 105]);
    expect(readdirSync(folder)).toEqual(['metrics.json']);
  });

  it('keep the newest latencies only', async () => {
    const metrics = openProviderMetrics(folder);
    for (let request = 0; request < 450; request++) metrics.answered('gemini', answered(request));
    await metrics.settled();
    const figures = (await readProviderMetrics(folder)).get('gemini') as ProviderFigures;
    expect(figures.latenciesMs).toHaveLength(200);
    expect(latencyAt(figures, 0.5)).toBe(349);
    expect(latencyAt(figures, 0.95)).toBe(439);
  });

  it.each([
    '',
    '{"version":1,"providers":{"groq":7}}',
    '{"version":9}',
    '[]',
    '{"version":1,"providers":{"groq":{"failures":[],"requests":"many"}}}',
  ])('take %j for nothing known', async (content) => {
    writeFileSync(join(folder, 'metrics.json'), content);
    expect((await readProviderMetrics(folder)).get('groq')?.requests ?? 0).toBe(0);
    const metrics = openProviderMetrics(folder);
    metrics.failed('groq', 'network');
    await metrics.settled();
    expect((await readProviderMetrics(folder)).get('groq')).toMatchObject({ requests: 1, failures: { network: 1 } });
  });

  it('have no latency without an answer', () => {
    expect(latencyAt({ latenciesMs: [] } as unknown as ProviderFigures, 0.5)).toBeNull();
  });

  it('see each request of a chain, answered or not, and each fallback', async () => {
    const metrics = openProviderMetrics(folder);
    running = await startChain({ gemini: ['500'], groq: [{ answer: ANSWER }] }, { dependencies: { metrics } });
    await running.ask();
    await metrics.settled();
    const figures = await readProviderMetrics(folder);
    expect(figures.get('gemini')).toMatchObject({
      requests: 3,
      answered: 0,
      failures: { 'server-fault': 3 },
      fallbacks: 1,
    });
    expect(figures.get('groq')).toMatchObject({ requests: 1, answered: 1, failures: {}, fallbacks: 0 });
  });
});
