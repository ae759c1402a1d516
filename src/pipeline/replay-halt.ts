import { AutofixError } from '../domain/autofix-error.ts';
import type { EventSink, RunEvent } from '../domain/run-event.ts';
import type { Replay } from './replay.ts';

/**
 * Ends the repetition where a signal (Ctrl-C, the time limit) broke the recorded run off: at the step that it was in,
 * in a search after the candidates that it had judged. Gives the events and the signal of the repetition.
 */
export function haltingAsRecorded(
  replay: Replay,
  emit: EventSink,
  outer: AbortSignal,
): { readonly emit: EventSink; readonly signal: AbortSignal } {
  const broken = replay.recording.ended?.broken ?? null;
  if (broken === null) return { emit, signal: outer };
  const halt = new AbortController();
  const isThere = (event: RunEvent) =>
    event.kind === 'step-started'
      ? event.step === broken.step && (event.step !== 'search-repair' || broken.judged === 0)
      : event.kind === 'candidate-judged' && broken.step === 'search-repair' && event.candidates >= broken.judged;
  if (broken.step === null) halt.abort(recordedEnd(replay));
  return {
    signal: AbortSignal.any([outer, halt.signal]),
    emit: (event) => {
      emit(event);
      if (isThere(event)) halt.abort(recordedEnd(replay));
    },
  };
}

/** The error that the recorded run ended with. */
export function recordedEnd({ outcome: { error, exitCode } }: Replay): AutofixError {
  const { code, message, hint } = error ?? { code: 'interrupted', message: 'The run was interrupted', hint: '' };
  return new AutofixError(message, { code, exitCode, hint });
}
