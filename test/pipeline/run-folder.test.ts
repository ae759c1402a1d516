import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { createRunFolder } from '../../src/pipeline/run-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'autofix-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function tree(folder: string): string {
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  writeFileSync(join(folder, 'a/b/c.txt'), '');
  return folder;
}

it('frees the name of a work copy at once, and has removed all of them in the end', async () => {
  const runFolder = createRunFolder(root, (text) => text);
  const [first, second] = ['judge', 'judge-2'].map((name) => tree(join(runFolder.workPath, name)));
  runFolder.removeSoon(second ?? '');
  expect(existsSync(second ?? '')).toBe(false);
  tree(second ?? '');
  runFolder.removeSoon(join(runFolder.workPath, 'never-there'));
  expect(existsSync(first ?? '')).toBe(true);
  await runFolder.dispose();
  expect(readdirSync(runFolder.path)).toEqual([]);
});

it('adds to a file, without secrets', () => {
  const runFolder = createRunFolder(root, (text) => text.replaceAll('secret', '…'));
  runFolder.append('lines.ndjson', '"one secret"\n');
  runFolder.append('lines.ndjson', '"two"\n');
  expect(readFileSync(join(runFolder.path, 'lines.ndjson'), 'utf8')).toBe('"one …"\n"two"\n');
});
