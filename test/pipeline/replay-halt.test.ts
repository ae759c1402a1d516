import { describe, expect, it } from '@jest/globals';
import type { AttemptRecord } from '../../src/domain/repair-outcome.ts';
import type { RunEvent } from '../../src/domain/run-event.ts';
import type { Replay } from '../../src/pipeline/replay.ts';
import { haltingAsRecorded } from '../../src/pipeline/replay-halt.ts';

const ERROR = { code: 'interrupted', message: 'stopped by hand', hint: 'again' } as const;

function replayOf(broken: { step: string | null; judged: number } | null): Replay {
  return { recording: { ended: { broken } }, outcome: { error: ERROR, exitCode: 130 } } as unknown as Replay;
}

const started = (step: string) => ({ kind: 'step-started', step, title: step }) as RunEvent;
const judged = (candidates: number) =>
  ({ kind: 'candidate-judged', attempt: {} as AttemptRecord, candidates }) as const;

/** How many of the events passed before the repetition was ended. */
function endsAfter(replay: Replay, events: readonly RunEvent[]): number | null {
  const told: RunEvent[] = [];
  const { emit, signal } = haltingAsRecorded(replay, (event) => void told.push(event), new AbortController().signal);
  if (signal.aborted) return 0;
  for (const event of events) {
    emit(event);
    if (signal.aborted) {
      expect(signal.reason).toMatchObject({ ...ERROR, exitCode: 130 });
      return told.length;
    }
  }
  expect(told).toEqual(events);
  return null;
}

const EVENTS = [started('open-project'), started('search-repair'), judged(1), judged(2), started('verify-repair')];

describe('a repetition of a run that was broken off', () => {
  it.each([
    ['before anything', { step: null, judged: 0 }, 0],
    ['in a step', { step: 'open-project', judged: 0 }, 1],
    ['in the search, before a candidate', { step: 'search-repair', judged: 0 }, 2],
    ['in the search, after two candidates', { step: 'search-repair', judged: 2 }, 4],
    ['in the verification', { step: 'verify-repair', judged: 2 }, 5],
    ['never', null, null],
  ])('ends where that was: %s', (_, broken, expected) => {
    expect(endsAfter(replayOf(broken), EVENTS)).toBe(expected);
  });

  it('can be interrupted itself', () => {
    const own = new AbortController();
    const { signal } = haltingAsRecorded(replayOf({ step: 'verify-repair', judged: 0 }), () => {}, own.signal);
    own.abort();
    expect(signal.aborted).toBe(true);
  });
});
