import { describe, expect, it } from '@jest/globals';
import type { ArchiveLimits } from '../../src/archive/archive-limits.ts';
import { crc32 } from '../../src/archive/crc32.ts';
import { openProject } from '../../src/archive/open-project.ts';
import { honest, link, open, refusal, text } from './opening.ts';
import { type BuiltArchive, type BuiltEntry, buildZip, extraField } from './zip-builder.ts';

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
    [{ maxDepth: 1 }, '2 folders deep'],
  ])('%j', async (limits, message) => {
    const zip = buildZip({ entries: [honest, { name: 'd/b.txt', content: 'world' }] });
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
