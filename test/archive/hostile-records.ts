import { crc32 } from '../../src/archive/crc32.ts';
import { among, entry, good, type HostileZip, patched, wide } from './hostile-zip.ts';
import { type BuiltEntry, buildZip, extraField } from './zip-builder.ts';

const zip = buildZip({ entries: [good, { name: 'b.txt', content: 'y'.repeat(500), method: 0 }] });
const zip64 = buildZip({ entries: [good], zip64: true });
const hidden = buildZip({ entries: [entry('hidden')] });
const hiddenRecord = hidden.subarray(0, hidden.indexOf(Buffer.from('PK\x01\x02')));
const mega = 1024 * 1024;

/** A bad entry by what is wrong in its headers. */
const inHeaders: readonly (readonly [string, Partial<BuiltEntry>, string, 'archive-damaged'?])[] = [
  ['is encrypted', { flags: 1 }, 'encrypted'],
  ['is strongly encrypted', { flags: 0x41 }, 'encrypted'],
  ['has masked headers', { flags: 0x2000 }, 'encrypted'],
  ['is encrypted in its own header alone', { local: { flags: 1 } }, 'other flags'],
  ['is patched data', { flags: 0x20 }, 'not supported'],
  ...[1, 6, 9, 12, 14, 93, 95, 98, 99, 0xffff].map(
    (method) => [`is packed with method ${method}`, { method }, `method ${method}`] as const,
  ),
  ['has another name in its header', { local: { name: Buffer.from('../x') } }, 'another name'],
  ['has a longer name in its header', { local: { name: Buffer.from('bad.txt.exe') } }, 'another name'],
  ['has another method in its header', { local: { method: 0 } }, 'another method'],
  ['has another checksum in its header', { local: { crc: 1 } }, 'another checksum'],
  ['has another size in its header', { local: { size: 99 } }, 'other sizes'],
  ['has another packed size in its header', { local: { compressedSize: 2 } }, 'other sizes'],
  ['declares its ZIP64 sizes twice', { centralExtra: Buffer.concat([wide(1, 1), wide(2, 2)]) }, 'twice'],
  ['lacks its ZIP64 sizes', { central: { size: 0xffffffff } }, 'lacks its ZIP64', 'archive-damaged'],
  [
    'has too few ZIP64 sizes',
    { central: { size: 0xffffffff, compressedSize: 0xffffffff }, centralExtra: wide(1) },
    'lacks its ZIP64',
    'archive-damaged',
  ],
  [
    'has other ZIP64 sizes in its header',
    { method: 0, local: { size: 0xffffffff, compressedSize: 0xffffffff }, localExtra: wide(7, 7) },
    'other sizes',
  ],
  [
    'declares terabytes',
    {
      local: { size: 0xffffffff },
      central: { size: 0xffffffff },
      localExtra: wide(2 ** 42, 3),
      centralExtra: wide(2 ** 42),
    },
    '',
  ],
  [
    'declares more than a number holds',
    { central: { size: 0xffffffff }, centralExtra: extraField(1, Buffer.alloc(8, 0xff)) },
    '',
  ],
  [
    'is stored and declares two sizes',
    { method: 0, local: { size: 9 }, central: { size: 9 } },
    'two sizes',
    'archive-damaged',
  ],
  ['has a wrong checksum', { local: { crc: 1 }, central: { crc: 1 } }, 'damaged', 'archive-damaged'],
  [
    'has a wrong checksum and is stored',
    { method: 0, local: { crc: 1 }, central: { crc: 1 } },
    'damaged',
    'archive-damaged',
  ],
  [
    'has a wrong checksum of nothing',
    { content: '', method: 0, local: { crc: 1 }, central: { crc: 1 } },
    'damaged',
    'archive-damaged',
  ],
  [
    'unpacks to more than declared',
    { content: 'four', local: { size: 2 }, central: { size: 2 } },
    'damaged',
    'archive-damaged',
  ],
  [
    'unpacks to a bomb though it declares a byte',
    { content: Buffer.alloc(64 * mega), local: { size: 1 }, central: { size: 1 } },
    'damaged',
    'archive-damaged',
  ],
  ['unpacks to less than declared', { local: { size: 9 }, central: { size: 9 } }, 'damaged', 'archive-damaged'],
  ['is no packed data', { packed: Buffer.from('no deflate') }, 'damaged', 'archive-damaged'],
  ['is cut off packed data', { content: 'xyz', packed: Buffer.from([0x03]) }, 'damaged', 'archive-damaged'],
  [
    'has data behind the end of its packed data',
    { content: '', packed: Buffer.from([3, 0, 1, 2, 3, 4]) },
    'damaged',
    'archive-damaged',
  ],
  ['has a second packed stream', { content: '', packed: Buffer.from([3, 0, 3, 0]) }, 'damaged', 'archive-damaged'],
  ['is a folder with content', { name: 'bad.txt/' }, 'has content'],
  ['has a descriptor with another checksum', { descriptor: 16, central: { crc: 7 } }, 'after its data'],
  ['has a lying descriptor', { flags: 8, trailer: descriptor(1, 1) }, 'after its data'],
  [
    'has a descriptor with another size',
    { flags: 8, trailer: descriptor(crc32(Buffer.from('x')), 99) },
    'after its data',
  ],
  ['hides an entry behind its data', { trailer: hiddenRecord }, 'hides an entry'],
  ['hides an entry behind padding', { trailer: Buffer.concat([Buffer.alloc(500), hiddenRecord]) }, 'hides an entry'],
  ['hides an entry behind its descriptor', { descriptor: 16, trailer: hiddenRecord }, 'hides an entry'],
];

function descriptor(crc: number, size: number): Buffer {
  const bytes = Buffer.from('PK\x07\x08............', 'latin1');
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(3, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

const endAt = zip.length - 22;
const wholeFiles: readonly (readonly [string, Buffer, string, 'archive-damaged'?])[] = [
  ['nothing', Buffer.alloc(0), 'empty (0 bytes)'],
  ['text', Buffer.from('hello world, this is no archive'), 'not a ZIP'],
  ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'gzip'],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), '7z'],
  ['RAR', Buffer.from('Rar!\x1a\x07\x00'), 'RAR'],
  ['HTML', Buffer.from('<!DOCTYPE html><title>404</title>'), 'HTML'],
  ['an end record alone', buildZip({ entries: [] }), 'empty ZIP'],
  ['folders alone', buildZip({ entries: [{ name: 'a/', method: 0 }] }), 'empty ZIP'],
  ['metadata of macOS alone', buildZip({ entries: [entry('__MACOSX/._a')] }), 'empty ZIP'],
  ['a ZIP without its end', zip.subarray(0, zip.length - 30), 'truncated', 'archive-damaged'],
  ['half a ZIP', zip.subarray(0, zip.length >> 1), 'truncated', 'archive-damaged'],
  ['four bytes of a ZIP', zip.subarray(0, 4), 'truncated', 'archive-damaged'],
  ['a ZIP without its beginning', zip.subarray(20), 'lost a part', 'archive-damaged'],
  ['a ZIP with bytes behind it', Buffer.concat([zip, Buffer.from('junk')]), 'after its end', 'archive-damaged'],
  ['a split archive', patched(zip, endAt + 4, 1, 2), 'split'],
  ['a directory on another disk', patched(zip, endAt + 6, 1, 2), 'split'],
  ['two counts', patched(zip, endAt + 8, 1, 2), 'in two ways', 'archive-damaged'],
  ['a count too large', patched(patched(zip, endAt + 8, 9, 2), endAt + 10, 9, 2), 'declares 9', 'archive-damaged'],
  ['a count too small', patched(patched(zip, endAt + 8, 1, 2), endAt + 10, 1, 2), 'declares 1', 'archive-damaged'],
  ['a directory beyond the end', patched(zip, endAt + 16, 0x7fffffff), 'lost a part', 'archive-damaged'],
  ['a directory that is too long', patched(zip, endAt + 12, 0x7fffffff), 'lost a part', 'archive-damaged'],
  ['a directory that is elsewhere', patched(zip, endAt + 12, 60), '', 'archive-damaged'],
  ['a damaged directory', patched(zip, zip.indexOf('PK\x01\x02', zip.length - 80, 'latin1'), 0), '', 'archive-damaged'],
  ['an offset into another entry', patched(zip, endAt - 9, 4), ''],
  ['an offset beyond the directory', patched(zip, endAt - 9, zip.length), 'hides'],
  ['an entry on another disk', patched(zip, endAt - 17, 3, 2), 'split archive'],
  ['ZIP64 records on two disks', patched(zip64, zip64.length - 22 - 20 - 56 + 16, 1), 'split'],
  ['ZIP64 records that contradict the end record', patched(zip64, zip64.length - 22 + 10, 7, 2), 'contradict'],
  [
    'a ZIP64 locator that points nowhere',
    patched(zip64, zip64.length - 22 - 20 - 56, 0),
    'points nowhere',
    'archive-damaged',
  ],
  [
    'a ZIP64 record of a wrong length',
    patched(zip64, zip64.length - 22 - 20 - 56 + 4, 9),
    'points nowhere',
    'archive-damaged',
  ],
  [
    'an entry between the directory and the end',
    Buffer.concat([zip.subarray(0, endAt), hiddenRecord, zip.subarray(endAt)]),
    'hides something',
  ],
  [
    'a second end record before the end',
    Buffer.concat([zip.subarray(0, endAt), zip.subarray(endAt), zip.subarray(endAt)]),
    'several end records',
  ],
];

export const HOSTILE_RECORDS: readonly HostileZip[] = [
  ...inHeaders.map(([what, fault, says, code]) => ({
    what: `an entry that ${what}`,
    zip: among(entry('bad.txt', fault)),
    says: ['"bad.txt', says],
    ...(code === undefined ? {} : { code }),
  })),
  ...wholeFiles.map(([what, bytes, says, code]) => ({
    what,
    zip: bytes,
    says: [says],
    ...(code === undefined ? {} : { code }),
  })),
  {
    what: 'one record listed twice',
    zip: { entries: [good, entry('b.txt', { central: { offset: 0 } })] },
    says: ['overlaps'],
  },
  {
    what: 'data that overlaps the next entry',
    zip: { entries: [entry('bad.txt', { local: { compressedSize: 60 }, central: { compressedSize: 60 } }), good] },
    says: ['"bad.txt"', 'overlaps'],
  },
  {
    what: 'data that overlaps the directory',
    zip: { entries: [entry('bad.txt', { local: { compressedSize: 60 }, central: { compressedSize: 60 } })] },
    says: ['"bad.txt"', 'overlaps'],
  },
  {
    what: 'an archive in front of another',
    zip: { entries: [good], prepended: hidden },
    says: [],
  },
  {
    what: 'a hidden archive in the data in front',
    zip: { entries: [good], prepended: Buffer.concat([Buffer.from('#!'), zip]) },
    says: ['several end records'],
  },
  {
    what: 'an end record in the comment',
    zip: { entries: [good], comment: buildZip({ entries: [] }) },
    says: ['several end records'],
  },
  {
    what: 'an end record in the comment that does not fit',
    zip: { entries: [good], comment: Buffer.from('PK\x05\x06 and more words here') },
    says: ['several end records'],
  },
  {
    what: 'a whole archive in the comment',
    zip: { entries: [good], comment: zip },
    says: ['several end records'],
  },
  {
    what: 'a bomb by its ratio',
    zip: among(entry('bad.txt', { content: Buffer.alloc(40 * mega) })),
    says: ['"bad.txt"', '200 times'],
  },
  {
    what: 'a bomb of many small ones',
    zip: { entries: Array.from({ length: 50 }, (_, index) => entry(`${index}`, { content: Buffer.alloc(mega) })) },
    says: ['200 times'],
  },
  {
    what: 'too much by declaration',
    zip: among(...Array.from({ length: 5 }, (_, index) => huge(`bad${index}.bin`, 1000 * mega))),
    says: ['unpacks to'],
  },
  {
    what: 'one entry that is too large',
    zip: among(huge('bad.bin', 1025 * mega)),
    says: ['"bad.bin"', 'the limit is'],
  },
  {
    what: 'too many entries',
    zip: { entries: Array.from({ length: 100_001 }, (_, index) => entry(`${index}`, { method: 0 })), zip64: true },
    says: ['100000 entries'],
  },
  {
    what: 'too many entries behind a count that overflowed',
    zip: { entries: Array.from({ length: 100_001 }, (_, index) => entry(`${index}`, { method: 0 })) },
    says: ['100000 entries'],
  },
  {
    what: 'too many implied folders',
    zip: { entries: Array.from({ length: 40 }, (_, index) => entry(`${index}/${'d/'.repeat(40)}f`)) },
    says: ['implies more than'],
    limits: { maxEntries: 100 },
  },
  ...(
    [
      ['entries', { maxEntries: 2 }, 'more than 2 entries'],
      ['unpacked bytes', { maxTotalBytes: 9 }, 'unpacks to 10 bytes'],
      ['bytes of one entry', { maxEntryBytes: 4 }, '"good.txt"'],
      ['bytes of a name', { maxNameBytes: 7 }, '"good.txt"'],
      ['depth', { maxDepth: 2 }, '"a/b/c"'],
    ] as const
  ).map(([what, limits, says]) => ({
    what: `more than a limit of the caller's: ${what}`,
    zip: among(entry('a/b/c')),
    says: [says],
    limits,
  })),
];

/** Declares much and holds next to nothing, at a ratio that passes. */
function huge(name: string, size: number): BuiltEntry {
  const compressedSize = 6 * mega;
  return { name, packed: Buffer.alloc(compressedSize), local: { size }, central: { size } };
}
