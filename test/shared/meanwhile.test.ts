import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { meanwhile } from '../../src/shared/meanwhile.ts';

it('begins the second work while the first goes on, and ends when both have', async () => {
  const log: string[] = [];
  const first = wait(60).then(() => {
    log.push('first ends');
    return 'result';
  });
  const result = await meanwhile(first, async (isOver) => {
    log.push(`second begins, ${isOver()}`);
    await wait(80);
    log.push(`second ends, ${isOver()}`);
  });
  expect(result).toBe('result');
  expect(log).toEqual(['second begins, false', 'first ends', 'second ends, true']);
});

it('waits for the second work when the first fails, and fails for the same reason', async () => {
  let hasEnded = false;
  const failing = wait(5).then(() => Promise.reject(new Error('first')));
  const both = meanwhile(failing, async () => {
    await wait(40);
    hasEnded = true;
    throw new Error('second');
  });
  await expect(both).rejects.toThrow('first');
  expect(hasEnded).toBe(true);
});

it('fails with the second work when the first went well', async () => {
  const both = meanwhile(Promise.resolve(1), () => Promise.reject(new Error('second')));
  await expect(both).rejects.toThrow('second');
});
