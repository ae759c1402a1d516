import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openProject } from '../../src/archive/open-project.ts';
import { writeChangesToFolder } from '../../src/archive/write-folder.ts';
import type { ProjectChange } from '../../src/domain/project.ts';
import { temporaryFolders } from './temporary-folder.ts';
import { buildZip } from './zip-builder.ts';

const newFolder = temporaryFolders();

function project(files: Record<string, string>): string {
  const folder = newFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const change = (path: string, content: string): ProjectChange => ({ kind: 'write', path, bytes: Buffer.from(content) });

describe('opening a folder', () => {
  it('leaves out what is installed, generated or version control', async () => {
    const folder = project({
      'src/a.js': 'a',
      'build/kept.js': 'kept',
      '.env': 'KEPT=1',
      '.github/workflows/ci.yml': 'kept',
      'node_modules/x/index.js': '',
      'packages/p/node_modules/y/index.js': '',
      '.git/HEAD': '',
      '.venv/pyvenv.cfg': '',
      'env/pyvenv.cfg': '',
      'env/lib/x.py': '',
      'src/__pycache__/a.pyc': '',
      'target/CACHEDIR.TAG': '',
      'target/debug/x': '',
    });
    const { entries, prefix, origin, name } = await openProject(folder);
    expect([...entries.keys()]).toEqual(['.env', '.github/workflows/ci.yml', 'build/kept.js', 'src/a.js']);
    expect({ prefix, origin }).toEqual({ prefix: '', origin: { kind: 'folder', folder } });
    expect(folder.endsWith(name)).toBe(true);
  });

  it('follows no links, and keeps only those that stay inside', async () => {
    const folder = project({ 'a.txt': 'a' });
    for (const [name, target] of [
      ['in', 'a.txt'],
      ['out', '../..'],
      ['abs', '/etc'],
      ['loop', 'loop'],
    ] as const) {
      symlinkSync(target, join(folder, name));
    }
    expect([...(await openProject(folder)).entries.keys()]).toEqual(['a.txt', 'in']);
  });

  it('refuses an empty folder and one with too many files', async () => {
    await expect(openProject(newFolder())).rejects.toMatchObject({ code: 'archive-refused', exitCode: 5 });
    await expect(openProject(project({ a: '', b: '' }), { maxEntries: 1 })).rejects.toMatchObject({ exitCode: 5 });
  });

  it('reads a file on demand and notices a change since the start', async () => {
    const folder = project({ 'a.txt': 'a', 'b.txt': 'b' });
    const { entries } = await openProject(folder);
    expect(Buffer.from(entries.get('a.txt')?.bytes() ?? '').toString()).toBe('a');
    writeFileSync(join(folder, 'b.txt'), 'other');
    expect(() => entries.get('b.txt')?.bytes()).toThrow('was changed while');
  });
});

describe('writing changes into the folder', () => {
  it('writes, creates and removes, keeps modes, and leaves nothing else behind', async () => {
    const folder = project({ 'a.sh': 'old', 'b.txt': 'b', 'c.txt': 'c' });
    chmodSync(join(folder, 'a.sh'), 0o751);
    const loaded = await openProject(folder);
    await writeChangesToFolder(loaded, [
      change('a.sh', 'new'),
      change('new/d.txt', 'd'),
      { kind: 'remove', path: 'b.txt' },
    ]);
    expect(readFileSync(join(folder, 'a.sh'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a.sh')).mode & 0o777).toBe(0o751);
    expect(readFileSync(join(folder, 'new/d.txt'), 'utf8')).toBe('d');
    expect(readdirSync(folder).sort()).toEqual(['a.sh', 'c.txt', 'new']);
    expect(readdirSync(join(folder, 'new'))).toEqual(['d.txt']);
  });

  it.each<[string, (folder: string) => void, ProjectChange]>([
    ['a file was edited', (folder) => writeFileSync(join(folder, 'b.txt'), 'theirs'), change('b.txt', 'ours')],
    [
      'a file was edited that is to be removed',
      (folder) => writeFileSync(join(folder, 'b.txt'), 'x'),
      { kind: 'remove', path: 'b.txt' },
    ],
    [
      'a file appeared where one is to be created',
      (folder) => writeFileSync(join(folder, 'n.txt'), 'x'),
      change('n.txt', 'ours'),
    ],
  ])('refuses everything when %s meanwhile', async (_what, meanwhile, refused) => {
    const folder = project({ 'a.txt': 'a', 'b.txt': 'b' });
    const loaded = await openProject(folder);
    loaded.entries.get('b.txt')?.bytes();
    meanwhile(folder);
    await expect(writeChangesToFolder(loaded, [change('a.txt', 'ours'), refused])).rejects.toMatchObject({
      exitCode: 5,
    });
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a');
  });

  it.each<[string, (folder: string) => void]>([
    ['edited', (folder) => writeFileSync(join(folder, 'b.txt'), 'theirs')],
    ['removed', (folder) => rmSync(join(folder, 'b.txt'))],
    ['made executable', (folder) => chmodSync(join(folder, 'b.txt'), 0o777)],
  ])('refuses everything when a file that is not to be written was %s meanwhile', async (_what, meanwhile) => {
    const folder = project({ 'a.txt': 'a', 'b.txt': 'b' });
    const loaded = await openProject(folder);
    meanwhile(folder);
    await expect(writeChangesToFolder(loaded, [change('a.txt', 'ours')])).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('b.txt'),
    });
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a');
  });

  it('a file that was only touched is still the same file', async () => {
    const folder = project({ 'a.txt': 'a' });
    const loaded = await openProject(folder);
    loaded.entries.get('a.txt')?.bytes();
    utimesSync(join(folder, 'a.txt'), 1, 1);
    await writeChangesToFolder(loaded, [change('a.txt', 'new')]);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new');
  });

  it('never writes through a link', async () => {
    const outside = newFolder();
    writeFileSync(join(outside, 'x.txt'), 'theirs');
    const folder = project({ 'a.txt': 'a' });
    symlinkSync(outside, join(folder, 'dir'));
    const loaded = await openProject(folder);
    await expect(writeChangesToFolder(loaded, [change('dir/new.txt', 'x')])).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    await expect(writeChangesToFolder(loaded, [change('dir/x.txt', 'x')])).rejects.toMatchObject({ exitCode: 2 });
    expect(readdirSync(outside)).toEqual(['x.txt']);
    expect(readFileSync(join(outside, 'x.txt'), 'utf8')).toBe('theirs');
  });

  it('puts back what was written when a later write fails', async () => {
    const folder = project({ 'a.txt': 'a', 'b.txt': 'b' });
    const loaded = await openProject(folder);
    // A folder below a file cannot be made.
    const changes = [change('a.txt', 'new'), change('c.txt', 'created'), change('b.txt/sub/c.txt', 'x')];
    await expect(writeChangesToFolder(loaded, changes)).rejects.toMatchObject({
      code: 'output-unwritable',
      exitCode: 2,
    });
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a');
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b.txt']);
  });

  it('is not for a project that came from a ZIP', async () => {
    const zip = join(newFolder(), 'p.zip');
    writeFileSync(zip, buildZip({ entries: [{ name: 'a', content: 'x' }] }));
    await expect(writeChangesToFolder(await openProject(zip), [])).rejects.toMatchObject({
      code: 'usage',
      exitCode: 2,
    });
  });
});
