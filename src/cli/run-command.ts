import { AutofixError } from '../domain/autofix-error.ts';
import { type Clock, systemClock } from '../llm/clock.ts';
import { secretsOf } from '../llm/secrets.ts';
import { resultDocument } from '../output/result-document.ts';
import { outcomeOf } from '../pipeline/outcome.ts';
import { repairProject } from '../pipeline/repair.ts';
import { newRunState } from '../pipeline/run-state.ts';
import { redactor } from '../shared/redact.ts';
import { type RunInputs, readInputs } from './configuration.ts';
import { hunkReview } from './hunk-review.ts';
import { runTimeLimit } from './interruption.ts';
import { printError, printResult } from './print.ts';
import { createProgress } from './progress.ts';
import { resultCard } from './result-card.ts';
import { type RunSettings, runSettings } from './run-settings.ts';

/** `autofix run`: gives the exit code. */
export async function runCommand(
  project: string,
  flags: Readonly<Record<string, unknown>>,
  clock: Clock = systemClock,
): Promise<number> {
  try {
    const inputs = await readInputs(project, flags);
    return await runWith(runSettings(project, inputs), inputs, clock);
  } catch (error) {
    // Whoever asked for one document gets one, even before the run could begin.
    const wantsJson = flags.json === true || /^(1|true|yes)$/.test(process.env.AUTOFIX_JSON ?? '');
    if (!wantsJson || !(error instanceof AutofixError)) return printError(error);
    const outcome = outcomeOf(newRunState(null), error);
    printResult(resultDocument(outcome));
    return outcome.exitCode;
  }
}

async function runWith(
  { options, display }: RunSettings,
  { env, ignored, warnings }: RunInputs,
  clock: Clock,
): Promise<number> {
  const progress = await createProgress(display);
  for (const name of ignored) {
    const message = `${name} in a file of the project itself is ignored: set it in the environment or by an option`;
    progress.sink({ kind: 'warning', message });
  }
  for (const message of warnings) progress.sink({ kind: 'warning', message });
  const redact = redactor(secretsOf(env));
  const limit = runTimeLimit(options.timeoutMs);
  try {
    const outcome = await repairProject(options, {
      env,
      emit: (event) => {
        limit.watch(event);
        progress.sink(event);
      },
      signal: limit.signal,
      enough: limit.enough,
      redact,
      clock,
      ...(display.interactive ? { review: hunkReview(progress.end, limit.signal, display.color) } : {}),
    });
    progress.end();
    printResult(redact(display.json ? resultDocument(outcome) : resultCard(outcome, display)));
    return outcome.exitCode;
  } finally {
    progress.end();
    limit.dispose();
  }
}
