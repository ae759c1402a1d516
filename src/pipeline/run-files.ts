import { appendFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Evidence } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { TestReport } from '../domain/test-report.ts';
import { OUTPUT_FORMATS } from '../output/output-formats.ts';
import { writeTextAtomically } from '../shared/atomic-write.ts';
import { AFTER_FILE } from './finished-run.ts';
import { PATCH_RECORD_FILE, patchRecord } from './patch-record.ts';
import { maskedTexts } from './project-mask.ts';
import type { Run } from './run.ts';
import { TIMELINE_FILE } from './timeline.ts';

/**
 * Renders every output into the run folder, and those that were asked for to their targets. A target that
 * cannot be written is told in the outcome; it does not undo the repair.
 */
export async function writeRunFiles(run: Run, outcome: RepairOutcome, failure: unknown): Promise<RepairOutcome> {
  const { options, runFolder } = run;
  // A run that was refused for its usage may have been refused for these very files.
  const refused = outcome.exitCode === EXIT.usage;
  const targets = new Map([
    ['html', refused ? null : options.htmlFile],
    ['summary', refused ? null : options.summaryFile],
    // Without a patch there is no diff to write.
    ['diff', outcome.patch === null ? null : options.diffFile],
  ]);
  const evidence = evidenceOf(run);
  const ownPage = join(runFolder.path, 'report.html');
  const outputs = { ...outcome.outputs, html: targets.get('html') ?? ownPage, diff: targets.get('diff') ?? null };
  let finished: RepairOutcome = { ...outcome, outputs };
  for (const format of OUTPUT_FORMATS) {
    const target = targets.get(format.name) ?? null;
    if (target === null) continue;
    const problem = await written(run, target, format.render(finished, evidence));
    if (problem === null) continue;
    const instead = format.name === 'html' ? { html: ownPage } : format.name === 'diff' ? { diff: null } : {};
    finished = {
      ...finished,
      outputs: { ...finished.outputs, ...instead },
      warnings: [...finished.warnings, problem],
    };
  }
  keep(run, finished, evidence, failure);
  return finished;
}

/** An output that fails is its program's affair, and is told there. */
function keepOwn(run: Run, outcome: RepairOutcome, evidence: Evidence): void {
  for (const { name, fileName, render: renderOwn } of run.plugins.outputs ?? []) {
    try {
      run.runFolder.write(basename(fileName), renderOwn(outcome, evidence));
    } catch (error) {
      run.emit({ kind: 'warning', message: `The output ${name} failed: ${(error as Error).message}` });
    }
  }
}

function evidenceOf({ state }: Run): Evidence {
  const { original, repaired, before, after, timeline, mask } = state;
  const shown = (report: TestReport | null) => report && maskedTexts(report, mask);
  return { before: original, after: repaired, reports: { before: shown(before), after: shown(after) }, timeline };
}

/** Writes one output; gives what went wrong. */
async function written(run: Run, target: string, text: string): Promise<string | null> {
  try {
    // A CI step adds to the summary of its job: what earlier steps wrote there stays.
    if (target === run.env.GITHUB_STEP_SUMMARY) await appendFile(target, run.redact(text));
    else await writeTextAtomically(target, run.redact(text));
    return null;
  } catch (error) {
    return `Could not write ${target}: ${(error as Error).message}`;
  }
}

/** The run folder's own copies; a full disk must not turn a finished run into a crash. */
function keep(run: Run, outcome: RepairOutcome, evidence: Evidence, failure: unknown): void {
  try {
    for (const format of OUTPUT_FORMATS) run.runFolder.write(format.fileName, format.render(outcome, evidence));
    keepOwn(run, outcome, evidence);
    const { original, repaired, timeline, mask } = run.state;
    const { reports } = evidence;
    run.runFolder.writeJson(TIMELINE_FILE, timeline);
    if (reports?.after) run.runFolder.writeJson(AFTER_FILE, reports.after);
    if (original !== null && repaired !== null)
      run.runFolder.write(PATCH_RECORD_FILE, patchRecord(original, repaired, mask));
    if (failure instanceof Error && !(failure instanceof AutofixError)) {
      run.runFolder.write('error.log', mask(failure.stack ?? failure.message));
    }
  } catch {
    // The result itself is still returned.
  }
}
