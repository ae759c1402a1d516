/** The library: `import { repair } from 'autofix'`. */
import type { RepairOutcome } from './domain/repair-outcome.ts';
import type { RunEvent } from './domain/run-event.ts';
import { secretsOf } from './llm/secrets.ts';
import { defaultOptions } from './pipeline/default-options.ts';
import { openReplay } from './pipeline/open-replay.ts';
import { outcomeOf } from './pipeline/outcome.ts';
import { repairProject } from './pipeline/repair.ts';
import type { RepairOptions } from './pipeline/repair-options.ts';
import { replayOptions } from './pipeline/replay.ts';
import { newRunState } from './pipeline/run-state.ts';
import { redactor } from './shared/redact.ts';

export { AutofixError, type ErrorCode, EXIT, type ExitCode } from './domain/autofix-error.ts';
export type { RepairOutcome, RepairStatus } from './domain/repair-outcome.ts';
export type { RunEvent } from './domain/run-event.ts';
export type { RepairOptions } from './pipeline/repair-options.ts';

export interface RepairSettings extends Partial<Omit<RepairOptions, 'input'>> {
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  /** Where provider keys and base addresses are looked up; default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of each event while the run goes. */
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Repairs a project: a ZIP file or a folder, with options as on the command line.
 * Never rejects: a failure is an outcome with `error` and `exitCode`.
 */
export function repair(input: string, settings: RepairSettings = {}): Promise<RepairOutcome> {
  const { signal, env = process.env, onEvent, ...options } = settings;
  return repairProject(
    { ...defaultOptions(input, env), ...options },
    {
      env,
      emit: onEvent ?? (() => {}),
      signal: signal ?? new AbortController().signal,
      redact: redactor(secretsOf(env)),
    },
  );
}

export interface ReplaySettings
  extends Pick<RepairSettings, 'signal' | 'env' | 'onEvent' | 'runsFolder' | 'sandbox' | 'out'> {
  /** Where the input of the run lies now; default: where it lay. */
  readonly input?: string;
}

/**
 * Repeats a recorded run with the answers that its folder holds, without a request. The outcome is the recorded one, or
 * has the error `replay-differs` and exit code 1. Never rejects, as `repair`.
 */
export async function replay(runFolder: string, settings: ReplaySettings = {}): Promise<RepairOutcome> {
  const { signal, env = process.env, onEvent, input = null, out = null, sandbox = null } = settings;
  try {
    const recorded = openReplay(runFolder, input);
    const runsFolder = settings.runsFolder ?? defaultOptions('', env).runsFolder;
    return await repairProject(replayOptions(recorded, { out, runsFolder, sandbox }), {
      env,
      emit: onEvent ?? (() => {}),
      signal: signal ?? new AbortController().signal,
      redact: redactor(secretsOf(env)),
      replay: recorded,
    });
  } catch (error) {
    return outcomeOf(newRunState(null), error);
  }
}
