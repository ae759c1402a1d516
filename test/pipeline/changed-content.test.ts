import { describe, expect, it } from '@jest/globals';
import { contentOf, contentParts, readContentParts } from '../../src/pipeline/changed-content.ts';
import { MASK } from '../../src/shared/masked-secret.ts';

const mask = (text: string) =>
  text.replace(/s3cret\d/g, MASK).replace(/BEGIN[\s\S]*?END/g, (key) => MASK + '\n'.repeat(key.split('\n').length - 1));
const parts = (before: string | Uint8Array, after: string | Uint8Array) =>
  contentParts(Buffer.from(before), Buffer.from(after), mask);

/** All that is written down, decoded. */
const written = (before: string, after: string) =>
  parts(before, after)
    .map((part) => ('bytes' in part ? Buffer.from(part.bytes, 'base64').toString() : ''))
    .join('');

describe('a content told by the one before', () => {
  it.each<[string, string | Uint8Array, string | Uint8Array]>([
    ['the same', 'abc', 'abc'],
    ['a change in the middle', 'one two three', 'one 2 three'],
    ['an insertion of what is there already', 'aaaa', 'aaaaaa'],
    ['nothing of the old one', 'abc', 'xyz'],
    ['a new file', '', 'new'],
    ['an emptied one', 'abc', ''],
    ['letters of several bytes', 'ä ö s3cret1 ü', 'ä ö s3cret1 é ü s3cret1'],
    ['bytes that are no text', new Uint8Array([0xff, 0, 1, 0xe9]), new Uint8Array([0xff, 0xfe, 1, 0xe9, 0])],
    ['a mask in the text itself', `a ${MASK} s3cret1`, `b ${MASK} s3cret1 c`],
    ['a new secret', 'a', 'b s3cret9 c'],
    ['a key of several lines', 'a\nBEGIN\nkk\nEND\n\n\nb\n', 'x\nBEGIN\nkk\nEND\n\n\ny\n'],
  ])('gives it back: %s', (_, before, after) => {
    const stored = readContentParts(JSON.parse(JSON.stringify(parts(before, after)))) ?? [];
    expect(contentOf(stored, Buffer.from(before))).toEqual(Buffer.from(after));
  });

  it('writes down what is new and none of the secrets around it', () => {
    expect(written("a\nkey('s3cret1', 1)\nb\n", "A\nkey('s3cret1', 2)\nB\n")).toBe("A\nkey('', 2)\nB");
    expect(written('a\nBEGIN\nkk\nEND\nb\n', 'A\nBEGIN\nkk\nEND\nB\n')).toBe('A\n\nB');
    expect(written('s3cret1 s3cret2 x', 'y s3cret2 s3cret1')).not.toContain('s3cret');
  });

  it('is not read from parts of another form, nor from places that the old one does not have', () => {
    for (const wrong of ['x', [1], [{ from: -1, to: 2 }], [{ from: 0.5, to: 2 }], [{ from: 0 }], [{ bytes: 7 }]])
      expect(readContentParts(wrong)).toBeNull();
    expect(contentOf([{ from: 0, to: 9 }], Buffer.from('abc'))).toBeNull();
    expect(contentOf([{ from: 2, to: 1 }], Buffer.from('abc'))).toBeNull();
  });
});
