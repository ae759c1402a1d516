import type { LanguageId } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import type { TextEdit } from '../text-edit.ts';

/** One way to repair a finding. */
export interface RuleProposal {
  /** Name that the candidate carries, e.g. `add-import`. */
  readonly operator: string;
  /** One sentence for the user. */
  readonly rationale: string;
  readonly edits: readonly TextEdit[];
  /** 0 to 1: how likely this is the repair, if the finding is the fault. */
  readonly confidence: number;
  /** A name that becomes defined in the finding's file: what misses it needs no repair of its own. */
  readonly defines?: string;
}

/** Something that is wrong by the look of the source alone, or that a message names. */
export interface Finding {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** The name that nothing defines, if that is what is wrong. */
  readonly misses?: string;
  /** Expected plausible candidates in a thousand, were all proposals certain: the unit of the operators' priors. */
  readonly yield: number;
  /** Best first. Called at most once. */
  proposals(): readonly RuleProposal[];
}

/** Plug-in contract of the deterministic pass. */
export interface RepairRule {
  readonly name: string;
  readonly summary: string;
  /** Languages that it is for; left out: those whose names and imports can be rewritten. */
  readonly languages?: readonly LanguageId[];
  /** Looks at the given files; they are editable, and the whole project may be asked about. */
  find(context: RepairContext, files: readonly string[]): Iterable<Finding>;
}

/**
 * How much a finding is worth: one that a message names is nearly always the fault; a certain one in a suspect file
 * more often than any operator's candidate; elsewhere it may be an old flaw that no test meets.
 */
export const FINDING_YIELD = { named: 900, suspect: 500, elsewhere: 60 } as const;

export function findingYield(context: RepairContext, path: string, named: boolean): number {
  if (named) return FINDING_YIELD.named;
  return context.suspectFiles.includes(path) ? FINDING_YIELD.suspect : FINDING_YIELD.elsewhere;
}

const LEAST_CONFIDENCE = 0.1;

/** What cannot be loaded fails at once: where all files were loaded, a module that is missing is meant to be. */
export const UNLIKELY_YIELD = 20;

/** Whether a test file, or something that it imports, could not be loaded. */
export function loadFailed({ task }: RepairContext): boolean {
  return task.failing.some(({ failure }) => failure !== null && /^(load|compile|error)$/.test(failure.kind));
}

/** Sorts by confidence and keeps the best of equal edits. */
export function rankProposals(proposals: readonly RuleProposal[], most: number): RuleProposal[] {
  const byEdits = new Map<string, RuleProposal>();
  for (const proposal of [...proposals].sort((left, right) => right.confidence - left.confidence)) {
    if (proposal.confidence < LEAST_CONFIDENCE) break;
    const key = JSON.stringify(proposal.edits);
    if (!byEdits.has(key)) byEdits.set(key, proposal);
  }
  return [...byEdits.values()].slice(0, most);
}
