import { AutofixError } from '../domain/autofix-error.ts';
import { secretsOf } from '../llm/secrets.ts';
import { resultDocument } from '../output/result-document.ts';
import { outcomeOf } from '../pipeline/outcome.ts';
import { repairProject } from '../pipeline/repair.ts';
import { newRunState } from '../pipeline/run-state.ts';
import { redactor } from '../shared/redact.ts';
import { readConfiguration, withEnvironmentFile } from './configuration.ts';
import { hunkReview } from './hunk-review.ts';
import { runTimeLimit } from './interruption.ts';
import { printError, printResult } from './print.ts';
import { createProgress } from './progress.ts';
import { resultCard } from './result-card.ts';
import { type RunSettings, runSettings } from './run-settings.ts';

/** `autofix run`: gives the exit code. */
export async function runCommand(project: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const folder = process.cwd();
  try {
    const env = withEnvironmentFile(folder, process.env);
    const configuration = readConfiguration(folder);
    const inputs = { flags, env, configuration: configuration.values, configurationFile: configuration.file };
    return await runWith(runSettings(project, inputs), env);
  } catch (error) {
    // Whoever asked for one document gets one, even before the run could begin.
    if (flags.json !== true || !(error instanceof AutofixError)) return printError(error);
    const outcome = outcomeOf(newRunState(null), error);
    printResult(resultDocument(outcome));
    return outcome.exitCode;
  }
}

async function runWith(
  { options, display }: RunSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const progress = await createProgress(display);
  const limit = runTimeLimit(options.timeoutMs);
  try {
    const outcome = await repairProject(options, {
      env,
      emit: progress.sink,
      signal: limit.signal,
      redact: redactor(secretsOf(env)),
      ...(display.interactive ? { review: hunkReview(progress.end) } : {}),
    });
    progress.end();
    printResult(display.json ? resultDocument(outcome) : resultCard(outcome, display));
    return outcome.exitCode;
  } finally {
    progress.end();
    limit.dispose();
  }
}
