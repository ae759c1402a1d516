import { digestOfFile } from '../../archive/file-digest.ts';
import { reassembleZip } from '../../archive/reassemble-zip.ts';
import { writeChangesToFolder } from '../../archive/write-folder.ts';
import { originName } from '../../domain/candidate-patch.ts';
import type { Project, ProjectChange } from '../../domain/project.ts';
import type { PatchSummary } from '../../domain/repair-outcome.ts';
import { unifiedDiff } from '../../output/unified-diff.ts';
import type { Mask } from '../project-mask.ts';
import type { FoundRepair } from '../repair-loop.ts';
import type { Run } from '../run.ts';
import type { OpenedProject } from './1-open-project.ts';

/** What lies between two versions of a project. */
export function changesBetween(before: Project, after: Project): ProjectChange[] {
  const changes: ProjectChange[] = [];
  for (const [path, entry] of after.entries) {
    const old = before.entries.get(path);
    if (old === entry) continue;
    const bytes = entry.bytes();
    if (old === undefined || !Buffer.from(old.bytes()).equals(bytes)) {
      changes.push({ kind: 'write', path, bytes, mode: entry.mode });
    }
  }
  for (const path of before.entries.keys()) if (!after.entries.has(path)) changes.push({ kind: 'remove', path });
  return changes;
}

/** More alternatives than these are only counted. */
const MOST_ALTERNATIVES = 5;

export function summarizePatch(
  before: Project,
  repair: Pick<FoundRepair, 'project' | 'patches' | 'alternatives'>,
  mask: Mask,
): PatchSummary {
  const origins = repair.patches.map((patch) => patch.origin);
  const model = origins.find((origin) => origin.kind === 'llm');
  const operators = origins.flatMap((origin) => (origin.kind === 'offline' ? [origin.operator] : []));
  return {
    diff: unifiedDiff(before, repair.project, mask),
    files: changesBetween(before, repair.project).map((change) => change.path),
    provider: model?.provider ?? 'offline',
    model: model?.model ?? null,
    operator: operators.length === 0 ? null : [...new Set(operators)].join(', '),
    explanation: explanationOf(repair),
    otherPlausible: repair.alternatives.length,
    alternatives: repair.alternatives.slice(0, MOST_ALTERNATIVES).map(({ patch, project }) => ({
      operator: originName(patch.origin),
      explanation: patch.rationale,
      diff: unifiedDiff(before, project, mask),
    })),
  };
}

/** A diff without the secrets that stand in it or beside it may not be one that git takes. */
export function tellConcealed({ state, emit, runFolder }: Run, before: Project, after: Project): void {
  if (unifiedDiff(before, after, state.mask) === unifiedDiff(before, after)) return;
  const message = `A secret stands in or beside the changed lines, and the diff leaves it out: where git apply does not take it, autofix apply ${runFolder.path} does`;
  emit({ kind: 'warning', message });
}

function explanationOf({ patches }: Pick<FoundRepair, 'patches'>): string {
  if (patches.length === 1) return patches[0]?.rationale ?? '';
  return patches.map((patch) => `${patch.rationale} (${originName(patch.origin)})`).join('\n');
}

/** Writes the repaired project; the input is never opened for writing unless `--write` asks for it. */
export async function writeProject(
  { options, state, replay }: Run,
  opened: OpenedProject,
  repaired: Project,
): Promise<{ readonly zip: string | null }> {
  const changes = changesBetween(opened.project, repaired);
  // Changed entries carry the time of the change: a repetition gives them the recorded one.
  const modifiedMs = replay?.recording.zip?.modifiedMs ?? Date.now();
  if (opened.target !== null) {
    await reassembleZip(opened.project, changes, opened.target, new Date(modifiedMs));
    state.zip = { sha256: digestOfFile(opened.target), modifiedMs };
  }
  if (options.write && !options.dryRun) await writeChangesToFolder(opened.project, changes);
  state.outputs = { ...state.outputs, zip: opened.target };
  return { zip: opened.target };
}
