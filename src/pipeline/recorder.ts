import { packageVersion } from '../shared/package-version.ts';
import { RECORDING_FILE, RECORDING_SCHEMA, type RunRecording } from './recording.ts';
import type { RepairOptions } from './repair-options.ts';
import type { Review } from './review.ts';
import type { RunFolder } from './run-folder.ts';

type RecordedParts = Omit<RunRecording, 'schema' | 'autofix' | 'options'>;

/** Keeps in the run folder what `autofix replay` needs, as it becomes known. */
export interface Recorder {
  note(parts: Partial<RecordedParts>): void;
  /** A search of the offline engine ended after this many candidates were ruled upon. */
  searched(candidates: number): void;
  /** A person has looked at a repair. */
  reviewed(review: Review): void;
  /** A winner was minimised with so many tries. */
  minimized(tries: number): void;
}

export function createRecorder(runFolder: RunFolder, options: RepairOptions): Recorder {
  let recording: RunRecording = {
    schema: RECORDING_SCHEMA,
    autofix: packageVersion(),
    // The types differ in being read-only alone.
    options: options as RunRecording['options'],
    sources: [],
    warnings: [],
    input: null,
    searches: [],
    trees: 1,
    baselineMs: null,
    hangs: false,
    outOfTime: false,
    minimizing: null,
    review: null,
    zip: null,
    ended: null,
  };
  const note = (parts: Partial<RecordedParts>) => {
    recording = { ...recording, ...parts };
    try {
      runFolder.writeJson(RECORDING_FILE, recording);
    } catch {
      // A full disk costs the repetition, not the repair.
    }
  };
  return {
    note,
    searched: (candidates) => note({ searches: [...recording.searches, candidates] }),
    reviewed: (review) => {
      const { kind } = review;
      const kept = kind === 'again' ? review : { kind, hunks: [...review.hunks] };
      note({ review: [...(recording.review ?? []), kept] });
    },
    // The number limits a repetition: of several searches none must be cut shorter than it was.
    minimized: (tries) => note({ minimizing: Math.max(tries, recording.minimizing ?? 0) }),
  };
}
