import { EXIT } from '../domain/autofix-error.ts';
import { OUTPUT_FORMATS } from '../output/output-formats.ts';
import { resultDocument } from '../output/result-document.ts';
import { readFinishedRun } from '../pipeline/finished-run.ts';
import { writeTextAtomically } from '../shared/atomic-write.ts';
import { printResult } from './print.ts';
import { resultCard } from './result-card.ts';

/** `autofix report`: renders what a run has left; gives the exit code, which is 0 whatever the run's was. */
export async function reportCommand(folder: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const { outcome, evidence } = readFinishedRun(folder);
  for (const format of OUTPUT_FORMATS) {
    const target = flags[flagOf(format.name)];
    if (typeof target === 'string') {
      await writeTextAtomically(target, format.render(outcome, evidence));
    }
  }
  if (flags.json === true) printResult(resultDocument(outcome));
  else printResult(resultCard(outcome, { color: flags.color !== false }));
  return EXIT.fixed;
}

/** `code-quality` → `codeQuality`. */
function flagOf(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
