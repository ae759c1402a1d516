import type { Edit } from '../domain/edit.ts';
import { type Project, type ProjectChange, withChanges } from '../domain/project.ts';
import { type FilePlan, planEdits } from './plan-edits.ts';
import { type ByteReplacement, replaceInFile } from './replace-in-file.ts';

/** The replacements within one file. */
export interface FileReplacements {
  /** Path before and after the patch. */
  readonly file: string;
  readonly to: string;
  /** In order, not overlapping, on the bytes of the original file. */
  readonly replacements: readonly ByteReplacement[];
}

export type AppliedPatch =
  | {
      readonly kind: 'applied';
      readonly project: Project;
      readonly changes: readonly ProjectChange[];
      readonly replacements: readonly FileReplacements[];
    }
  /** Nothing was applied; the reason teaches whoever made the edits. */
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Applies a patch: all of its edits or none. Every edit refers to the project as it was, also when several edit
 * the same file. Bytes that no edit replaces are copied, never decoded and encoded again.
 */
export function applyEdits(project: Project, edits: readonly Edit[]): AppliedPatch {
  const planned = planEdits(project, edits);
  if (planned.kind === 'fault') return { kind: 'invalid', reason: planned.reason };
  const changes: ProjectChange[] = [];
  const replacements: FileReplacements[] = [];
  for (const plan of planned.files) {
    const outcome = applyPlan(project, plan);
    if (outcome.kind === 'fault') return { kind: 'invalid', reason: outcome.reason };
    changes.push(...outcome.changes);
    if (outcome.replacements !== null) replacements.push(outcome.replacements);
  }
  if (changes.length === 0)
    return { kind: 'invalid', reason: 'the patch changes nothing: what it puts in is what stands there already' };
  return { kind: 'applied', project: withChanges(project, changes), changes, replacements };
}

type PlanOutcome =
  | {
      readonly kind: 'done';
      readonly changes: readonly ProjectChange[];
      readonly replacements: FileReplacements | null;
    }
  | { readonly kind: 'fault'; readonly reason: string };

function applyPlan(project: Project, plan: FilePlan): PlanOutcome {
  if (plan.kind === 'create') {
    const bytes = Buffer.from(plan.content, 'utf8');
    return { kind: 'done', changes: [{ kind: 'write', path: plan.file, bytes }], replacements: null };
  }
  if (plan.kind === 'delete')
    return { kind: 'done', changes: [{ kind: 'remove', path: plan.file }], replacements: null };
  const entry = project.entries.get(plan.file);
  if (entry === undefined) return { kind: 'fault', reason: `${plan.file}: there is no such file` };
  const replaced = replaceInFile(plan.file, entry.bytes(), plan.edits);
  if (replaced.kind === 'fault') return replaced;
  const { bytes, replacements } = replaced;
  if (plan.to === plan.file && replacements.length === 0) return { kind: 'done', changes: [], replacements: null };
  const write: ProjectChange = { kind: 'write', path: plan.to, bytes, mode: entry.mode };
  const moved: ProjectChange[] = plan.to === plan.file ? [] : [{ kind: 'remove', path: plan.file }];
  return { kind: 'done', changes: [...moved, write], replacements: { file: plan.file, to: plan.to, replacements } };
}
