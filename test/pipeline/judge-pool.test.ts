import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import { createJudgePool, type JudgeTree } from '../../src/pipeline/judge-pool.ts';
import { searchWidth, treesFor } from '../../src/pipeline/open-judges.ts';
import { thisHost } from '../../src/sandbox/host.ts';
import { memoryProject } from '../support/memory-project.ts';
import { reportOf } from '../support/test-results.ts';

const task = { project: memoryProject({}), failing: [], baseline: reportOf([]), suspects: [] };
const patch: CandidatePatch = { edits: [], rationale: '', origin: { kind: 'offline', operator: 'x' } };

function tree(name: string, log: string[]): JudgeTree {
  let isBusy = false;
  return {
    judge: async () => {
      if (isBusy) throw new Error(`${name} judges two at a time`);
      isBusy = true;
      log.push(name);
      await wait(10);
      isBusy = false;
      return { verdict: { kind: 'invalid', reason: name }, project: null };
    },
    dispose: async () => void log.push(`${name} ends`),
  };
}

it('makes trees when they are needed, up to the limit, and prefers the first', async () => {
  const log: string[] = [];
  const pool = createJudgePool(tree('one', log), async (number) => tree(`tree ${number}`, log), 2);
  await pool.judge(patch, task);
  await pool.judge(patch, task);
  expect(log).toEqual(['one', 'one']);
  await Promise.all([1, 2, 3, 4].map(() => pool.judge(patch, task)));
  expect(log.filter((name) => name === 'tree 2')).toHaveLength(2);
  await pool.dispose();
  expect(log.slice(-2)).toEqual(['one ends', 'tree 2 ends']);
});

it('lets no candidate wait for a tree that is being made while an old one is free', async () => {
  const log: string[] = [];
  let finish = () => {};
  const making = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const another = async (number: number) => {
    await making;
    return tree(`tree ${number}`, log);
  };
  const pool = createJudgePool(tree('one', log), another, 2);
  await Promise.all([1, 2, 3].map(() => pool.judge(patch, task)));
  expect(log).toEqual(['one', 'one', 'one']);
  const disposed = pool.dispose();
  finish();
  await disposed;
  expect(log.slice(-2)).toEqual(['one ends', 'tree 2 ends']);
});

it('stays wide in the rounds after the one in which it became so', () => {
  const width = searchWidth(3, 2);
  expect([0, 2, 3, 4, 0, 1].map(width)).toEqual([1, 1, 2, 2, 2, 2]);
});

it('goes on with what it has where another tree cannot be made, and gives trees back after an error', async () => {
  const log: string[] = [];
  let asked = 0;
  const broken = async (): Promise<JudgeTree> => {
    asked++;
    throw new Error('ENOSPC');
  };
  const pool = createJudgePool(tree('one', log), broken, 4);
  await Promise.all([1, 2, 3].map(() => pool.judge(patch, task)));
  expect(log).toEqual(['one', 'one', 'one']);
  expect(asked).toBeLessThanOrEqual(2);
  const failing = createJudgePool(
    { judge: () => Promise.reject(new Error('ended')), dispose: async () => {} },
    broken,
    1,
  );
  await expect(failing.judge(patch, task)).rejects.toThrow('ended');
  await expect(failing.judge(patch, task)).rejects.toThrow('ended');
});

it('keeps to one tree where commands see each other, and to what the machine has', () => {
  const host = { ...thisHost(), cpus: 16, memoryBytes: 64 * 1024 ** 3 };
  expect(treesFor({}, 8, host)).toBe(1);
  expect(treesFor({ separates: true }, null, host)).toBe(4);
  expect(treesFor({ separates: true }, 8, host)).toBe(8);
  expect(treesFor({ separates: true }, null, { ...host, memoryBytes: 1024 ** 3 })).toBe(1);
});
