import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replay } from '../../src/index.ts';
import { defaultOptions } from '../../src/pipeline/default-options.ts';
import { repairProject } from '../../src/pipeline/repair.ts';

const ENV = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };

function timesIn(runDir: string): unknown {
  const read = (name: string) => JSON.parse(readFileSync(join(runDir, name), 'utf8'));
  const times = read('baseline.json').results.map(({ durationMs }: { durationMs: number | null }) => durationMs);
  return { times, whole: read('recording.json').baselineMs };
}

describe('a repetition of a run in which a person chose', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-review-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  it('asks nobody, and chooses the same', async () => {
    const options = {
      ...defaultOptions('fixtures/task-api.zip', { AUTOFIX_STATE_DIR: folder }),
      providers: ['offline'],
      out: join(folder, 'fixed.zip'),
    };
    const outcome = await repairProject(options, {
      env: ENV,
      emit: () => {},
      signal: new AbortController().signal,
      redact: (text) => text,
      review: async (hunks) => ({ kind: 'chosen', hunks: hunks.map(() => ({ kind: 'reject' })) }),
    });
    expect(outcome).toMatchObject({ status: 'not-fixed', warnings: [expect.stringContaining('none of its hunks')] });
    const { timings: _, outputs: __, ...lasting } = outcome;
    const again = await replay(outcome.outputs.runDir ?? '', { env: ENV, runsFolder: join(folder, 'again') });
    expect(again).toMatchObject(lasting);
    // What is judged how depends on what tests take: a repetition goes by the recorded times.
    const [recorded, repeated] = [outcome, again].map(({ outputs }) => timesIn(outputs.runDir ?? ''));
    expect(repeated).toEqual(recorded);
  }, 120_000);

  it('searches again with the remark, verifies what was edited, and can be repeated', async () => {
    const options = {
      ...defaultOptions('fixtures/task-api.zip', { AUTOFIX_STATE_DIR: folder }),
      providers: ['offline'],
      offlineTimeMs: 4000,
      out: join(folder, 'fixed.zip'),
    };
    let shown = 0;
    const outcome = await repairProject(options, {
      env: ENV,
      emit: () => {},
      signal: new AbortController().signal,
      redact: (text) => text,
      review: async (hunks) => {
        shown++;
        return {
          kind: 'chosen',
          hunks: hunks.map(({ newText }) => ({ kind: 'edit', text: `${newText}// checked\n` })),
        };
      },
    });
    expect(shown).toBe(1);
    expect(outcome).toMatchObject({
      status: 'fixed',
      patch: { explanation: expect.stringContaining('edited by hand') },
    });
    expect(outcome.patch?.diff).toContain('+// checked');
    const { timings: _, outputs: __, ...lasting } = outcome;
    const again = await replay(outcome.outputs.runDir ?? '', { env: ENV, runsFolder: join(folder, 'again') });
    expect(again).toMatchObject(lasting);
  }, 120_000);

  it('refuses the same repair a second time, with what was said', async () => {
    const options = {
      ...defaultOptions('fixtures/task-api.zip', { AUTOFIX_STATE_DIR: folder }),
      providers: ['offline'],
      offlineTimeMs: 1500,
      dryRun: true,
    };
    const outcome = await repairProject(options, {
      env: ENV,
      emit: () => {},
      signal: new AbortController().signal,
      redact: (text) => text,
      review: async () => ({ kind: 'again', remark: 'not like this' }),
    });
    expect(outcome.status).toBe('not-fixed');
    expect(outcome.warnings.join()).toMatch(/Asked again|none of its hunks/);
  }, 120_000);
});
