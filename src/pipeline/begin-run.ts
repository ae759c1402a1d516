import { join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { EventSink } from '../domain/run-event.ts';
import type { Clock } from '../llm/clock.ts';
import type { Plugins } from './plugins.ts';
import { createRecorder } from './recorder.ts';
import type { RepairOptions } from './repair-options.ts';
import type { Replay } from './replay.ts';
import { haltingAsRecorded } from './replay-halt.ts';
import type { ReviewHunks } from './review.ts';
import type { Run } from './run.ts';
import { createRunFolder } from './run-folder.ts';
import { collectingSink, newRunState } from './run-state.ts';

export interface RepairSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly emit: EventSink;
  /** Ends the run; its reason is the `AutofixError` that tells why. */
  readonly signal: AbortSignal;
  /** Ends the search alone, by an `AutofixError` too: what it has found by then is verified. Left out: nothing does. */
  readonly enough?: AbortSignal;
  /** Takes secrets out of everything that is written. */
  readonly redact: (text: string) => string;
  /** Lets a person choose among the hunks of a repair before it is verified. */
  readonly review?: ReviewHunks;
  /** Repeats a recorded run: its sources, its input and its report stand in for those of the options. */
  readonly replay?: Replay;
  /** Time as the providers' policies see it; left out: the system's. */
  readonly clock?: Clock;
  readonly plugins?: Plugins;
}

/** Makes the run folder and all that the steps share. Throws an `AutofixError` when there can be no folder. */
export function beginRun(asked: RepairOptions, surroundings: RepairSurroundings): Run {
  const { env, redact, replay = null, clock, plugins = {} } = surroundings;
  const runFolder = createRunFolder(asked.runsFolder, redact);
  const state = newRunState(runFolder.path);
  const emit = collectingSink(state, redact, surroundings.emit);
  const review = replay === null ? surroundings.review : recordedReview(replay);
  const common = {
    env,
    redact,
    runFolder,
    state,
    plugins,
    replay,
    recorder: createRecorder(runFolder, replay?.recording.options ?? asked),
    ...(review === undefined ? {} : { review }),
    ...(surroundings.enough === undefined ? {} : { enough: surroundings.enough }),
    ...(clock === undefined ? {} : { clock }),
    startedAt: performance.now(),
  };
  if (replay === null) return { ...common, options: asked, emit, signal: surroundings.signal };
  const options = { ...asked, out: asked.out ?? join(runFolder.path, 'replayed.zip') };
  return { ...common, options, ...haltingAsRecorded(replay, emit, surroundings.signal) };
}

/** Gives the recorded answers of the person who was asked, one after the other. */
function recordedReview({ recording: { review } }: Replay): ReviewHunks | undefined {
  if (review === null) return undefined;
  const left = [...review];
  return () => Promise.resolve(left.shift() ?? { kind: 'chosen', hunks: [] });
}

/** A listener's own mistake must not cost the run. */
export function unfailing(emit: EventSink): EventSink {
  return (event) => {
    try {
      emit(event);
    } catch {
      // Nobody is left to tell.
    }
  };
}

/** Why a signal ended the run; an ordinary `abort()` is an interruption. */
export function endOf(signal: AbortSignal): AutofixError {
  if (signal.reason instanceof AutofixError) return signal.reason;
  return new AutofixError('The run was interrupted', {
    code: 'interrupted',
    exitCode: EXIT.interrupted,
    hint: 'Nothing was changed. Start it again when you like.',
    cause: signal.reason,
  });
}
