import type { CandidatePatch } from './candidate-patch.ts';
import type { JudgedPatch, RepairTask } from './repair-task.ts';

/**
 * A source of candidate patches: the model chain and the offline engine alike.
 *
 * The judge appends its rulings to `history` in the order in which the candidates were offered, so a generator may look
 * at what became of its earlier ones. Several candidates may be judged side by side: the newest ones may be missing
 * there. It ends by returning; it throws an `AutofixError` only when it cannot go on and the reason matters (every
 * provider out, a cap reached).
 */
export interface PatchGenerator {
  readonly name: string;
  /** Whoever is asked first, where several stand behind one another under one name; left out: `name`. */
  readonly firstName?: string;
  generate(task: RepairTask, history: readonly JudgedPatch[], signal: AbortSignal): AsyncIterable<CandidatePatch>;
}
