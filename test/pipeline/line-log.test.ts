import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { LineLog } from '../../src/pipeline/line-log.ts';

it('writes lines in their order, several at a time, a moment after they were added', async () => {
  const written: string[] = [];
  const log = new LineLog((text) => void written.push(text));
  for (const number of [1, 2, 3]) log.add(() => ({ number }));
  expect(written).toEqual([]);
  await wait(200);
  expect(written).toEqual(['{"number":1}\n{"number":2}\n{"number":3}\n']);
});

it('writes what is left at the end, once', async () => {
  const written: string[] = [];
  const log = new LineLog((text) => void written.push(text));
  log.add(() => 'last');
  log.end();
  log.end();
  await wait(150);
  expect(written).toEqual(['"last"\n']);
});

it('tells whoever adds the next line that the last ones could not be written', async () => {
  const log = new LineLog(() => {
    throw new Error('ENOSPC');
  });
  log.add(() => 1);
  await wait(150);
  expect(() => log.add(() => 2)).toThrow('ENOSPC');
  expect(() => log.end()).toThrow('ENOSPC');
});
