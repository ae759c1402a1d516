import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EntryKind, type Project, type ProjectEntry, withChanges } from '../../src/domain/project.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';

function entry(path: string, content: string, kind: EntryKind = 'file', mode = 0o644): ProjectEntry {
  const bytes = Buffer.from(content);
  return { path, kind, mode, size: bytes.length, bytes: () => bytes };
}

function projectOf(...entries: ProjectEntry[]): Project {
  return {
    name: 'sample',
    origin: { kind: 'folder', folder: '/nowhere' },
    prefix: '',
    entries: new Map(entries.map((each) => [each.path, each])),
  };
}

const sample = projectOf(
  entry('package.json', '{}'),
  entry('src', '', 'directory', 0o755),
  entry('src/a.js', 'one'),
  entry('src/deep/b.js', 'two'),
  entry('bin/run', '#!/bin/sh\n', 'file', 0o755),
  entry('empty', '', 'directory', 0o755),
  entry('link', 'src/a.js', 'symlink', 0o777),
);

/** Everything on disk: path → text, `→ target` or `/`. */
function contents(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const item of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name);
    const text = item.isSymbolicLink()
      ? `→ ${readlinkSync(path)}`
      : item.isDirectory()
        ? '/'
        : readFileSync(path, 'utf8');
    found[path.slice(root.length + 1)] = text;
  }
  return found;
}

const SAMPLE_CONTENTS = {
  'package.json': '{}',
  src: '/',
  'src/a.js': 'one',
  'src/deep': '/',
  'src/deep/b.js': 'two',
  bin: '/',
  'bin/run': '#!/bin/sh\n',
  empty: '/',
  link: '→ src/a.js',
};

describe('createWorkspace', () => {
  let folder: string;
  let workspace: Workspace;
  const at = (path: string) => join(workspace.root, path);
  const write = (path: string, text: string) => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), text);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
    workspace = await createWorkspace(join(folder, 'work'), sample);
  });
  afterEach(async () => {
    await workspace.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('puts files, folders, links and modes in place', () => {
    expect(contents(workspace.root)).toEqual(SAMPLE_CONTENTS);
    expect(statSync(at('bin/run')).mode & 0o777).toBe(0o755);
    expect(statSync(at('src/a.js')).mode & 0o777).toBe(0o644);
  });

  it('applies another version by touching only what differs', async () => {
    const before = lstatSync(at('src/deep/b.js')).ino;
    const changed = withChanges(sample, [
      { kind: 'write', path: 'src/a.js', bytes: Buffer.from('uno') },
      { kind: 'remove', path: 'bin/run' },
      { kind: 'write', path: 'lib/new.js', bytes: Buffer.from('new') },
    ]);
    await workspace.apply(changed);
    const { 'bin/run': _run, bin: _bin, ...rest } = SAMPLE_CONTENTS;
    expect(contents(workspace.root)).toEqual({ ...rest, 'src/a.js': 'uno', lib: '/', 'lib/new.js': 'new' });
    expect(lstatSync(at('src/deep/b.js')).ino).toBe(before);
    await workspace.apply(sample);
    expect(contents(workspace.root)).toEqual(SAMPLE_CONTENTS);
  });

  it('resets what tests left behind and keeps installed folders', async () => {
    write('src/a.js', 'changed');
    write('junk/deep/x', 'x');
    write('node_modules/lib/index.js', 'installed');
    write('packages/a/node_modules/lib/index.js', 'installed');
    write('packages/a/junk', 'x');
    chmodSync(at('bin/run'), 0o600);
    rmSync(at('src/deep'), { recursive: true });
    await workspace.reset(sample, ['node_modules', 'packages/a/node_modules']);
    const { node_modules: _folder, packages: _packages, ...rest } = contents(workspace.root);
    expect(Object.fromEntries(Object.entries(rest).filter(([path]) => !path.includes('node_modules')))).toEqual({
      ...SAMPLE_CONTENTS,
      'packages/a': '/',
    });
    expect(readFileSync(at('node_modules/lib/index.js'), 'utf8')).toBe('installed');
    expect(readFileSync(at('packages/a/node_modules/lib/index.js'), 'utf8')).toBe('installed');
    expect(statSync(at('bin/run')).mode & 0o777).toBe(0o755);
  });

  it('sees a change that keeps size and time', async () => {
    const { atime, mtime } = statSync(at('src/a.js'));
    writeFileSync(at('src/a.js'), 'eno');
    utimesSync(at('src/a.js'), atime, mtime);
    await workspace.reset(sample, []);
    expect(readFileSync(at('src/a.js'), 'utf8')).toBe('one');
  });

  it('resets to another version than the one it held', async () => {
    const other = withChanges(sample, [{ kind: 'write', path: 'src/a.js', bytes: Buffer.from('uno') }]);
    await workspace.reset(other, []);
    expect(contents(workspace.root)).toEqual({ ...SAMPLE_CONTENTS, 'src/a.js': 'uno' });
  });

  it('does not write or delete through links that tests planted', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(join(outside, 'deep'), { recursive: true });
    writeFileSync(join(outside, 'a.js'), 'precious');
    writeFileSync(join(outside, 'deep', 'b.js'), 'precious');
    rmSync(at('src'), { recursive: true });
    symlinkSync(outside, at('src'));
    rmSync(at('package.json'));
    linkSync(join(outside, 'a.js'), at('package.json'));
    await workspace.reset(sample, []);
    expect(contents(workspace.root)).toEqual(SAMPLE_CONTENTS);
    expect(contents(outside)).toEqual({ 'a.js': 'precious', deep: '/', 'deep/b.js': 'precious' });
  });

  it('does not take a folder moved into a kept one for the true one', async () => {
    mkdirSync(at('node_modules'));
    renameSync(at('src'), at('node_modules/src'));
    symlinkSync('node_modules/src', at('src'));
    await workspace.reset(sample, ['node_modules']);
    expect(lstatSync(at('src')).isDirectory()).toBe(true);
  });

  it('cleans folders that tests have shut, and names that are no text', async () => {
    mkdirSync(at('shut/inner'), { recursive: true });
    writeFileSync(at('shut/inner/x'), 'x');
    chmodSync(at('shut/inner'), 0o000);
    chmodSync(at('shut'), 0o500);
    writeFileSync(Buffer.concat([Buffer.from(`${workspace.root}/`), Buffer.from([0x62, 0xff, 0xfe])]), 'x');
    chmodSync(at('src'), 0o000);
    await workspace.reset(sample, []);
    expect(contents(workspace.root)).toEqual(SAMPLE_CONTENTS);
    chmodSync(at('src/deep'), 0o000);
    await workspace.dispose();
    expect(existsSync(workspace.root)).toBe(false);
  });

  it('clones installed folders with their links, and moves the paths of a virtual environment', async () => {
    write('node_modules/lib/cli.js', 'cli');
    mkdirSync(at('node_modules/.bin'));
    symlinkSync('../lib/cli.js', at('node_modules/.bin/cli'));
    write('.venv/pyvenv.cfg', `command = python -m venv ${workspace.root}/.venv\n`);
    write('.venv/bin/tool', `#!${workspace.root}/.venv/bin/python\n`);
    write('.venv/lib/python3.11/site-packages/own.pth', `${workspace.root}/src\n`);
    const other = await createWorkspace(join(folder, 'other'), sample);
    await other.cloneInstalledFrom(workspace, ['node_modules', '.venv', 'missing']);
    expect(readlinkSync(join(other.root, 'node_modules/.bin/cli'))).toBe('../lib/cli.js');
    expect(readFileSync(join(other.root, '.venv/bin/tool'), 'utf8')).toBe(`#!${other.root}/.venv/bin/python\n`);
    expect(readFileSync(join(other.root, '.venv/lib/python3.11/site-packages/own.pth'), 'utf8')).toBe(
      `${other.root}/src\n`,
    );
    expect(readFileSync(at('.venv/bin/tool'), 'utf8')).toContain(workspace.root);
    await other.dispose();
  });

  it('copies nothing of the machine when an installation has put links in the way', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(join(outside, 'node_modules'), { recursive: true });
    writeFileSync(join(outside, 'node_modules/private'), `of ${workspace.root}`);
    symlinkSync(outside, at('packages'));
    write('.venv/pyvenv.cfg', '');
    symlinkSync(join(outside, 'node_modules'), at('.venv/bin'));
    const other = await createWorkspace(join(folder, 'other'), sample);
    await other.cloneInstalledFrom(workspace, ['packages/node_modules', '.venv']);
    expect(existsSync(join(other.root, 'packages'))).toBe(false);
    expect(readlinkSync(join(other.root, '.venv/bin'))).toBe(join(outside, 'node_modules'));
    expect(readFileSync(join(outside, 'node_modules/private'), 'utf8')).toBe(`of ${workspace.root}`);
    await other.dispose();
  });

  describe('while processes of the project are at work in it', () => {
    const changed = withChanges(sample, [{ kind: 'write', path: 'src/a.js', bytes: Buffer.from('new') }]);

    it('gets other contents of its files', async () => {
      await workspace.overwrite(changed);
      expect(readFileSync(at('src/a.js'), 'utf8')).toBe('new');
      expect(await workspace.changedIn(changed)).toEqual([]);
      await workspace.overwrite(sample);
      expect(await workspace.changedIn(sample)).toEqual([]);
    });

    it('is not written to through a link in the place of a folder or a file', async () => {
      const outside = join(folder, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'a.js'), 'precious');
      rmSync(at('src/a.js'));
      symlinkSync(join(outside, 'a.js'), at('src/a.js'));
      await workspace.overwrite(changed);
      expect(lstatSync(at('src/a.js')).isFile()).toBe(true);
      renameSync(at('src'), at('moved'));
      symlinkSync(outside, at('src'));
      await expect(workspace.overwrite(sample)).rejects.toThrow();
      expect(contents(outside)).toEqual({ 'a.js': 'precious' });
    });

    it('is not written to through another name of a file, or a pipe in its place', async () => {
      linkSync(at('src/a.js'), at('src/twin.js'));
      await workspace.overwrite(changed);
      expect(readFileSync(at('src/twin.js'), 'utf8')).not.toBe('new');
      rmSync(at('src/a.js'));
      spawnSync('/usr/bin/env', ['mkfifo', at('src/a.js')]);
      await workspace.overwrite(sample);
      expect(await workspace.changedIn(sample)).toEqual([]);
    });

    it('gets a shorter content whole, and the mode that the entry has', async () => {
      chmodSync(at('src/a.js'), 0o600);
      const short = withChanges(sample, [{ kind: 'write', path: 'src/a.js', bytes: Buffer.from('') }]);
      await workspace.overwrite(short);
      expect(readFileSync(at('src/a.js'), 'utf8')).toBe('');
      expect(await workspace.changedIn(short)).toEqual([]);
      await workspace.reset(sample, []);
      expect(await workspace.changedIn(sample)).toEqual([]);
    });

    it('takes no other file than it has', async () => {
      const more = withChanges(sample, [{ kind: 'write', path: 'src/more.js', bytes: Buffer.from('') }]);
      await expect(workspace.overwrite(more)).rejects.toThrow('src/more.js');
      await workspace.apply(more);
      await expect(workspace.overwrite(sample)).rejects.toThrow('src/more.js');
    });
  });

  it('refuses links that lead out of the project', async () => {
    for (const target of ['/etc/passwd', '../outside', 'src/../../outside']) {
      const hostile = projectOf(entry('bad', target, 'symlink'));
      await expect(createWorkspace(join(folder, 'hostile'), hostile)).rejects.toMatchObject({
        code: 'archive-refused',
      });
    }
    const fine = projectOf(entry('a/b/top', '../..', 'symlink'), entry('a/x', 'x'));
    await expect(createWorkspace(join(folder, 'fine'), fine)).resolves.toBeDefined();
  });
});

describe('installed folders', () => {
  it('are put right after a candidate’s tests have written to them, whatever they did', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
    const [work, pristine] = [
      await createWorkspace(join(folder, 'work'), sample),
      await createWorkspace(join(folder, 'pristine'), sample),
    ];
    const at = (path: string) => join(work.root, 'node_modules', path);
    for (const path of ['lib/in', 'gone', 'swapped']) mkdirSync(at(path), { recursive: true });
    for (const path of ['lib/a.js', 'lib/in/b.js', 'lib/c.js', 'gone/d.js', 'swapped/e.js', 'mode.js', 'same.js'])
      writeFileSync(at(path), path);
    symlinkSync('lib/a.js', at('link'));
    await pristine.cloneInstalledFrom(work, ['node_modules']);
    mkdirSync(at('.cache'));
    writeFileSync(at('.cache/by-the-project'), 'kept');
    await new Promise((resolve) => setTimeout(resolve, 20));
    work.trustInstalled(pristine);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = statSync(at('same.js'), { bigint: true }).ctimeNs;

    writeFileSync(at('lib/a.js'), 'evil 1 ');
    utimesSync(at('lib/a.js'), 1, 1);
    renameSync(at('lib/in/b.js'), at('lib/in/moved.js'));
    rmSync(at('lib/c.js'));
    rmSync(at('gone'), { recursive: true });
    rmSync(at('swapped'), { recursive: true });
    symlinkSync('/etc', at('swapped'));
    rmSync(at('link'));
    symlinkSync('/etc/passwd', at('link'));
    chmodSync(at('mode.js'), 0o777);
    mkdirSync(at('new/deep'), { recursive: true });
    writeFileSync(at('new/deep/f.js'), 'evil');
    await work.reset(sample, ['node_modules']);

    const { '.cache': _folder, '.cache/by-the-project': kept, ...rest } = contents(join(work.root, 'node_modules'));
    expect(kept).toBe('kept');
    expect(rest).toEqual(contents(join(pristine.root, 'node_modules')));
    expect(statSync(at('mode.js')).mode & 0o777).toBe(0o644);
    expect(statSync(at('same.js'), { bigint: true }).ctimeNs).toBe(before);

    rmSync(join(work.root, 'node_modules'), { recursive: true });
    symlinkSync('/etc', join(work.root, 'node_modules'));
    await work.reset(sample, ['node_modules']);
    expect(contents(join(work.root, 'node_modules'))).toEqual(contents(join(pristine.root, 'node_modules')));
    rmSync(folder, { recursive: true });
  });

  it('that an installation has linked to the machine are put right without a step behind the link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'of the machine');
    const work = await createWorkspace(join(folder, 'work'), sample);
    const pristine = await createWorkspace(join(folder, 'pristine'), sample);
    mkdirSync(join(work.root, 'node_modules'));
    symlinkSync(outside, join(work.root, 'node_modules/linked'));
    await pristine.cloneInstalledFrom(work, ['node_modules']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    work.trustInstalled(pristine);
    await new Promise((resolve) => setTimeout(resolve, 20));
    rmSync(join(work.root, 'node_modules/linked'));
    mkdirSync(join(work.root, 'node_modules/linked'));
    writeFileSync(join(work.root, 'node_modules/linked/precious'), 'bait');
    await work.reset(sample, ['node_modules']);
    expect(readlinkSync(join(work.root, 'node_modules/linked'))).toBe(outside);
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('of the machine');
    rmSync(folder, { recursive: true });
  });

  it('of the project that tests have written to are told by their content', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
    const work = await createWorkspace(join(folder, 'work'), sample);
    writeFileSync(join(work.root, 'src/a.js'), 'one');
    writeFileSync(join(work.root, 'src/deep/b.js'), 'owt');
    rmSync(join(work.root, 'link'));
    rmSync(join(work.root, 'empty'), { recursive: true });
    writeFileSync(join(work.root, 'new.js'), '');
    expect(await work.changedIn(sample)).toEqual(['src/deep/b.js', 'empty', 'link']);
    rmSync(folder, { recursive: true });
  });
});
