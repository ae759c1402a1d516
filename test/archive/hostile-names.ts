import { among, entry, type HostileZip, unicodePath } from './hostile-zip.ts';
import { link } from './opening.ts';

const CLIMBS = 'climbs out';

const badNames: readonly (readonly [string, string, string])[] = [
  ['../evil.txt', '"../evil.txt"', CLIMBS],
  ['..', '".."', CLIMBS],
  ['../', '"../"', CLIMBS],
  ['a/..', '"a/.."', CLIMBS],
  ['a/../../evil.txt', 'evil.txt', CLIMBS],
  ['a/b/../c.txt', 'a/b/../c.txt', CLIMBS],
  ['./../evil.txt', './../evil.txt', CLIMBS],
  ['a/./../../evil', 'a/./../../evil', CLIMBS],
  ['..\\evil.txt', 'evil.txt', CLIMBS],
  ['a\\..\\..\\evil.txt', 'evil.txt', CLIMBS],
  ['a/..\\..\\evil.txt', 'evil.txt', CLIMBS],
  ['/etc/passwd', '"/etc/passwd"', 'absolute'],
  ['/', '"/"', 'absolute'],
  ['\\windows\\system32\\x', 'system32', 'absolute'],
  ['\\\\server\\share\\x', 'server', 'UNC'],
  ['//server/share/x', '"//server/share/x"', 'UNC'],
  ['\\\\?\\C:\\x', 'C:', 'UNC'],
  ['\\\\.\\PhysicalDrive0', 'PhysicalDrive0', 'UNC'],
  ['C:\\x.txt', 'C:', 'drive'],
  ['c:x.txt', '"c:x.txt"', 'drive'],
  ['C:/x.txt', '"C:/x.txt"', 'drive'],
  ['Z:', '"Z:"', 'drive'],
  ['a\0b.txt', 'b.txt', 'NUL'],
  ['a.txt\0.png', '.png', 'NUL'],
  ['\0', '"', 'NUL'],
  ['a\nb.txt', '"a\\nb.txt"', 'control'],
  ['a\rb.txt', 'b.txt', 'control'],
  ['a\tb.txt', '"a\\tb.txt"', 'control'],
  ['a\u0007.txt', '.txt', 'control'],
  ['a\u001b[2Jb.txt', 'b.txt', 'control'],
  ['a\u007fb.txt', 'b.txt', 'control'],
  ['a\u0085b.txt', 'b.txt', 'control'],
  ['a\u009b31mb.txt', 'b.txt', 'control'],
  ['', '""', 'without a name'],
  ['n'.repeat(256), 'nnn', '256 bytes'],
  [`a/${'\u00fc'.repeat(128)}/b`, 'a/', '256 bytes'],
  ['n'.repeat(4097), 'nnn', '4097 bytes'],
  ['n'.repeat(65_535), 'nnn', '65535 bytes'],
  [`${'d/'.repeat(256)}f`, 'd/d', '257 folders deep'],
  [`${'d/'.repeat(2000)}f`, 'd/d', '2001 folders deep'],
];

const clashes: readonly (readonly [string, readonly string[], string, string])[] = [
  ['a duplicate', ['a.txt', 'a.txt'], '"a.txt"', 'twice'],
  ['a duplicate after cleaning', ['a.txt', './a.txt'], '"a.txt"', 'twice'],
  ['a duplicate through doubled slashes', ['d/a', 'd//a'], '"d/a"', 'twice'],
  ['a duplicate through backslashes', ['d/a', 'd\\a'], '"d/a"', 'twice'],
  ['a folder twice', ['d/', 'd/'], '"d"', 'twice'],
  ['a case clash', ['x/README.md', 'x/readme.md'], 'x/readme.md', 'differ only in case'],
  ['a case clash of folders', ['Src/a', 'src/b'], '"src/b"', 'differ only in case'],
  ['a case clash beyond ASCII', ['É.txt', 'é.txt'], 'é.txt', 'differ only in case'],
  ['a sharp s', ['straße', 'STRASSE'], 'STRASSE', 'differ only in case'],
  ['a Kelvin sign', ['k.txt', '\u212a.txt'], '.txt', 'differ only in case'],
  ['a long s', ['s.txt', '\u017f.txt'], '.txt', 'differ only in case'],
  ['a composed letter', ['caf\u00e9', 'cafe\u0301'], 'cafe', 'Unicode form'],
  ['a composed letter in a folder', ['caf\u00e9/a', 'cafe\u0301/b'], '/b', 'Unicode form'],
  ['Hangul in two forms', ['\uac00', '\u1100\u1161'], '"', 'Unicode form'],
  ['a file that is a folder too', ['a', 'a/b'], '"a/b"', 'below a name that is a file'],
  ['a folder that is a file too', ['a/b', 'a'], '"a"', 'as a file and as a folder'],
  ['a declared folder that is a file too', ['a/', 'a'], '"a"', 'as a file and as a folder'],
  ['a file that is a declared folder too', ['a', 'a/'], '"a"', ''],
  ['a file that is a folder of another case', ['A', 'a/b'], 'a/b', 'differ only in case'],
];

const unicodeNames: readonly HostileZip[] = [
  ['a Unicode name that climbs', 'fine.txt', '../evil.txt', 0],
  ['a harmless Unicode name over a stored one that climbs', '../evil.txt', 'fine.txt', 0],
  ['a Unicode name that is absolute', 'fine.txt', '/etc/passwd', 0],
  ['a Unicode name with NUL', 'fine.txt', 'a\0b', 0],
  ['a Unicode name beside another that is marked as UTF-8', 'fine.txt', 'other.txt', 0x800],
].map(([what, stored, shown, flags]) => ({
  what: String(what),
  zip: among(entry(String(stored), { flags: Number(flags), centralExtra: unicodePath(String(stored), String(shown)) })),
  says: ['"'],
}));

export const HOSTILE_NAMES: readonly HostileZip[] = [
  ...badNames.map(([name, shown, says]) => ({
    what: `the name ${JSON.stringify(name.slice(0, 30))}`,
    zip: among(entry(name, { method: 0, ...(/^[\0-\x7f]*$/.test(name) ? {} : { flags: 0x800 }) })),
    says: [shown, says],
  })),
  ...clashes.map(([what, names, shown, says]) => ({
    what,
    zip: among(...names.map((name) => entry(name, { flags: 0x800, ...(name.endsWith('/') ? { content: '' } : {}) }))),
    says: [shown, says],
  })),
  ...unicodeNames,
  {
    what: 'two Unicode names',
    zip: among(entry('a', { centralExtra: Buffer.concat([unicodePath('a', 'b'), unicodePath('a', 'c')]) })),
    says: ['two names', '"b"', '"c"'],
  },
  {
    what: 'another Unicode name in the local header',
    zip: among(entry('a', { localExtra: unicodePath('a', '../evil') })),
    says: ['two names', '"a"', '../evil'],
  },
  {
    what: 'an overlong ".." that is marked as UTF-8',
    zip: among(entry(Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78]), { flags: 0x800 })),
    says: ['marked as UTF-8'],
  },
  {
    what: 'half a character that is marked as UTF-8',
    zip: among(entry(Buffer.from([0x61, 0xed, 0xa0, 0x80]), { flags: 0x800 })),
    says: ['marked as UTF-8'],
  },
  {
    what: 'a Shift-JIS name that climbs',
    zip: among(entry(Buffer.from([0x95, 0x5c, 0x2f, 0x2e, 0x2e, 0x2f, 0x78]))),
    says: [CLIMBS],
  },
  ...(
    [
      ['out of the project', 'l', '../x', 'leaves the project'],
      ['far out of the project', 'd/l', '../../../x', 'leaves the project'],
      ['to an absolute path', 'l', '/etc/passwd', 'leaves the project'],
      ['to a drive', 'l', 'C:\\x', 'leaves the project'],
      ['to a network path', 'l', '\\\\server\\x', 'leaves the project'],
      ['out with backslashes', 'l', '..\\..\\x', 'leaves the project'],
      ['out and in again', 'l', '../project/x', 'leaves the project'],
      ['to nothing at all', 'l', '', 'leaves the project'],
      ['to itself', 'l', 'l', 'leads in a circle'],
      ['below itself', 'l', 'l/x', 'leads in a circle'],
      ['with NUL', 'l', 'a\0b', 'NUL'],
      ['with an endless target', 'l', 'x/'.repeat(3000), '6000 bytes'],
    ] as const
  ).map(([what, name, target, says]) => ({
    what: `a link ${what}`,
    zip: among(link(name, target)),
    says: [`"${name}"`, says],
  })),
  {
    what: 'a link out through another link',
    zip: among(link('d/up', '..'), link('l', 'd/up/../x')),
    says: ['"l"', 'leaves the project'],
  },
  { what: 'links in a circle', zip: among(link('l', 'm'), link('m', 'l')), says: ['leads in a circle'] },
  {
    what: 'a link out of the top folder',
    zip: { entries: [link('top/l', '../x'), entry('top/a')] },
    says: ['"l"', 'leaves the project'],
  },
  {
    what: 'a file written through a link',
    zip: among(link('l', 'd'), entry('l/x')),
    says: ['"l/x"', 'through a link'],
  },
  {
    what: 'a file written through a link that comes later',
    zip: among(entry('l/x'), link('l', 'd')),
    says: ['"l"', 'as a file and as a folder'],
  },
  { what: 'a file in place of a link', zip: among(link('l', 'd'), entry('l')), says: ['"l"', 'twice'] },
  {
    what: 'a link of another case above a file',
    zip: among(link('L', 'd'), entry('l/x')),
    says: ['"l/x"', 'differ only in case'],
  },
  { what: 'a link with the name of a folder', zip: among(link('l/', 'd')), says: ['"l/"', 'link'] },
  ...(
    [
      [0o020644, 'a character device'],
      [0o060644, 'a block device'],
      [0o010644, 'a pipe'],
      [0o140644, 'a socket'],
      [0o160000, 'a kind that does not exist'],
    ] as const
  ).map(([mode, what]) => ({ what, zip: among(entry('dev', { mode })), says: ['"dev"', 'device, pipe or socket'] })),
];
