/** The library: `import { repair } from 'autofix'`. */
import type { RunEvent } from './domain/run-event.ts';
import { secretsOf } from './llm/secrets.ts';
import { defaultOptions } from './pipeline/default-options.ts';
import { openReplay } from './pipeline/open-replay.ts';
import { outcomeOf } from './pipeline/outcome.ts';
import type { Plugins } from './pipeline/plugins.ts';
import { repairProject } from './pipeline/repair.ts';
import type { RepairOptions } from './pipeline/repair-options.ts';
import { RepairRun } from './pipeline/repair-run.ts';
import { replayOptions } from './pipeline/replay.ts';
import type { ReviewHunks } from './pipeline/review.ts';
import { newRunState } from './pipeline/run-state.ts';
import { redactor } from './shared/redact.ts';

export { AutofixError, type ErrorCode, EXIT, type ExitCode } from './domain/autofix-error.ts';
export type { CandidatePatch, PatchOrigin } from './domain/candidate-patch.ts';
export type { Edit, EditTarget } from './domain/edit.ts';
export type { Evidence, OutputFormat } from './domain/output-format.ts';
export type { PatchGenerator } from './domain/patch-generator.ts';
export type { PatchVerdict } from './domain/patch-verdict.ts';
export { filePaths, type Project, type ProjectEntry } from './domain/project.ts';
export type {
  AttemptRecord,
  FallbackRecord,
  PatchSummary,
  RepairOutcome,
  RepairStatus,
  Usage,
} from './domain/repair-outcome.ts';
export type { JudgedPatch, RepairTask } from './domain/repair-task.ts';
export type { RunEvent, StepName } from './domain/run-event.ts';
export type { CommandResult, Sandbox, SandboxCommand, SharedFolders } from './domain/sandbox.ts';
export type { SuspiciousLocation } from './domain/suspicious-location.ts';
export type { TestCounts, TestFailure, TestReport, TestResult } from './domain/test-report.ts';
export type { Plugins } from './pipeline/plugins.ts';
export type { RepairOptions } from './pipeline/repair-options.ts';
export type { RepairRun } from './pipeline/repair-run.ts';
export type { HunkAnswer, Review, ReviewedHunk, ReviewHunks } from './pipeline/review.ts';

/** Options as on the command line, by the names of `RepairOptions`, and what only a program can give. */
export interface RepairSettings extends Partial<Omit<RepairOptions, 'input'>>, Plugins {
  /** Ends the run early; the outcome then has exit code 130. */
  readonly signal?: AbortSignal;
  /** Where provider keys and base addresses are looked up; default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of each event while the run goes. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Lets a person choose among the hunks of a repair before it is verified. */
  readonly review?: ReviewHunks;
}

/**
 * Repairs a project: a ZIP file or a folder. The run starts at once; await it for its outcome, iterate over it for its
 * events. Never rejects: a failure is an outcome with `error` and `exitCode`.
 */
export function repair(input: string, settings: RepairSettings = {}): RepairRun {
  const { signal, env = process.env, onEvent, review, generators, outputs, ownSandbox, ...options } = settings;
  const plugins = { ...given({ generators, outputs, ownSandbox }) };
  return new RepairRun((emit) =>
    repairProject(
      { ...defaultOptions(input, env), ...given(options) },
      { ...surroundings(env, signal, both(emit, onEvent)), ...given({ review }), plugins },
    ),
  );
}

/** Settings of a repetition. */
export interface ReplaySettings
  extends Pick<RepairSettings, 'signal' | 'env' | 'onEvent' | 'runsFolder' | 'sandbox' | 'out'> {
  /** Where the input of the run lies now; default: where it lay. */
  readonly input?: string;
}

/**
 * Repeats a recorded run with the answers that its folder holds, without a request. The outcome is the recorded one, or
 * has the error `replay-differs` and exit code 1. Never rejects, as `repair`.
 */
export function replay(runFolder: string, settings: ReplaySettings = {}): RepairRun {
  const { signal, env = process.env, onEvent, input = null, out = null, sandbox = null } = settings;
  return new RepairRun(async (emit) => {
    try {
      const recorded = openReplay(runFolder, input);
      const runsFolder = settings.runsFolder ?? defaultOptions('', env).runsFolder;
      const options = replayOptions(recorded, { out, runsFolder, sandbox });
      return await repairProject(options, { ...surroundings(env, signal, both(emit, onEvent)), replay: recorded });
    } catch (error) {
      return outcomeOf(newRunState(null), error);
    }
  });
}

function surroundings(
  env: NonNullable<RepairSettings['env']>,
  signal: AbortSignal | undefined,
  emit: (event: RunEvent) => void,
) {
  return { env, emit, signal: signal ?? new AbortController().signal, redact: redactor(secretsOf(env)) };
}

function both(first: (event: RunEvent) => void, second: ((event: RunEvent) => void) | undefined) {
  return (event: RunEvent) => {
    first(event);
    second?.(event);
  };
}

/** Without what is undefined: that means the default, not nothing. */
function given<Values extends object>(values: Values): { [Key in keyof Values]: Exclude<Values[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Values]: Exclude<Values[Key], undefined> };
}
