import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { doubtsAbout } from '../offline/doubts.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import { suspiciousChanges } from '../patch/suspicious-changes.ts';

/**
 * Repairs that all pass the tests, the likeliest first, whoever made them: the fewest flags and doubts, then the
 * smallest, then the one that reads most like the rest of its file, then the one that most agree on, then the first.
 */
export async function rankRepairs<Repair extends { readonly project: Project }>(
  { project: before, failing }: Pick<RepairTask, 'project' | 'failing'>,
  repairs: readonly Repair[],
): Promise<Repair[]> {
  if (repairs.length < 2) return [...repairs];
  const diffs = repairs.map(({ project }) => unifiedDiff(before, project));
  const ranked = await Promise.all(
    repairs.map(async (repair, index) => ({
      repair,
      flags: suspiciousChanges(before, repair.project, failing).length,
      doubts: await doubtsAbout(before, repair.project),
      agreeing: diffs.filter((diff) => diff === diffs[index]).length,
    })),
  );
  ranked.sort(
    (left, right) =>
      left.flags - right.flags ||
      left.doubts.signs - right.doubts.signs ||
      left.doubts.size - right.doubts.size ||
      left.doubts.strangeness - right.doubts.strangeness ||
      right.agreeing - left.agreeing,
  );
  return ranked.map(({ repair }) => repair);
}
