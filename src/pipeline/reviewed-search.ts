import { originName } from '../domain/candidate-patch.ts';
import type { PatchVerdict } from '../domain/patch-verdict.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import type { Judge } from './judge.ts';
import type { FoundRepair } from './repair-loop.ts';
import { reviewRepair } from './review.ts';
import type { Run } from './run.ts';

/** A repair that a person sent back, with what they said. */
export interface SentBack {
  readonly repair: FoundRepair;
  readonly remark: string;
}

/** The policy that a sent back repair offends against; the models are shown it with the remark. */
export const REVIEW_POLICY = 'the person who reviews';

/**
 * Shows a repair to the person, and searches again as often as they ask for it; null when none was accepted. A run
 * that nobody reviews takes the repair as it is.
 */
export async function reviewedRepair(
  run: Run,
  task: RepairTask,
  found: FoundRepair,
  searchAgain: (sentBack: readonly SentBack[]) => Promise<FoundRepair | null>,
): Promise<FoundRepair | null> {
  const { review, recorder, emit, signal } = run;
  if (review === undefined) return found;
  const sentBack: SentBack[] = [];
  for (let repair = found; ; ) {
    const reviewed = await reviewRepair(repair, task, async (hunks) => {
      const said = await review(hunks);
      recorder.reviewed(said);
      return said;
    });
    if (reviewed.kind === 'accepted') return reviewed.repair;
    if (reviewed.kind === 'rejected') {
      emit({ kind: 'warning', message: 'A repair was found, and none of its hunks was accepted' });
      return null;
    }
    sentBack.push({ repair, remark: reviewed.remark });
    const next = await searchAgain(sentBack);
    signal.throwIfAborted();
    if (next === null) {
      emit({ kind: 'warning', message: 'Asked again with the remark, no source had another repair' });
      return null;
    }
    repair = next;
  }
}

/** What the sources are told of repairs that were sent back. */
export function sentBackHistory(sentBack: readonly SentBack[]): JudgedPatch[] {
  return sentBack.flatMap(({ repair, remark }) =>
    repair.patches.map((patch) => ({ patch, verdict: refusal(remark || `not wanted: ${originName(patch.origin)}`) })),
  );
}

/** The judge, but that it refuses what leads to a project that was sent back already. */
export function refusingSentBack(judge: Judge, task: RepairTask, sentBack: readonly SentBack[]): Judge {
  if (sentBack.length === 0) return judge;
  const known = new Map(sentBack.map(({ repair, remark }) => [unifiedDiff(task.project, repair.project), remark]));
  return async (patch, current) => {
    const judgement = await judge(patch, current);
    if (judgement.project === null) return judgement;
    const remark = known.get(unifiedDiff(task.project, judgement.project));
    return remark === undefined ? judgement : { verdict: refusal(remark), project: null };
  };
}

function refusal(remark: string): PatchVerdict {
  return { kind: 'refused', policy: REVIEW_POLICY, detail: remark };
}
