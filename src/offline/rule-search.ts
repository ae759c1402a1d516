import type { CandidateStream, Proposal, StreamQueue } from './candidate-stream.ts';
import { mergedEdits } from './imports/merged-edits.ts';
import type { RepairContext } from './repair-context.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal } from './rules/rule.ts';
import { REPAIR_RULES } from './rules.ts';
import type { TextEdit } from './text-edit.ts';

/** A finding whose proposals are made when they are first looked at. */
interface Opened {
  readonly finding: Finding;
  readonly proposals: readonly RuleProposal[];
}

function opened(finding: Finding): Opened {
  let made: readonly RuleProposal[] | null = null;
  return {
    finding,
    get proposals() {
      made ??= finding.proposals();
      return made;
    },
  };
}

/** Findings worth less are no part of a repair of several at once. */
const LEAST_SURE = 300;

/** More findings than this are no fault that was made today: the surest ones are taken. */
const MOST_TOGETHER = 8;

/** Of more findings than this the cross product of second choices would eat the budget. */
const MOST_VARIED = 4;

/**
 * Scores of patches that repair several findings at once: before everything else when messages name them all, else
 * behind the single repairs of what a message names.
 */
const TOGETHER_NAMED = 1000;
const TOGETHER_SURE = 460;
const TOGETHER_VARIED = 320;

/** Runs the deterministic rules over files and puts what they propose into the queue. */
export function addRuleStreams(context: RepairContext, files: readonly string[], queue: StreamQueue): void {
  const found: Opened[] = [];
  for (const rule of REPAIR_RULES) {
    const own = files.filter((path) => isFor(rule, context, path));
    for (const finding of rule.find(context, own)) found.push(opened(finding));
  }
  for (const entry of found) {
    queue.push(new ListStream(() => scoredProposals(entry)), entry.finding.yield);
  }
  queue.push(new ListStream(() => together(found)), TOGETHER_NAMED);
}

function isFor({ languages }: RepairRule, { sources }: RepairContext, path: string): boolean {
  const language = sources.language(path);
  if (languages === undefined) return sources.family(path) !== null;
  return language !== null && languages.includes(language);
}

function scoredProposals({ finding, proposals }: Opened): Scored[] {
  const scored = proposals.map((proposal) => ({
    proposal: proposalAt(finding, [proposal], proposal.operator),
    score: finding.yield * proposal.confidence,
  }));
  return scored.sort((left, right) => right.score - left.score);
}

interface Scored {
  readonly proposal: Proposal;
  readonly score: number;
}

/** A list of candidates that is made when its turn has come. */
class ListStream implements CandidateStream {
  readonly #make: () => readonly Scored[];
  #scored: readonly Scored[] | null = null;
  #next = 0;

  constructor(make: () => readonly Scored[]) {
    this.#make = make;
  }

  score(): number | null {
    this.#scored ??= this.#make();
    return this.#scored[this.#next]?.score ?? null;
  }

  take(): Proposal {
    const scored = this.#scored?.[this.#next++];
    if (scored === undefined) throw new Error('A dry stream was taken from.');
    return scored.proposal;
  }
}

function proposalAt({ path, line, yield: worth }: Finding, parts: readonly RuleProposal[], operator: string): Proposal {
  return {
    operator,
    rationale: parts.map((part) => part.rationale).join(' '),
    edits: parts.flatMap((part) => part.edits),
    path,
    line,
    functionLine: null,
    isNamed: worth >= FINDING_YIELD.named,
  };
}

/**
 * Two missing imports in one function: neither repair alone turns a test green. So all sure findings are repaired at
 * once first, then with one of them repaired by its second or third choice. The judge drops what was not needed.
 */
function together(found: readonly Opened[]): Scored[] {
  const surest = found
    .filter(({ finding }) => finding.yield >= LEAST_SURE)
    .sort((left, right) => right.finding.yield - left.finding.yield)
    .slice(0, MOST_TOGETHER);
  const sure = distinct(surest.filter(({ proposals }) => proposals.length > 0));
  if (sure.length < 2) return [];
  const scored: Scored[] = [];
  const add = (chosen: readonly (RuleProposal | undefined)[], score: number) => {
    const parts = chosen.flatMap((part) => part ?? []);
    const edits = mergedEdits(parts.map((part) => part.edits));
    const finding = sure[0]?.finding;
    if (edits === null || finding === undefined) return;
    const operator = [...new Set(parts.map((part) => part.operator))].join('+');
    scored.push({ proposal: { ...proposalAt(finding, parts, operator), edits }, score });
  };
  const best = sure.map(({ proposals }) => proposals[0]);
  const named = sure.filter(({ finding }) => finding.yield >= FINDING_YIELD.named);
  if (named.length >= 2)
    add(
      named.map(({ proposals }) => proposals[0]),
      TOGETHER_NAMED,
    );
  add(best, named.length === 1 ? TOGETHER_SURE + 200 : TOGETHER_SURE);
  if (sure.length > MOST_VARIED) return scored;
  for (let choice = 1; choice <= 3; choice++) {
    for (const [position, { proposals }] of sure.entries()) {
      if (proposals[choice] === undefined) continue;
      add(
        best.map((part, index) => (index === position ? proposals[choice] : part)),
        TOGETHER_VARIED - choice * 20,
      );
    }
  }
  return scored.sort((left, right) => right.score - left.score);
}

/** Two rules may find the same fault: of findings whose best edits touch, the first stands. */
function distinct(found: readonly Opened[]): Opened[] {
  const kept: Opened[] = [];
  const edits: TextEdit[] = [];
  const worth = ({ finding, proposals }: Opened) =>
    finding.yield * (proposals[0]?.confidence ?? 0) + (proposals[0]?.defines === undefined ? 0 : FINDING_YIELD.named);
  const ordered = [...found].sort((left, right) => worth(right) - worth(left));
  for (const entry of ordered) {
    const own = entry.proposals[0]?.edits ?? [];
    const { path, misses } = entry.finding;
    const isSolved = kept.some(
      ({ finding, proposals }) => finding.path === path && misses !== undefined && proposals[0]?.defines === misses,
    );
    if (isSolved || own.some((edit) => edits.some((other) => overlaps(edit, other)))) continue;
    kept.push(entry);
    edits.push(...own);
  }
  return kept;
}

/** Two insertions at one place do not touch. */
function overlaps(left: TextEdit, right: TextEdit): boolean {
  return left.path === right.path && left.start < right.end && right.start < left.end;
}
