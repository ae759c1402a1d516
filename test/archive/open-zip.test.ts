import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { openProject } from '../../src/archive/open-project.ts';
import { honest, newFolder, open, text, write } from './opening.ts';
import { withTools } from './tools.ts';
import { type BuiltArchive, buildZip, extraField } from './zip-builder.ts';

describe('valid oddities', () => {
  it.each<[string, BuiltArchive]>([
    ['prepended data', { entries: [honest], prepended: Buffer.from('#!/bin/sh\nexit 0\n') }],
    [
      'prepended data that the offsets count',
      { entries: [honest], prepended: Buffer.from('#!/bin/sh\n'), adjusted: true },
    ],
    ['an archive comment', { entries: [honest], comment: Buffer.from('made by hand') }],
    ['an entry comment', { entries: [{ ...honest, comment: 'first' }] }],
    [
      'extra fields',
      { entries: [{ ...honest, localExtra: extraField(0x9999, Buffer.alloc(200)), centralExtra: Buffer.from([1]) }] },
    ],
    ['ZIP64 end records', { entries: [honest], zip64: true }],
    ['ZIP64 end records behind prepended data', { entries: [honest], zip64: true, prepended: Buffer.from('stub') }],
    ['stored data', { entries: [{ ...honest, method: 0 }] }],
    ['a dot in front', { entries: [{ ...honest, name: './a.txt' }] }],
    [
      'a nested stored ZIP',
      { entries: [honest, { name: 'inner.zip', method: 0, content: buildZip({ entries: [honest] }) }] },
    ],
  ])('%s', async (_what, archive) => {
    expect(text(await open(archive), 'a.txt')).toBe('hello');
  });

  it.each([12, 16, 20, 24] as const)('a data descriptor of %d bytes', async (descriptor) => {
    const entries = [
      { ...honest, descriptor },
      { name: 'b', content: 'x' },
    ];
    expect(text(await open({ entries }), 'a.txt')).toBe('hello');
  });

  it('ZIP64 sizes of a small entry', async () => {
    const packed = Buffer.from('hello');
    const sizes = Buffer.alloc(16);
    sizes.writeBigUInt64LE(5n, 0);
    sizes.writeBigUInt64LE(5n, 8);
    const saturated = { size: 0xffffffff, compressedSize: 0xffffffff };
    const extra = extraField(1, sizes);
    const entry = {
      ...honest,
      method: 0,
      packed,
      local: saturated,
      central: saturated,
      localExtra: extra,
      centralExtra: extra,
    };
    expect(text(await open({ entries: [entry] }), 'a.txt')).toBe('hello');
  });

  it('names of code page 437, of unmarked UTF-8 and of Shift-JIS', async () => {
    const entries = [
      { name: Buffer.from([0x63, 0x61, 0x66, 0x82]), content: '437' },
      { name: Buffer.from('naïve'), content: 'utf-8' },
      { name: Buffer.from([0x95, 0x5c, 0x2e, 0x74]), content: 'sjis' },
    ];
    const project = await open({ entries });
    expect([text(project, 'café'), text(project, 'naïve'), text(project, 'ò\uff3c.t')]).toEqual([
      '437',
      'utf-8',
      'sjis',
    ]);
  });

  it('backslashes of Windows tools are separators', async () => {
    expect(text(await open({ entries: [honest, { name: 'src\\b.txt', content: 'b' }] }), 'src/b.txt')).toBe('b');
  });

  it('a single top folder is stripped, __MACOSX does not count and is no part of the project', async () => {
    const project = await open({
      entries: [
        { name: 'top/', method: 0, mode: 0o040755 },
        { name: 'top/a.txt', content: 'hello' },
        { name: '__MACOSX/top/._a.txt', content: 'fork' },
        { name: 'top/empty/', method: 0, mode: 0o040755 },
        { name: 'top/run.sh', content: '#!', mode: 0o100755 },
      ],
    });
    expect(project.prefix).toBe('top/');
    expect([...project.entries.keys()]).toEqual(['a.txt', 'empty', 'run.sh']);
    expect(project.entries.get('empty')?.kind).toBe('directory');
    expect(project.entries.get('run.sh')?.mode).toBe(0o755);
  });

  it('a flat archive, and one of a single file, keep their paths', async () => {
    expect((await open({ entries: [honest, { name: 'src/b', content: '' }] })).prefix).toBe('');
    expect((await open({ entries: [honest] })).prefix).toBe('');
  });

  it('prototype names are plain names', async () => {
    const project = await open({
      entries: ['__proto__', 'constructor', 'toString/x'].map((name) => ({ name, content: name })),
    });
    expect(text(project, '__proto__')).toBe('__proto__');
    expect(project.entries.size).toBe(3);
  });

  it('70,000 entries', async () => {
    const entries = Array.from({ length: 70_000 }, (_, index) => ({ name: `f/${index}.txt`, content: 'x', method: 0 }));
    const wide = await open({ entries, zip64: true });
    expect(wide.entries.size).toBe(70_000);
    expect((await open({ entries })).entries.size).toBe(70_000);
  });
});

describe('archives of real tools', () => {
  it('adm-zip', async () => {
    const zip = new AdmZip();
    zip.addFile('app/src/main.js', Buffer.from('export {};\n'), 'a comment', 0o755);
    zip.addFile('app/empty.txt', Buffer.alloc(0));
    const project = await openProject(write(zip.toBuffer(), 'app-v1.ZIP'));
    expect(project).toMatchObject({ name: 'app-v1', prefix: 'app/' });
    expect(text(project, 'src/main.js')).toBe('export {};\n');
    expect(project.entries.get('src/main.js')?.mode).toBe(0o755);
  });

  withTools('zip')('Info-ZIP, to a file and through a pipe', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/ünï.js'), 'x'.repeat(1000));
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('src', join(folder, 'link'));
    const toFile = join(newFolder(), 'p.zip');
    execFileSync('zip', ['-qry', toFile, '.'], { cwd: folder });
    expect((await openProject(toFile)).entries.get('link')?.kind).toBe('symlink');
    // Through a pipe it cannot store links.
    const piped = execFileSync('sh', ['-c', 'zip -qr - src run.sh | cat'], { cwd: folder });
    for (const path of [toFile, write(piped)]) {
      const project = await openProject(path);
      expect(text(project, 'src/ünï.js')).toBe('x'.repeat(1000));
      expect(project.entries.get('run.sh')?.mode).toBe(0o755);
    }
  });
});

describe('standard input', () => {
  it('takes the bytes of a ZIP', async () => {
    const zip = buildZip({ entries: [honest] });
    const project = await openProject('-', {}, Readable.from([zip.subarray(0, 10), zip.subarray(10)]));
    expect(project.name).toBe('project');
    expect(text(project, 'a.txt')).toBe('hello');
    if (project.origin.kind === 'zip') rmSync(project.origin.file);
  });

  it('refuses what is not a ZIP', async () => {
    await expect(openProject('-', {}, Readable.from([Buffer.from('{}')]))).rejects.toMatchObject({ exitCode: 5 });
  });
});

it('gives the same bytes again, and notices when the ZIP changes under it', async () => {
  const path = write(buildZip({ entries: [honest, { name: 'b.txt', content: 'b' }] }));
  const project = await openProject(path);
  expect(text(project, 'a.txt')).toBe(text(project, 'a.txt'));
  writeFileSync(path, buildZip({ entries: [{ ...honest, content: 'other' }] }));
  expect(() => text(project, 'b.txt')).toThrow('was changed while');
});
