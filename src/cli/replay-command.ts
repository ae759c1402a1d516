import { resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { EventSink } from '../domain/run-event.ts';
import { secretsOf } from '../llm/secrets.ts';
import { resultDocument } from '../output/result-document.ts';
import { openReplay } from '../pipeline/open-replay.ts';
import { outcomeOf } from '../pipeline/outcome.ts';
import { repairProject } from '../pipeline/repair.ts';
import { type Replay, replayOptions } from '../pipeline/replay.ts';
import type { ReplayComparison } from '../pipeline/replay-comparison.ts';
import { newRunState } from '../pipeline/run-state.ts';
import { redactor } from '../shared/redact.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { readInputs } from './configuration.ts';
import { runTimeLimit } from './interruption.ts';
import { printError, printProgress, printResult } from './print.ts';
import { createProgress } from './progress.ts';
import { resultCard } from './result-card.ts';
import { type DisplaySettings, runSettings } from './run-settings.ts';

/** Far more than any run takes; a repetition ends by its recorded counts. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/**
 * `autofix replay`: gives the exit code of the recorded run when the repetition has the same status, patch and ZIP,
 * 8 when it has not.
 */
export async function replayCommand(runFolder: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  try {
    const { input, ...others } = flags;
    return await replayWith(openReplay(runFolder, typeof input === 'string' ? resolve(input) : null), others);
  } catch (error) {
    if (flags.json !== true || !(error instanceof AutofixError)) return printError(error);
    const outcome = outcomeOf(newRunState(null), error);
    printResult(resultDocument(outcome));
    return outcome.exitCode;
  }
}

async function replayWith(replay: Replay, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const recorded = replay.recording.options;
  const inputs = await readInputs(replay.input ?? recorded.input, flags);
  const own = runSettings(recorded.input, inputs);
  const asked = flags.sandbox !== undefined || own.options.sandbox === 'require';
  if (!asked) refuseForeignWithoutSandbox(replay, own.options.runsFolder);
  const options = replayOptions(replay, {
    // A setting of the environment is meant for runs: it must not replace the first result.
    out: flags.out === undefined ? null : own.options.out,
    runsFolder: own.options.runsFolder,
    sandbox: asked ? own.options.sandbox : null,
  });
  const progress = await createProgress(own.display);
  const limit = runTimeLimit(NO_LIMIT_MS);
  let comparison: ReplayComparison | null = null;
  const emit: EventSink = (event) => {
    if (event.kind === 'replay-compared') comparison = event;
    progress.sink(event);
  };
  try {
    const redact = redactor(secretsOf(inputs.env));
    const outcome = await repairProject(options, { env: inputs.env, emit, signal: limit.signal, redact, replay });
    progress.end();
    printOutcome(outcome, own.display, comparison);
    return outcome.exitCode;
  } finally {
    progress.end();
    limit.dispose();
  }
}

function printOutcome(outcome: RepairOutcome, display: DisplaySettings, comparison: ReplayComparison | null): void {
  printResult(display.json ? resultDocument(outcome) : resultCard(outcome, display));
  if (comparison === null) return;
  const line = safeForTerminal(comparisonLine(comparison));
  if (display.json) printProgress(line);
  else printResult(line);
}

function comparisonLine({ differences, asides }: ReplayComparison): string {
  const besides = asides.length === 0 ? '' : `; on the way there differ ${asides.join(', ')}`;
  return differences.length === 0
    ? `replay     same: status, patch and ZIP are as recorded${besides}`
    : `replay     DIFFERENT: ${differences.join(', ')}${besides}`;
}

/** A run folder from elsewhere must not decide that its commands run on this machine without a sandbox. */
function refuseForeignWithoutSandbox({ folder, recording }: Replay, runsFolder: string): void {
  if (recording.options.sandbox !== 'none' || resolve(folder, '..') === resolve(runsFolder)) return;
  throw new AutofixError(
    `The recorded run used no sandbox, and ${folder} is not in your own folder of runs, ${runsFolder}`,
    {
      code: 'usage',
      exitCode: EXIT.usage,
      hint: 'Say --sandbox none if you trust the project and its commands, or --sandbox auto.',
    },
  );
}
