import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Edit } from '../domain/edit.ts';
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
  readonly file: string;
  /** What the hunk puts into the file; null where it is no text that could be edited (deletion, renaming). */
  readonly newText: string | null;
}

/** What a person says to one hunk. */
export type HunkAnswer =
  | { readonly kind: 'accept' }
  | { readonly kind: 'reject' }
  /** `text` stands in for the hunk's `newText`. */
  | { readonly kind: 'edit'; readonly text: string };

/** What a person says to a repair. */
export type Review =
  /** One answer for each hunk. */
  | { readonly kind: 'chosen'; readonly hunks: readonly HunkAnswer[] }
  /** Another repair is wanted; the remark is shown to the models. */
  | { readonly kind: 'again'; readonly remark: string };

/** Shows the hunks of a repair to a person. */
export type ReviewHunks = (hunks: readonly ReviewedHunk[]) => Promise<Review>;

export type ReviewedRepair =
  | { readonly kind: 'accepted'; readonly repair: FoundRepair }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'again'; readonly remark: string };

/** Lets a person choose among the hunks of a repair, change them, or ask for another one. */
export async function reviewRepair(
  repair: FoundRepair,
  task: RepairTask,
  review: ReviewHunks,
): Promise<ReviewedRepair> {
  const hunks = splitIntoHunks(task.project, repair.project);
  const rationale = repair.patches.map((patch) => patch.rationale).join('\n');
  const shown = hunks.map((hunk) => ({
    ...{ rationale, file: hunk.file, newText: newTextOf(hunk) },
    diff: unifiedDiff(task.project, applied(task.project, [hunk])),
  }));
  const said = await review(shown);
  if (said.kind === 'again') return said;
  const kept = hunks.flatMap((hunk, index) => answered(hunk, said.hunks[index]));
  if (kept.length === 0) return { kind: 'rejected' };
  const asItIs = said.hunks.length === hunks.length && said.hunks.every(({ kind }) => kind === 'accept');
  if (asItIs) return { kind: 'accepted', repair };
  const edited = said.hunks.some(({ kind }) => kind === 'edit');
  const patches = edited ? repair.patches.map(editedByHand) : repair.patches;
  return { kind: 'accepted', repair: { ...repair, patches, project: applied(task.project, kept) } };
}

function newTextOf(hunk: Edit): string | null {
  if (hunk.kind === 'replace') return hunk.replacement;
  return hunk.kind === 'create' ? hunk.content : null;
}

/** What is left of a hunk; a hunk about which nothing was said is not accepted. */
function answered(hunk: Edit, answer: HunkAnswer = { kind: 'reject' }): Edit[] {
  if (answer.kind === 'reject') return [];
  if (answer.kind === 'accept') return [hunk];
  if (hunk.kind === 'create') return [{ ...hunk, content: answer.text }];
  if (hunk.kind !== 'replace' || hunk.target.kind !== 'span') return [hunk];
  // An editor writes its own line ends: they take the form of the file's.
  const { start, end } = hunk.target;
  return [{ ...hunk, target: { kind: 'span', start, end }, replacement: answer.text }];
}

function editedByHand(patch: FoundRepair['patches'][number]): FoundRepair['patches'][number] {
  return { ...patch, rationale: `${patch.rationale} (edited by hand in the review)`.trim() };
}

function applied(project: Project, hunks: readonly Edit[]): Project {
  const result = applyEdits(project, hunks);
  if (result.kind === 'applied') return result.project;
  throw new AutofixError(`A hunk of the patch does not apply by itself: ${result.reason}`, {
    code: 'internal',
    exitCode: EXIT.notFixed,
    hint: 'Run again without --interactive.',
  });
}
