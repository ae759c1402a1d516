import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { OUTPUT_FORMATS } from '../output/output-formats.ts';
import { writeTextAtomically } from '../shared/atomic-write.ts';
import type { Run } from './run.ts';

/**
 * Renders every output into the run folder, and those that were asked for to their targets. A target that
 * cannot be written is told in the outcome; it does not undo the repair.
 */
export async function writeRunFiles(run: Run, outcome: RepairOutcome): Promise<RepairOutcome> {
  const { options, runFolder, state } = run;
  const html = options.htmlFile ?? join(runFolder.path, 'report.html');
  const finished = { ...outcome, outputs: { ...outcome.outputs, html } };
  const projects = { before: state.original, after: state.repaired };
  const targets: Readonly<Record<string, string | null>> = { html: options.htmlFile, summary: options.summaryFile };
  const warnings: string[] = [];
  for (const format of OUTPUT_FORMATS) {
    const text = format.render(finished, projects);
    runFolder.write(format.fileName, text);
    const target = targets[format.name] ?? null;
    if (target === null) continue;
    try {
      // A CI step adds to the job's summary: what earlier steps wrote there stays.
      if (target === run.env.GITHUB_STEP_SUMMARY) await appendFile(target, run.redact(text));
      else await writeTextAtomically(target, run.redact(text));
    } catch (error) {
      warnings.push(`Could not write ${target}: ${(error as Error).message}`);
    }
  }
  return warnings.length === 0 ? finished : { ...finished, warnings: [...finished.warnings, ...warnings] };
}
