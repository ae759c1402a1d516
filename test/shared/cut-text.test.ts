import { describe, expect, it } from '@jest/globals';
import { headOf, tailOf } from '../../src/shared/cut-text.ts';

describe('a long text', () => {
  it('is cut between two words, so that no half of a secret is left', () => {
    expect(headOf('key is s3cret-0123 and more', 12)).toBe('key is ');
    expect(tailOf('key is s3cret-0123 and more', 14)).toBe(' and more');
    expect(headOf('one two three', 7)).toBe('one two');
    expect(tailOf('one two three', 5)).toBe('three');
    expect(headOf('short', 5)).toBe('short');
    expect(tailOf('short', 9)).toBe('short');
  });

  it('without words is cut where it must be', () => {
    expect(headOf('x'.repeat(2000), 1000)).toHaveLength(1000);
    expect(tailOf('x'.repeat(2000), 1000)).toHaveLength(1000);
    expect(headOf('x'.repeat(20), 10)).toHaveLength(10);
  });
});
