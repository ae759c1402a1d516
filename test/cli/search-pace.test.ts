import { describe, expect, it } from '@jest/globals';
import { SearchPace } from '../../src/cli/search-pace.ts';
import type { AttemptRecord } from '../../src/domain/repair-outcome.ts';

const attempt = (model: string, verdict: AttemptRecord['verdict']): AttemptRecord => ({
  provider: 'offline',
  model,
  verdict,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  latencyMs: 0,
  reason: null,
});

describe('the pace of a search', () => {
  it('tells candidates a second and the best so far', () => {
    let clock = 1000;
    const pace = new SearchPace(() => clock);
    pace.take(attempt('off-by-one', 'no-effect'), 1);
    expect(pace.text(1)).toBe('1 candidate');
    clock += 2000;
    pace.take(attempt('null-guard', 'partial'), 61);
    expect(pace.text(61)).toBe('61 candidates, 30/s, best so far: null-guard, partial');
    pace.take(attempt('choice-swap', 'plausible'), 62);
    pace.take(attempt('argument-swap', 'plausible'), 63);
    expect(pace.text(63)).toBe('63 candidates, 31/s, best so far: choice-swap, plausible');
  });

  it('has a line to say every ten seconds', () => {
    let clock = 5;
    const pace = new SearchPace(() => clock);
    pace.take(attempt('off-by-one', 'no-effect'), 1);
    expect(pace.isLineDue()).toBe(false);
    clock += 10_000;
    expect([pace.isLineDue(), pace.isLineDue()]).toEqual([true, false]);
  });
});
