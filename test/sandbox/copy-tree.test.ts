import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { copyTree } from '../../src/sandbox/copy-tree.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Path, kind, mode, time and content of everything below a folder. */
function listing(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return ['', ...names.sort()].map((name) => {
    const path = join(root, name);
    const stat = lstatSync(path);
    const content = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path, 'utf8') : 'folder';
    return [name, (stat.mode & 0o7777).toString(8), Math.floor(stat.mtimeMs), content].join(' ');
  });
}

it.each([3, 60])('copies %s packages with links, modes and times as they are', async (count) => {
  const source = join(folder, 'from');
  for (let index = 0; index < count; index++) {
    const place = join(source, index % 5 === 0 ? '.hidden' : '@scope', `package ${index}`, 'lib');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), `${index}\n`);
    writeFileSync(join(source, `-${index} ä.js`), 'x');
  }
  chmodSync(join(source, '-0 ä.js'), 0o751);
  symlinkSync('nowhere/../at all', join(source, 'dangling'));
  symlinkSync('@scope', join(source, 'linked'));
  utimesSync(source, 1_000_000, 1_000_000);
  chmodSync(source, 0o750);
  await copyTree(source, join(folder, 'to'));
  expect(listing(join(folder, 'to'))).toEqual(listing(source));
});

it('copies a single file', async () => {
  writeFileSync(join(folder, 'one'), 'text');
  await copyTree(join(folder, 'one'), join(folder, 'two'));
  expect(readFileSync(join(folder, 'two'), 'utf8')).toBe('text');
});
