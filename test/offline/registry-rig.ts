import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { Project } from '../../src/domain/project.ts';
import { filePaths } from '../../src/domain/project.ts';
import type { JudgedPatch, RepairTask } from '../../src/domain/repair-task.ts';
import type { SuspiciousLocation } from '../../src/domain/suspicious-location.ts';
import type { TestResult } from '../../src/domain/test-report.ts';
import { localize } from '../../src/localization/localize.ts';
import { type OfflineSettings, offlineEngine } from '../../src/offline/offline-engine.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { reportOf } from '../support/test-results.ts';

/** Far more than any project of these tests can use up; the clock stands still. */
export const UNLIMITED: OfflineSettings = { timeMs: 1, maxCandidates: 100_000, now: () => 0 };

/** A location that makes every line of a file as suspicious as can be. */
export function wholeFile(project: Project, file: string): SuspiciousLocation {
  const endLine = textAt(project, file).split('\n').length;
  return { file, startLine: 1, endLine, symbol: null, suspiciousness: 1, evidence: [] };
}

/** A task with the suspects that the localization finds. */
export async function localizedTask(project: Project, failing: readonly TestResult[]): Promise<RepairTask> {
  const baseline = reportOf(failing);
  return { project, failing, baseline, suspects: await localize({ project, failing, baseline }) };
}

/** A judge that finds every candidate to be without effect. Gives up to `most` candidates, in order. */
export async function candidatesFor(
  task: RepairTask,
  settings: OfflineSettings = UNLIMITED,
  { most = Number.POSITIVE_INFINITY, history = [] as JudgedPatch[], signal = new AbortController().signal } = {},
): Promise<CandidatePatch[]> {
  const remaining = task.failing.map((test) => test.id);
  const candidates: CandidatePatch[] = [];
  for await (const patch of offlineEngine(settings).generate(task, history, signal)) {
    candidates.push(patch);
    history.push({ patch, verdict: { kind: 'no-effect', remaining, after: null } });
    if (candidates.length >= most) break;
  }
  return candidates;
}

/** The files that a candidate changes, with their new texts. Throws when it does not apply. */
export function changedTexts(project: Project, patch: Pick<CandidatePatch, 'edits'>): Record<string, string> {
  const applied = applyEdits(project, patch.edits);
  if (applied.kind === 'invalid') throw new Error(applied.reason);
  return Object.fromEntries(applied.changes.map(({ path }) => [path, textAt(applied.project, path)]));
}

export function textAt(project: Project, path: string): string {
  const entry = project.entries.get(path);
  if (entry === undefined) throw new Error(`no ${path} among ${filePaths(project).join(', ')}`);
  return Buffer.from(entry.bytes()).toString('utf8');
}

/** `text` with its only `from` replaced; a mistake in a test's table must not pass unseen. */
export function withReplaced(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times in\n${text}`);
  return parts.join(to);
}
