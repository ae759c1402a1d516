import type { EventSink } from '../domain/run-event.ts';
import type { Clock } from '../llm/clock.ts';
import type { IntegrityPolicy } from '../patch/integrity-policy.ts';
import { protectedGlobs } from '../toolchain/toolchains.ts';
import type { Plugins } from './plugins.ts';
import type { Recorder } from './recorder.ts';
import type { RepairOptions } from './repair-options.ts';
import type { Replay } from './replay.ts';
import type { ReviewHunks } from './review.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './run-state.ts';

/** One run and all that its steps share. */
export interface Run {
  readonly options: RepairOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly emit: EventSink;
  readonly signal: AbortSignal;
  /** Ends the search alone. */
  readonly enough?: AbortSignal;
  readonly redact: (text: string) => string;
  readonly review?: ReviewHunks;
  readonly clock?: Clock;
  readonly plugins: Plugins;
  readonly runFolder: RunFolder;
  readonly recorder: Recorder;
  /** The recorded run that this one repeats; null: an ordinary run. */
  readonly replay: Replay | null;
  readonly state: RunState;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** What a patch of this run may touch. */
export function integrityPolicy(options: RepairOptions): IntegrityPolicy {
  const { allow, deny, allowTestEdits } = options;
  return { allow, deny, allowTestEdits, runnerGlobs: protectedGlobs() };
}
