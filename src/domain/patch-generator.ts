import type { CandidatePatch } from './candidate-patch.ts';
import type { JudgedPatch, RepairTask } from './repair-task.ts';

/**
 * A source of candidate patches: the model chain and the offline engine alike.
 *
 * The judge rules on each candidate before the next one is asked for, and appends to `history`, so a
 * generator may look at what became of its earlier ones. It ends by returning; it throws an `AutofixError`
 * only when it cannot go on and the reason matters (every provider out, a cap reached).
 */
export interface PatchGenerator {
  readonly name: string;
  generate(task: RepairTask, history: readonly JudgedPatch[], signal: AbortSignal): AsyncIterable<CandidatePatch>;
}
