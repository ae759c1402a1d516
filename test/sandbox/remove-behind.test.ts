import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { thisHost } from '../../src/sandbox/host.ts';
import { removeBehind } from '../../src/sandbox/remove-behind.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  mkdirSync(join(folder, 'tmp'));
  mkdirSync(join(folder, 'tree/shut'), { recursive: true });
  for (let file = 0; file < 2000; file++) writeFileSync(join(folder, `tree/shut/${file}`), '');
  chmodSync(join(folder, 'tree/shut'), 0);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('has a tree out of its place at once, and gone in the end', async () => {
  const going = removeBehind({ ...thisHost(), tempFolder: join(folder, 'tmp') }, join(folder, 'tree'));
  await new Promise((done) => setTimeout(done, 5));
  while (existsSync(join(folder, 'tree'))) await new Promise((done) => setTimeout(done, 1));
  await going;
  while (readdirSync(join(folder, 'tmp')).length > 0) await new Promise((done) => setTimeout(done, 5));
});

it('removes it in its place where there is no other on the same disk', async () => {
  await removeBehind({ ...thisHost(), tempFolder: join(folder, 'nowhere') }, join(folder, 'tree'));
  expect(readdirSync(folder)).toEqual(['tmp']);
});
