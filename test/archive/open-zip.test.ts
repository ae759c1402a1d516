import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import type { ArchiveLimits } from '../../src/archive/archive-limits.ts';
import { crc32 } from '../../src/archive/crc32.ts';
import { openProject } from '../../src/archive/open-project.ts';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import type { Project } from '../../src/domain/project.ts';
import { temporaryFolders } from './temporary-folder.ts';
import { type BuiltArchive, type BuiltEntry, buildZip, extraField } from './zip-builder.ts';

const newFolder = temporaryFolders();

function write(bytes: Uint8Array, name = 'project.zip'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

async function refusal(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<AutofixError> {
  try {
    const project = await openProject(write(bytes), limits);
    for (const entry of project.entries.values()) entry.bytes();
  } catch (error) {
    if (error instanceof AutofixError) return error;
    throw error;
  }
  throw new Error('the archive was accepted');
}

async function open(archive: BuiltArchive): Promise<Project> {
  return await openProject(write(buildZip(archive)));
}

function text(project: Project, path: string): string {
  return Buffer.from(project.entries.get(path)?.bytes() ?? '<missing>').toString('utf8');
}

const honest: BuiltEntry = { name: 'a.txt', content: 'hello' };
const link = (name: string, target: string): BuiltEntry => ({ name, content: target, method: 0, mode: 0o120777 });

describe('what is not a readable ZIP', () => {
  const zip = buildZip({ entries: [honest, { name: 'b.txt', content: 'x'.repeat(500) }] });
  it.each([
    ['an empty file', Buffer.alloc(0), 'archive-refused', 'empty (0 bytes)'],
    ['text', Buffer.from('hello world, this is no archive'), 'archive-refused', 'is not a ZIP file'],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'archive-refused', 'looks like a gzip file'],
    ['a ZIP without its end', zip.subarray(0, zip.length - 30), 'archive-damaged', 'truncated ZIP'],
    ['half a ZIP', zip.subarray(0, zip.length >> 1), 'archive-damaged', 'truncated ZIP'],
    ['a ZIP without its beginning', zip.subarray(20), 'archive-damaged', 'lost a part'],
    ['an empty ZIP', buildZip({ entries: [] }), 'archive-refused', 'empty ZIP'],
    ['a ZIP with folders only', buildZip({ entries: [{ name: 'a/', method: 0 }] }), 'archive-refused', 'empty ZIP'],
    [
      'a ZIP with bytes behind it',
      Buffer.concat([zip, Buffer.from('junk')]),
      'archive-damaged',
      'after its end record',
    ],
  ])('%s', async (_what, bytes, code, message) => {
    const error = await refusal(bytes);
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code, exitCode: 5 });
    expect(error.message).toContain(message);
    expect(error.hint).not.toBe('');
  });

  it('a path that does not exist ends with exit code 2', async () => {
    await expect(openProject('/nowhere/at/all.zip')).rejects.toMatchObject({ code: 'input-not-found', exitCode: 2 });
    await expect(openProject('/dev/null')).rejects.toMatchObject({ code: 'archive-refused', exitCode: 5 });
  });

  it('never shows control sequences of a name', async () => {
    const error = await refusal(buildZip({ entries: [{ name: 'a\u001b[31mred\u202e', content: 'x' }] }));
    expect(error.message).toContain('control characters');
    expect(error.message).not.toContain('\u001b');
  });
});

describe('hostile names', () => {
  it.each([
    ['../evil.txt', 'climbs out'],
    ['a/../../evil.txt', 'climbs out'],
    ['a/b/../c.txt', 'climbs out'],
    ['..\\evil.txt', 'climbs out'],
    ['a\\..\\..\\evil.txt', 'climbs out'],
    ['/etc/passwd', 'absolute path'],
    ['\\windows\\x', 'absolute path'],
    ['\\\\server\\share\\x', 'network path'],
    ['//server/share/x', 'network path'],
    ['C:\\x.txt', 'drive letter'],
    ['c:x.txt', 'drive letter'],
    ['a\0b.txt', 'NUL'],
    ['a\nb.txt', 'control characters'],
    ['a\u0085b.txt', 'control characters'],
    ['', 'without a name'],
    ['./', 'empty ZIP'],
    [`${'n'.repeat(4097)}`, '4097 bytes'],
    [`${'d/'.repeat(256)}f`, '257 folders deep'],
  ])('case %# is refused', async (name, message) => {
    const error = await refusal(buildZip({ entries: [{ name, method: 0 }] }));
    expect(error).toMatchObject({ code: 'archive-refused', exitCode: 5 });
    expect(error.message).toContain(message);
  });

  it('an overlong UTF-8 form of ".." is refused', async () => {
    const name = Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78]);
    expect((await refusal(buildZip({ entries: [{ name, flags: 0x800 }] }))).message).toContain('marked as UTF-8');
  });

  it('a Unicode path field cannot smuggle in another path, nor hide a bad stored one', async () => {
    const unicode = (stored: Buffer, shown: string) => {
      const head = Buffer.alloc(5);
      head.writeUInt8(1, 0);
      head.writeUInt32LE(crc32(stored), 1);
      return extraField(0x7075, Buffer.concat([head, Buffer.from(shown)]));
    };
    for (const [stored, shown] of [
      ['fine.txt', '../evil.txt'],
      ['../evil.txt', 'fine.txt'],
    ] as const) {
      const centralExtra = unicode(Buffer.from(stored), shown);
      expect((await refusal(buildZip({ entries: [{ name: stored, centralExtra }] }))).message).toContain('climbs out');
    }
  });
});

describe('clashes', () => {
  it.each([
    ['a duplicate', ['a.txt', 'a.txt'], 'twice'],
    ['a duplicate after cleaning', ['a.txt', './a.txt'], 'twice'],
    ['a case clash', ['x/README.md', 'x/readme.md'], 'differ only in case'],
    ['a case clash of folders', ['Src/a', 'src/b'], 'differ only in case'],
    ['a normalisation clash', ['caf\u00e9', 'cafe\u0301'], 'differ only in case or Unicode form'],
    ['a file that is a folder too', ['a', 'a/b'], 'below a name that is a file'],
    ['a folder that is a file too', ['a/b', 'a'], 'as a file and as a folder'],
  ])('%s is refused', async (_what, names, message) => {
    const entries = names.map((name) => ({ name, content: 'x', flags: 0x800 }));
    expect((await refusal(buildZip({ entries }))).message).toContain(message);
  });
});

describe('links and other kinds', () => {
  it.each([
    ['out of the project', [link('l', '../x'), honest], 'leaves the project'],
    ['to an absolute path', [link('l', '/etc/passwd'), honest], 'leaves the project'],
    ['out of the top folder', [link('top/l', '../x'), { name: 'top/a', content: 'x' }], 'leaves the project'],
    ['out through another link', [link('x/d', '..'), link('e', 'x/d/../foo'), honest], 'leaves the project'],
    ['with a Windows path', [link('l', '..\\..\\x'), honest], 'leaves the project'],
    ['in a circle', [link('a', 'b'), link('b', 'a'), honest], 'circle'],
    ['with a NUL', [link('a', 'b\0c'), honest], 'NUL'],
    ['with a file below it', [link('d', 'e'), { name: 'd/x', content: 'x' }], 'through a link'],
  ])('a link %s is refused', async (_what, entries, message) => {
    expect((await refusal(buildZip({ entries }))).message).toContain(message);
  });

  it.each([
    ['character device', 0o020666],
    ['block device', 0o060666],
    ['pipe', 0o010666],
    ['socket', 0o140666],
  ])('a %s is refused', async (_what, mode) => {
    expect((await refusal(buildZip({ entries: [{ ...honest, mode }] }))).message).toContain('device, pipe or socket');
  });

  it('links inside the project are kept, also those that lead to nothing', async () => {
    const project = await open({ entries: [honest, link('sub/l', '../a.txt'), link('m', 'node_modules/x')] });
    expect(project.entries.get('sub/l')).toMatchObject({ kind: 'symlink', mode: 0o777 });
    expect(text(project, 'm')).toBe('node_modules/x');
  });
});

describe('contradictions', () => {
  const other = Buffer.from('b.txt');
  it.each<[string, BuiltArchive, string]>([
    ['another local name', { entries: [{ ...honest, local: { name: other } }] }, 'another name'],
    ['another local method', { entries: [{ ...honest, local: { method: 0 } }] }, 'another method'],
    ['another local checksum', { entries: [{ ...honest, local: { crc: 1 } }] }, 'another checksum'],
    ['another local size', { entries: [{ ...honest, local: { size: 1 } }] }, 'other sizes'],
    ['local encryption', { entries: [{ ...honest, local: { flags: 1 } }] }, 'other flags'],
    ['encryption', { entries: [{ ...honest, flags: 1 }] }, 'encrypted'],
    ['another method', { entries: [{ ...honest, method: 14 }] }, 'method 14'],
    ['an offset to nowhere', { entries: [{ ...honest, central: { offset: 3 } }] }, 'not where the directory says'],
    ['an entry behind the end', { entries: [{ ...honest, central: { offset: 100000 } }] }, 'overlaps'],
    [
      'one record listed twice',
      { entries: [honest, { ...honest, name: 'b.txt', central: { offset: 0 } }] },
      'overlaps',
    ],
    ['more entries than declared', { entries: [honest, { name: 'b' }], entryCount: 1 }, 'declares 1 entries'],
    ['fewer entries than declared', { entries: [honest], entryCount: 2 }, 'declares 2 entries'],
    [
      'a stored size that differs',
      { entries: [{ ...honest, method: 0, local: { size: 9 }, central: { size: 9 } }] },
      'two sizes',
    ],
    ['a folder with content', { entries: [{ name: 'd/', content: 'x' }, honest] }, 'has content'],
    [
      'a second archive in front',
      { entries: [honest], prepended: buildZip({ entries: [honest] }) },
      'two central directories',
    ],
    [
      'another archive in front',
      { entries: [honest], prepended: buildZip({ entries: [{ name: 'b', content: 'other' }] }) },
      'that its directory does not list',
    ],
    [
      'a hidden archive in front',
      { entries: [honest], prepended: Buffer.concat([Buffer.from('#!'), buildZip({ entries: [honest] })]) },
      'several end records',
    ],
    ['an end record in the comment', { entries: [honest], comment: buildZip({ entries: [] }) }, 'several end records'],
    [
      'an end record in the comment that does not fit',
      { entries: [honest], comment: Buffer.from('PK\x05\x06 and more words here') },
      'several end records',
    ],
  ])('%s is refused', async (_what, archive, message) => {
    const error = await refusal(buildZip(archive));
    expect(error.exitCode).toBe(5);
    expect(error.message).toContain(message);
  });

  it('an entry that no directory lists is refused', async () => {
    const hidden = buildZip({ entries: [{ name: 'hidden', content: 'x' }] });
    const trailer = hidden.subarray(0, hidden.indexOf(Buffer.from('PK\x01\x02')));
    expect((await refusal(buildZip({ entries: [{ ...honest, trailer }] }))).message).toContain('hides an entry');
  });

  it('overlapping data is refused', async () => {
    const zip = buildZip({
      entries: [{ ...honest, central: { compressedSize: 60 }, local: { compressedSize: 60 } }, honest],
    });
    expect((await refusal(zip)).message).toContain('overlaps');
  });

  it.each<[string, Partial<BuiltEntry>]>([
    ['a wrong checksum', { local: { crc: 1 }, central: { crc: 1 } }],
    ['a wrong checksum of stored data', { method: 0, local: { crc: 1 }, central: { crc: 1 } }],
    ['a wrong checksum of nothing', { content: '', method: 0, local: { crc: 1 }, central: { crc: 1 } }],
    ['more data than declared', { local: { size: 2 }, central: { size: 2 } }],
    ['less data than declared', { local: { size: 9 }, central: { size: 9 } }],
    ['broken data', { packed: Buffer.from('no deflate') }],
  ])('%s is found when the entry is read, and the entry is named', async (_what, fault) => {
    const error = await refusal(buildZip({ entries: [{ ...honest, ...fault }] }));
    expect(error).toMatchObject({ code: 'archive-damaged', exitCode: 5 });
    expect(error.message).toContain('"a.txt" is damaged');
  });
});

describe('limits', () => {
  const zeros = Buffer.alloc(40 * 1024 * 1024);
  it('refuses a bomb by its ratio before anything is unpacked', async () => {
    expect((await refusal(buildZip({ entries: [{ name: 'zeros', content: zeros }] }))).message).toContain('200 times');
  });

  it.each<[Partial<ArchiveLimits>, string]>([
    [{ maxEntries: 1 }, 'more than 1 entries'],
    [{ maxTotalBytes: 9 }, 'unpacks to 10 bytes'],
    [{ maxEntryBytes: 4 }, 'unpacks to 5 bytes'],
    [{ maxNameBytes: 4 }, '5 bytes'],
    [{ maxDirectoryBytes: 50 }, 'a directory of'],
  ])('%j', async (limits, message) => {
    const zip = buildZip({ entries: [honest, { name: 'b.txt', content: 'world' }] });
    expect((await refusal(zip, limits)).message).toContain(message);
  });

  it('a declared size of terabytes costs nothing', async () => {
    const sizes = Buffer.alloc(16);
    sizes.writeBigUInt64LE(1n << 42n, 0);
    sizes.writeBigUInt64LE(1n << 35n, 8);
    const fields = { size: 0xffffffff, compressedSize: 7 };
    const entry = { ...honest, local: fields, central: fields, centralExtra: extraField(1, sizes) };
    expect((await refusal(buildZip({ entries: [entry] }))).exitCode).toBe(5);
  });
});

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

  it.each([12, 16, 20, 24])('a data descriptor of %d bytes', async (length) => {
    const trailer = Buffer.alloc(length);
    const signed = length === 16 || length === 24;
    if (signed) trailer.writeUInt32LE(0x08074b50, 0);
    trailer.writeUInt32LE(crc32(Buffer.from('hello')), signed ? 4 : 0);
    const entry = { ...honest, flags: 8, trailer, local: { crc: 0, size: 0, compressedSize: 0 } };
    expect(text(await open({ entries: [entry, { name: 'b', content: 'x' }] }), 'a.txt')).toBe('hello');
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

  it('Info-ZIP, to a file and through a pipe', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/ünï.js'), 'x'.repeat(1000));
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('src', join(folder, 'link'));
    const toFile = join(newFolder(), 'p.zip');
    execFileSync('zip', ['-qry', toFile, '.'], { cwd: folder });
    const piped = execFileSync('sh', ['-c', 'zip -qry - . | cat'], { cwd: folder });
    for (const path of [toFile, write(piped)]) {
      const project = await openProject(path);
      expect(text(project, 'src/ünï.js')).toBe('x'.repeat(1000));
      expect(project.entries.get('link')?.kind).toBe('symlink');
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
