import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { Edit } from '../domain/edit.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { failedTests } from '../domain/test-report.ts';
import { splitIntoHunks } from '../patch/split-into-hunks.ts';
import { compareReports } from './compare-reports.ts';
import type { Judge } from './judge.ts';
import type { FoundRepair } from './repair-loop.ts';

/** More hunks than this are not tried one by one: each try runs the tests. */
const MOST_HUNKS = 12;

/**
 * Drops the hunks that the repair does not need: one at a time, kept out when the same tests are repaired
 * and no other fails without it. `task` is the task of the whole run, before any patch. When the time is up, what is left stays.
 */
export async function minimize(
  repair: FoundRepair,
  task: RepairTask,
  judge: Judge,
  isOver: () => boolean,
): Promise<FoundRepair> {
  let hunks = splitIntoHunks(task.project, repair.project);
  if (hunks.length < 2 || hunks.length > MOST_HUNKS) return repair;
  let smallest = repair;
  const needed = compareReports(task.baseline, repair.after, task.failing).fixed;
  const failing = new Set(failedTests(repair.after).map(({ id }) => id));
  for (const hunk of [...hunks]) {
    if (hunks.length < 2 || isOver()) break;
    const without = hunks.filter((other) => other !== hunk);
    const judgement = await judge(asPatch(repair, without), task);
    const { verdict, project } = judgement;
    if (project === null || (verdict.kind !== 'plausible' && verdict.kind !== 'partial')) continue;
    if (!needed.every((id) => verdict.fixed.includes(id))) continue;
    // A file that loads again brings tests to light that no list of targets names.
    if (failedTests(verdict.after).some(({ id }) => !failing.has(id))) continue;
    hunks = without;
    smallest = { ...smallest, project, after: verdict.after };
  }
  return smallest;
}

function asPatch(repair: FoundRepair, edits: readonly Edit[]): CandidatePatch {
  const last = repair.patches.at(-1);
  return { edits, rationale: last?.rationale ?? '', origin: last?.origin ?? { kind: 'offline', operator: 'none' } };
}
