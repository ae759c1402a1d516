import { entry, good, unicodePath, wide } from './hostile-zip.ts';
import { link } from './opening.ts';
import { type BuiltArchive, type BuiltEntry, buildZip, extraField } from './zip-builder.ts';

/** A ZIP that is odd and sound: it must open, and stay as it is but for what a change asks for. */
export interface OddZip {
  readonly what: string;
  readonly zip: BuiltArchive | Buffer;
  /** Path and content of one of its files. */
  readonly path: string;
  readonly content: string;
}

const hello = { path: 'good.txt', content: 'hello' } as const;
const directory = (name: string, mode = 0o040755): BuiltEntry => ({ name, method: 0, mode });
const zip = buildZip({ entries: [good, entry('b/c.txt')] });
const saturated = { size: 0xffffffff, compressedSize: 0xffffffff };

function archives(): (readonly [string, BuiltArchive | Buffer])[] {
  const comment = Buffer.from('made by hand');
  const stub = Buffer.from('#!/bin/sh\nexit 0\n');
  return [
    ['data in front', { entries: [good], prepended: stub }],
    ['data in front that the offsets count', { entries: [good], prepended: stub, adjusted: true }],
    ['data in front and ZIP64', { entries: [good], prepended: stub, zip64: true }],
    ['counted data in front and ZIP64', { entries: [good], prepended: stub, zip64: true, adjusted: true }],
    ['a megabyte in front', { entries: [good], prepended: Buffer.alloc(1_048_576, 'x') }],
    [
      'data in front that looks like a local header later on',
      { entries: [good], prepended: Buffer.from('exe PK\x03\x04') },
    ],
    ['a comment', { entries: [good], comment }],
    ['the longest comment', { entries: [good], comment: Buffer.alloc(65_535, 'c') }],
    ['a comment of control characters', { entries: [good], comment: Buffer.from('\x1b[2J\0') }],
    ['ZIP64 end records', { entries: [good], zip64: true }],
    ['ZIP64 end records and a comment', { entries: [good], zip64: true, comment }],
    [
      'bytes between the directory and the end',
      Buffer.concat([zip.subarray(0, -22), Buffer.from('PK\x05\x05\x02\0ab'), zip.subarray(-22)]),
    ],
  ];
}

function entries(): (readonly [string, readonly BuiltEntry[]])[] {
  const others: readonly (readonly [string, Partial<BuiltEntry>])[] = [
    ['stored', { method: 0 }],
    ['with a comment', { comment: 'first' }],
    ['with a comment of control characters', { comment: '\x1b[2J' }],
    [
      'with extra fields on both sides',
      { localExtra: extraField(0x9999, Buffer.alloc(200)), centralExtra: extraField(0x8888, Buffer.from('x')) },
    ],
    ['with padding for an extra field', { localExtra: Buffer.alloc(3), centralExtra: Buffer.alloc(2) }],
    ['with an extra field that is cut off', { centralExtra: Buffer.from([0x99, 0x99, 0xff, 0x00, 1]) }],
    ['with times out of range', { centralExtra: extraField(0x5455, Buffer.from([1, 0, 0, 0, 0x80])) }],
    ['with NTFS times', { centralExtra: extraField(0x000a, Buffer.alloc(32)) }],
    ['with owners', { localExtra: extraField(0x7875, Buffer.from([1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0])) }],
    ['of mode 0', { mode: 0 }],
    ['of an old system without types', { mode: 0o644 }],
    ['for everybody', { mode: 0o100777 }],
    ['with set-user-ID', { mode: 0o104755 }],
    ['read-only', { mode: 0o100444 }],
    ['with a level in its flags', { flags: 6 }],
    ['marked as UTF-8', { flags: 0x800 }],
    ['with a descriptor of 12 bytes', { descriptor: 12 }],
    ['with a descriptor of 16 bytes', { descriptor: 16 }],
    ['with a descriptor of 20 bytes', { descriptor: 20 }],
    ['with a descriptor of 24 bytes', { descriptor: 24 }],
    ['stored, with a descriptor', { descriptor: 16, method: 0 }],
    ['with the flag of a descriptor and none', { flags: 8 }],
    ['with padding behind it', { trailer: Buffer.alloc(37) }],
    ['with padding behind its descriptor', { descriptor: 16, trailer: Buffer.alloc(9) }],
    [
      'with ZIP64 sizes',
      { method: 0, local: saturated, central: saturated, localExtra: wide(5, 5), centralExtra: wide(5, 5) },
    ],
    ['with ZIP64 sizes on one side', { method: 0, central: saturated, centralExtra: wide(5, 5) }],
    ['with a ZIP64 field that is not needed', { centralExtra: wide(5) }],
    [
      'with ZIP64 sizes behind another field',
      {
        method: 0,
        central: saturated,
        centralExtra: Buffer.concat([extraField(0x9999, Buffer.from('x')), wide(5, 5)]),
      },
    ],
    ['with a ZIP64 offset', { central: { offset: 0xffffffff }, centralExtra: wide(0) }],
    ['with a Unicode name that is out of date', { centralExtra: unicodePath('good.txt', '../x', 1, 7) }],
    ['with a Unicode name of another version', { centralExtra: unicodePath('good.txt', '../x', 2) }],
    ['with a Unicode name that is the same', { flags: 0x800, centralExtra: unicodePath('good.txt', 'good.txt') }],
  ];
  return [
    ...others.map(([what, rest]) => [`an entry ${what}`, [{ ...good, ...rest }, entry('z')]] as const),
    ['a dot in front', [{ ...good, name: './good.txt' }]],
    ['doubled slashes', [good, entry('d//x')]],
    ['empty folders', [directory('e/'), good, directory('f/g/', 0o040700)]],
    ['a folder that its files precede', [entry('d/x'), directory('d/'), good]],
    ['links inside the project', [good, link('l', 'good.txt'), link('d/up', '../good.txt'), link('none', 'nothing')]],
    ['a link to a folder', [good, entry('d/x'), link('l', 'd')]],
    ['empty files', [good, entry('e', { content: '' }), entry('s', { content: '', method: 0 })]],
    ['an empty file packed into no byte', [good, entry('e', { content: '', packed: Buffer.alloc(0) })]],
    ['metadata of macOS', [good, entry('__MACOSX/._good.txt')]],
    ['a nested ZIP', [good, entry('inner.zip', { content: zip, method: 0 })]],
    [
      'a nested ZIP at the end',
      [good, entry('z.zip', { content: buildZip({ entries: [good], comment: Buffer.from('c') }), method: 0 })],
    ],
    ['names of prototypes', [good, entry('__proto__'), entry('constructor/prototype')]],
    ['names of Windows devices', [good, entry('aux.c'), entry('con')]],
    ['names with blanks and dots at their ends', [good, entry('a '), entry('b.'), entry('...')]],
    ['names with quotes and shell signs', [good, entry('$(id)"\';|.txt')]],
    ['names with wide characters', [good, entry('日本/😀.txt', { flags: 0x800 })]],
    ['names in right-to-left script', [good, entry('a\u202egnp.exe', { flags: 0x800 })]],
    ['a name of 4,096 bytes', [good, entry(`${'n'.repeat(250)}/`.repeat(16) + 'n'.repeat(80))]],
    ['256 folders', [good, entry(`${'d/'.repeat(255)}f`)]],
    ['what packs very well', [good, entry('zeros', { content: Buffer.alloc(8_000_000) })]],
    ['an order of its own', [entry('z'), entry('b'), good, entry('a')]],
  ];
}

export const ODD_ZIPS: readonly OddZip[] = [
  ...archives().map(([what, archive]) => ({ what, zip: archive, ...hello })),
  ...entries().map(([what, list]) => ({ what, zip: { entries: list }, ...hello })),
  ...(
    [
      ['a name of code page 437', Buffer.from([0x63, 0x61, 0x66, 0x82]), 'café'],
      ['a name of Shift-JIS', Buffer.from([0x95, 0x5c, 0x2e, 0x74]), 'ò\uff3c.t'],
      ['a name of Latin-1', Buffer.from([0x6e, 0x61, 0xef, 0x76, 0x65]), 'na∩ve'],
      ['a name of unmarked UTF-8', Buffer.from('naïve'), 'naïve'],
      ['backslashes of Windows', Buffer.from('src\\a.txt'), 'src/a.txt'],
    ] as const
  ).map(([what, name, path]) => ({ what, zip: { entries: [good, entry(name)] }, path, content: 'x' })),
  {
    what: 'a Unicode name',
    zip: {
      entries: [
        good,
        entry('caf?', { localExtra: unicodePath('caf?', 'café'), centralExtra: unicodePath('caf?', 'café') }),
      ],
    },
    path: 'café',
    content: 'x',
  },
  {
    what: 'one top folder',
    zip: { entries: [directory('top/'), entry('top/a'), entry('top/d/b'), entry('__MACOSX/top/._a')] },
    path: 'd/b',
    content: 'x',
  },
  {
    what: 'one top folder that is not declared',
    zip: { entries: [entry('top/a'), entry('top/b')] },
    path: 'b',
    content: 'x',
  },
  { what: 'one file', zip: { entries: [good] }, ...hello },
];
