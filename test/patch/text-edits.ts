import { type AnswerCase, replies } from './answer-case.ts';

/** How a text is stored: what it begins with, how ASCII is encoded, and a line of foreign characters as bytes. */
interface Storage {
  readonly name: string;
  readonly mark: Buffer;
  readonly encode: (text: string) => Buffer;
  readonly foreign: Buffer;
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

const STORAGES: readonly Storage[] = [
  { name: 'UTF-8', mark: Buffer.alloc(0), encode: Buffer.from, foreign: Buffer.from('naïve 日本 😀 e\u0301') },
  {
    name: 'UTF-8 with a mark',
    mark: Buffer.from([0xef, 0xbb, 0xbf]),
    encode: Buffer.from,
    foreign: Buffer.from('\ufeffß'),
  },
  { name: 'UTF-16 LE', mark: Buffer.from([0xff, 0xfe]), encode: utf16, foreign: utf16('naïve 日本 😀') },
  {
    name: 'UTF-16 BE',
    mark: Buffer.from([0xfe, 0xff]),
    encode: (text) => utf16(text).swap16(),
    foreign: utf16('naïve 日本 😀').swap16(),
  },
  {
    name: 'Latin-1',
    mark: Buffer.alloc(0),
    encode: Buffer.from,
    foreign: Buffer.from('na\u00efve \u00a0\u00ff', 'latin1'),
  },
  {
    name: 'CP1252',
    mark: Buffer.alloc(0),
    encode: Buffer.from,
    foreign: Buffer.from([0x93, 0x78, 0x94, 0x80, 0x85, 0x8d, 0x9f]),
  },
  {
    name: 'Shift-JIS',
    mark: Buffer.alloc(0),
    encode: Buffer.from,
    foreign: Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x95, 0x5c, 0xb1]),
  },
];

/** The end of each of five lines. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  LF: ['\n', '\n', '\n', '\n', '\n'],
  CRLF: ['\r\n', '\r\n', '\r\n', '\r\n', '\r\n'],
  CR: ['\r', '\r', '\r', '\r', '\r'],
  'mixed ends': ['\r\n', '\n', '\r\n', '\r', '\n'],
};

function textCase(storage: Storage, ending: string, ends: readonly string[], final: boolean): AnswerCase {
  const { mark, encode, foreign } = storage;
  const end = (index: number) => (final || index < 4 ? (ends[index] ?? '') : '');
  const first = Buffer.concat([mark, encode('// '), foreign, encode(`  \t${end(0)}`)]);
  const last = Buffer.concat([encode(`\tlast();  ${end(3)}// `), foreign, encode(end(4))]);
  const middle = (one: string, two: string) => encode(`${one}${end(1)}${two}${end(2)}`);
  return {
    what: `${storage.name}, ${ending}${final ? '' : ', no final line end'}`,
    files: { 'a.txt': Buffer.concat([first, middle('  one(1);', '  two(2);'), last]), 'b.txt': first },
    // Each line keeps its own end; the line that comes in takes that of the line it stands behind.
    answer: replies({
      file: 'a.txt',
      action: 'replace',
      search: ['  one(1);', '  two(2);'],
      replace: ['  one(11);', '  two(2);', '  new(3);'],
    }),
    ends: {
      applied: {
        'a.txt': Buffer.concat([first, middle('  one(11);', '  two(2);'), encode(`  new(3);${end(2)}`), last]),
      },
    },
  };
}

const at = (file: string, search: readonly string[], replace: readonly string[]) =>
  replies({ file, action: 'replace', search, replace });

/** Small texts at their edges: what stands before, what is asked for, what must come of it. */
const EDGES: readonly (readonly [string, string, readonly string[], readonly string[], string])[] = [
  ['the last line of a text without a final line end', 'a();\nb();', ['b();'], ['c();'], 'a();\nc();'],
  ['a line behind the last one without an end', 'a();\nb();', ['b();'], ['b();', 'c();'], 'a();\nb();\nc();'],
  [
    'a line behind the last one without an end, CRLF',
    'a();\r\nb();',
    ['b();'],
    ['b();', 'c();'],
    'a();\r\nb();\r\nc();',
  ],
  ['the last line goes', 'a();\nb();\n', ['b();'], [], 'a();\n'],
  ['the first line goes', 'a();\r\nb();\r\n', ['a();'], [], 'b();\r\n'],
  ['a line before the first', 'a();\r\nb();\r\n', ['a();'], ['z();', 'a();'], 'z();\r\na();\r\nb();\r\n'],
  ['the only line', 'a();', ['a();'], ['b();'], 'b();'],
  ['the only line becomes two', 'a();', ['a();'], ['a();', 'b();'], 'a();\nb();'],
  ['trailing blanks of a neighbour', 'a();  \nb();\t\n', ['b();'], ['c();'], 'a();  \nc();\n'],
  [
    'trailing blanks of repeated lines',
    'a();  \nb();\nc();\t\n',
    ['a();', 'b();', 'c();'],
    ['a();', 'B();', 'c();'],
    'a();  \nB();\nc();\t\n',
  ],
  ['blank lines with blanks', 'a();\n   \nb();\n', ['b();'], ['c();'], 'a();\n   \nc();\n'],
  ['a form feed', 'a();\n\f\nb();\n', ['b();'], ['c();'], 'a();\n\f\nc();\n'],
  ['a line separator of Unicode', 'a("\u2028");\nb();\n', ['b();'], ['c();'], 'a("\u2028");\nc();\n'],
  ['two carriage returns', 'a();\r\r\nb();\r\n', ['b();'], ['c();'], 'a();\r\r\nc();\r\n'],
  ['tabs and spaces mixed', '\ta();\n    b();\n \tc();\n', ['    b();'], ['    B();'], '\ta();\n    B();\n \tc();\n'],
  ['decomposed letters of a neighbour', 'cafe\u0301\nb();\n', ['b();'], ['caf\u00e9'], 'cafe\u0301\ncaf\u00e9\n'],
  ['one line with an end of its own', 'a();\nb();\r\nc();\n', ['b();'], ['B();'], 'a();\nB();\r\nc();\n'],
];

export const TEXT_EDITS: readonly AnswerCase[] = [
  ...STORAGES.flatMap((storage) =>
    Object.entries(ENDINGS).flatMap(([name, ends]) =>
      [true, false].map((final) => textCase(storage, name, ends, final)),
    ),
  ),
  ...EDGES.map(([what, before, search, replace, after]) => ({
    what,
    files: { 'a.txt': before },
    answer: at('a.txt', search, replace),
    ends: { applied: { 'a.txt': after } },
  })),
  {
    what: 'a character that Latin-1 does not have',
    files: { 'a.txt': Buffer.from('na\u00efve\nb();\n', 'latin1') },
    answer: at('a.txt', ['b();'], ['"日"']),
    ends: { refused: 'U+65E5' },
  },
  {
    what: 'a letter of Latin-1',
    files: { 'a.txt': Buffer.from('na\u00efve\nb();\n', 'latin1') },
    answer: at('a.txt', ['b();'], ['é();']),
    ends: { applied: { 'a.txt': Buffer.from('na\u00efve\né();\n', 'latin1') } },
  },
  {
    what: 'a binary',
    files: { 'a.txt': Buffer.from([0, 1, 2, 0x62, 0x28, 0x29, 0x3b, 0x0a]) },
    answer: at('a.txt', ['b();'], ['c();']),
    ends: { refused: 'not a text file' },
  },
  {
    what: 'UTF-16 that is cut off within a character',
    files: { 'a.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('b();\n'), Buffer.from([0x41])]) },
    answer: at('a.txt', ['b();'], ['c();']),
    ends: { refused: 'not a text file' },
  },
  {
    what: 'UTF-16 with half a character',
    files: { 'a.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('b();\n'), Buffer.from([0x3d, 0xd8])]) },
    answer: at('a.txt', ['b();'], ['c();']),
    ends: { refused: 'not a text file' },
  },
  {
    what: 'an empty file',
    files: { 'a.txt': '' },
    answer: at('a.txt', ['b();'], ['c();']),
    ends: { refused: 'a.txt' },
  },
];
