import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { outsideHunksUnchanged } from '../../src/patch/outside-hunks.ts';
import { parsePatchReply } from '../../src/patch/patch-reply.ts';
import { fakeProject } from './fake-project.ts';

interface Encoding {
  readonly name: string;
  readonly bom: readonly number[];
  readonly encode: (text: string) => Buffer;
}

const ENCODINGS: readonly Encoding[] = [
  { name: 'UTF-8', bom: [], encode: (text) => Buffer.from(text, 'utf8') },
  { name: 'UTF-8 with a mark', bom: [0xef, 0xbb, 0xbf], encode: (text) => Buffer.from(text, 'utf8') },
  { name: 'UTF-16LE', bom: [0xff, 0xfe], encode: (text) => Buffer.from(text, 'utf16le') },
  { name: 'UTF-16BE', bom: [0xfe, 0xff], encode: (text) => Buffer.from(text, 'utf16le').swap16() },
];

/** Words as code has them, and letters that take two, three and four bytes. */
const word = fc.constantFrom(
  ...[
    'if',
    '(a',
    '=>',
    'b)',
    '{',
    '}',
    '//',
    '"x"',
    "'y'",
    '$&',
    '$1',
    '\\n',
    '\\',
    '`',
    '%s',
    '\u00e9',
    '\u20ac',
    '\u{1f600}',
    '0',
    ';',
  ],
);
const line = fc
  .tuple(
    fc.constantFrom('', '  ', '\t', '    ', ' \t'),
    fc.array(word, { maxLength: 5 }),
    fc.constantFrom('', ' ', '\t'),
  )
  .map(([indent, words, rest]) => indent + words.join(' ') + rest);
/** A lone carriage return before a line feed would read as one line end. */
const endings = fc.constantFrom(['\n'], ['\r\n'], ['\r'], ['\n', '\r\n']);

const cases = fc.record({
  encoding: fc.constantFrom(...ENCODINGS),
  lines: endings.chain((allowed) =>
    fc.array(fc.tuple(line, fc.constantFrom(...allowed)), { minLength: 1, maxLength: 12 }),
  ),
  finalEnding: fc.boolean(),
  from: fc.nat(11),
  count: fc.integer({ min: 1, max: 3 }),
  replacement: fc.array(line, { maxLength: 4 }),
});

it('whatever a patch replaces, every byte outside is the same, and inserted lines end as their neighbours do', () => {
  let applications = 0;
  const property = fc.property(cases, ({ encoding, lines, finalEnding, from, count, replacement }) => {
    const ends = lines.map(([, end], index) => (index === lines.length - 1 && !finalEnding ? '' : end));
    const first = from % lines.length;
    const last = Math.min(first + count, lines.length);
    const textOf = (start: number, end: number) =>
      lines
        .slice(start, end)
        .map(([text], index) => text + ends[start + index])
        .join('');
    const bytesOf = (start: number, end: number) => encoding.encode(textOf(start, end));
    const content = Buffer.concat([Buffer.from(encoding.bom), bytesOf(0, lines.length)]);
    const search = lines.slice(first, last).map(([text]) => text);
    const answer = JSON.stringify({
      patches: [{ file: 'a.js', action: 'replace', search, replace: replacement, startLine: first + 1 }],
    });
    const reply = parsePatchReply(answer);
    const project = fakeProject({ 'a.js': content, 'b.js': 'untouched\r\n' });
    if (reply.kind !== 'patch') return;
    const result = applyEdits(project, reply.edits);
    if (result.kind !== 'applied') return;
    applications++;
    expect(outsideHunksUnchanged(project, result.project, result)).toBe(true);
    const after = Buffer.from(result.project.entries.get('a.js')?.bytes() ?? []);
    // Where equal lines stand more than once, the change may be told as one of its neighbours': its size is the same.
    const before = content.length - bytesOf(first, last).length;
    const head = Buffer.concat([Buffer.from(encoding.bom), bytesOf(0, first)]);
    if (
      isUnique(
        lines.map(([text]) => text),
        first,
        last,
      )
    ) {
      expect(after.subarray(0, head.length).equals(head)).toBe(true);
      const tail = content.subarray(content.length - (before - head.length));
      // Without a line end of its own, the last line of the file takes or gives one.
      if (ends[last - 1] !== '' && tail.length > 0)
        expect(after.subarray(after.length - tail.length).equals(tail)).toBe(true);
    }
    const used = new Set(ends.filter((end) => end !== ''));
    const text = decoded(after, encoding);
    for (const end of text.match(/\r\n|\r|\n/g) ?? [])
      expect([...used, ...(used.size === 0 ? ['\n'] : [])]).toContain(end);
  });
  fc.assert(property, { numRuns: 700, seed: 20261122 });
  expect(applications).toBeGreaterThan(300);
});

/** Whether no other place of the file could be meant, blanks apart. */
function isUnique(lines: readonly string[], first: number, last: number): boolean {
  const plain = lines.map((text) => text.replaceAll(/\s+/g, ''));
  const wanted = plain.slice(first, last);
  if (wanted.every((text) => text === '')) return false;
  return !plain.some(
    (_, at) =>
      at !== first &&
      wanted.some(
        (text) =>
          text !== '' &&
          plain.slice(at, at + wanted.length).includes(text) &&
          (at < first - wanted.length + 1 || at > last - 1),
      ),
  );
}

function decoded(bytes: Buffer, { name, bom }: Encoding): string {
  const body = Buffer.from(bytes.subarray(bom.length));
  if (name === 'UTF-16BE') return body.swap16().toString('utf16le');
  return body.toString(name === 'UTF-16LE' ? 'utf16le' : 'utf8');
}
