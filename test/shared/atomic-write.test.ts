import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeTextAtomically } from '../../src/shared/atomic-write.ts';

describe('writeTextAtomically', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-write-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes a new file and leaves nothing beside it', async () => {
    await writeTextAtomically(join(folder, 'a.txt'), 'größer\n');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('größer\n');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('replaces a file and keeps its mode', async () => {
    const file = join(folder, 'a.txt');
    writeFileSync(file, 'a much longer text than the new one\n');
    chmodSync(file, 0o600);
    await writeTextAtomically(file, 'new\n');
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('writes through a link', async () => {
    writeFileSync(join(folder, 'a.txt'), 'old\n');
    symlinkSync('a.txt', join(folder, 'link'));
    await writeTextAtomically(join(folder, 'link'), 'new\n');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new\n');
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'link']);
  });

  it('writes to a device as it is', async () => {
    await writeTextAtomically('/dev/null', 'x');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each([
    ['a folder that does not exist', 'none/a.txt'],
    ['a folder', 'taken'],
    ['a path through a file', 'file/a.txt'],
    ['a name that is too long', 'x'.repeat(300)],
  ])('refuses %s and leaves nothing behind', async (_, name) => {
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'file'), '');
    await expect(writeTextAtomically(join(folder, name), 'x')).rejects.toMatchObject({
      code: 'output-unwritable',
      exitCode: 2,
      hint: expect.stringMatching(/\w/),
    });
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });
});
