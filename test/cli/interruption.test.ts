import { afterEach, describe, expect, it } from '@jest/globals';
import { type Interruption, runTimeLimit } from '../../src/cli/interruption.ts';
import type { AttemptRecord } from '../../src/domain/repair-outcome.ts';

const attempt = (verdict: AttemptRecord['verdict']): AttemptRecord => ({
  provider: 'offline',
  model: 'off-by-one',
  verdict,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  latencyMs: 0,
  reason: null,
});

let limit: Interruption;
afterEach(() => limit.dispose());

function interrupted(...verdicts: readonly AttemptRecord['verdict'][]): void {
  limit = runTimeLimit(60_000);
  for (const verdict of verdicts) limit.watch({ kind: 'candidate-judged', attempt: attempt(verdict), candidates: 1 });
  process.emit('SIGINT', 'SIGINT');
}

describe('Ctrl-C', () => {
  it('ends the run while nothing is found', () => {
    interrupted('no-effect', 'regression');
    expect([limit.enough.aborted, limit.signal.aborted]).toEqual([false, true]);
  });

  it('ends the search alone once it has found a repair, and the run when it comes again', () => {
    interrupted('no-effect', 'plausible');
    expect([limit.enough.aborted, limit.signal.aborted]).toEqual([true, false]);
    process.emit('SIGINT', 'SIGINT');
    expect(limit.signal.reason).toMatchObject({ code: 'interrupted', exitCode: 130 });
  });

  it('ends the run when the search is over', () => {
    limit = runTimeLimit(60_000);
    limit.watch({ kind: 'candidate-judged', attempt: attempt('plausible'), candidates: 1 });
    limit.watch({ kind: 'step-ended', step: 'search-repair', detail: '', durationMs: 1 });
    process.emit('SIGINT', 'SIGINT');
    expect(limit.signal.aborted).toBe(true);
  });
});
