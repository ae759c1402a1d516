import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import { applyEdits } from '../patch/apply-edits.ts';
import { splitIntoHunks } from '../patch/split-into-hunks.ts';
import type { FoundRepair } from './repair-loop.ts';

/** One independent change of a repair, shown to a person. */
export interface ReviewedHunk {
  /** Unified diff of this hunk alone. */
  readonly diff: string;
  readonly rationale: string;
}

/** Shows hunks to a person; gives for each whether it is accepted. */
export type ReviewHunks = (hunks: readonly ReviewedHunk[]) => Promise<readonly boolean[]>;

/** Lets a person choose among the hunks of a repair; null when none was accepted. */
export async function reviewRepair(
  repair: FoundRepair,
  task: RepairTask,
  review: ReviewHunks,
): Promise<FoundRepair | null> {
  const hunks = splitIntoHunks(task.project, repair.project);
  const rationale = repair.patches.map((patch) => patch.rationale).join('\n');
  const shown = hunks.map((hunk) => ({ rationale, diff: unifiedDiff(task.project, applied(task.project, [hunk])) }));
  const answers = await review(shown);
  const accepted = hunks.filter((_, index) => answers[index] === true);
  if (accepted.length === 0) return null;
  return accepted.length === hunks.length ? repair : { ...repair, project: applied(task.project, accepted) };
}

function applied(project: Project, hunks: ReturnType<typeof splitIntoHunks>): Project {
  const result = applyEdits(project, hunks);
  if (result.kind === 'applied') return result.project;
  throw new AutofixError(`A hunk of the patch does not apply by itself: ${result.reason}`, {
    code: 'internal',
    exitCode: EXIT.notFixed,
    hint: 'Run again without --interactive.',
  });
}
