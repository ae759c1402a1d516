import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { QuestionRecord } from '../llm/question-record.ts';
import type { RunRecording } from './recording.ts';
import type { RepairOptions, SandboxMode } from './repair-options.ts';

/** A recorded run that is to be repeated. */
export interface Replay {
  /** Its run folder. */
  readonly folder: string;
  readonly recording: RunRecording;
  /** In the order in which they were asked. */
  readonly questions: readonly QuestionRecord[];
  /** The report(s) that the run was given, read; null: none. */
  readonly reported: TestReport | null;
  /** Its first run of the tests without a patch; null: it did not come to that. */
  readonly baseline: TestReport | null;
  /** How it ended. */
  readonly outcome: RepairOutcome;
  /** Another place of the input than the recorded one; null: that one. */
  readonly input: string | null;
}

/** Longest that a timer of Node can run: a repetition ends by its recorded counts, not by the clock. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** The options of a repetition: the recorded ones, with nothing written where the recorded run wrote. */
export function replayOptions(
  { recording: { options }, input }: Replay,
  own: { readonly out: string | null; readonly runsFolder: string; readonly sandbox: SandboxMode | null },
): RepairOptions {
  return {
    ...options,
    input: input ?? options.input,
    reports: [],
    out: own.out,
    dryRun: own.out === null && (options.dryRun || options.write),
    write: false,
    diffFile: null,
    htmlFile: null,
    summaryFile: null,
    runsFolder: own.runsFolder,
    sandbox: own.sandbox ?? options.sandbox,
    timeoutMs: NO_LIMIT_MS,
  };
}
