import { describe, expect, it } from '@jest/globals';
import { CappedOutput } from '../../src/sandbox/capped-output.ts';

function collect(part: number, chunks: readonly string[]): string {
  const output = new CappedOutput(part);
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  return output.text();
}

describe('CappedOutput', () => {
  it('keeps what fits as it is, however it is cut', () => {
    expect(collect(5, ['abcde', 'fghij'])).toBe('abcdefghij');
    expect(collect(5, ['a', 'bcdefghi', 'j'])).toBe('abcdefghij');
  });

  it('leaves out the middle and says how much of it', () => {
    expect(collect(3, ['abcdef', 'ghi', 'jk'])).toBe('abc\n[… 5 bytes of output left out …]\nijk');
    expect(collect(3, ['a'.repeat(1000)])).toBe('aaa\n[… 994 bytes of output left out …]\naaa');
  });
});
