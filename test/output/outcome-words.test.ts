import { describe, expect, it } from '@jest/globals';
import { backingText } from '../../src/output/outcome-words.ts';
import { FULL_OUTCOME } from './sample-outcome.ts';

describe('what a patch of the offline engine rests on', () => {
  const outcome = FULL_OUTCOME;
  const { patch } = outcome;
  if (patch === null) throw new Error('the sample has no patch');
  const offline = { ...outcome, patch: { ...patch, operator: 'off-by-one', otherPlausible: 2 } };

  it('is plausible when it repairs all, and names others that pass', () => {
    const text = backingText({ ...offline, remainingTests: [], fixedTests: ['a', 'b'] });
    expect(text).toMatch(/^plausible, after .*; 2 other ones pass too$/);
  });

  it('is a part of a repair when tests still fail, and rests on one test alone', () => {
    const text = backingText({ ...offline, remainingTests: ['b'], fixedTests: ['a'] });
    expect(text).toMatch(/^a part of a repair, after .*a single failing test backs it, so look twice$/);
  });

  it('is nothing to tell of for a model', () => {
    expect(backingText({ ...offline, patch: { ...patch, operator: null } })).toBeNull();
  });
});
