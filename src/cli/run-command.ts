import { secretsOf } from '../llm/secrets.ts';
import { resultDocument } from '../output/result-document.ts';
import { repairProject } from '../pipeline/repair.ts';
import { redactor } from '../shared/redact.ts';
import { readConfiguration, withEnvironmentFile } from './configuration.ts';
import { hunkReview } from './hunk-review.ts';
import { runTimeLimit } from './interruption.ts';
import { printResult } from './print.ts';
import { createProgress } from './progress.ts';
import { resultCard } from './result-card.ts';
import { runSettings } from './run-settings.ts';

/** `autofix run`: gives the exit code. */
export async function runCommand(project: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const folder = process.cwd();
  const env = withEnvironmentFile(folder, process.env);
  const configuration = readConfiguration(folder);
  const { options, display } = runSettings(project, {
    flags,
    env,
    configuration: configuration.values,
    configurationFile: configuration.file,
  });
  const progress = await createProgress(display);
  const limit = runTimeLimit(options.timeoutMs);
  try {
    const review = display.interactive ? { review: hunkReview(progress.end) } : {};
    const outcome = await repairProject(options, {
      env,
      emit: progress.sink,
      signal: limit.signal,
      ...review,
      redact: redactor(secretsOf(env)),
    });
    progress.end();
    printResult(display.json ? resultDocument(outcome) : resultCard(outcome, display));
    return outcome.exitCode;
  } finally {
    progress.end();
    limit.dispose();
  }
}
