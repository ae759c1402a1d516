import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import { CandidateFilter } from './candidate-filter.ts';
import { type Proposal, StreamQueue } from './candidate-stream.ts';
import { buildContext } from './context-builder.ts';
import { LateCandidates } from './late-candidates.ts';
import { addOperatorStreams } from './operator-search.ts';
import { ProjectSources } from './project-sources.ts';
import type { RepairContext } from './repair-context.ts';
import { addRuleStreams } from './rule-search.ts';
import { SearchBudget } from './search-budget.ts';
import { SearchFeedback, triedPlace } from './search-feedback.ts';

export interface OfflineSettings {
  /** Milliseconds for one search (one call of `generate`), the judging of its candidates included. */
  readonly timeMs: number;
  /** Candidates of one search. */
  readonly maxCandidates: number;
  /** Milliseconds of a clock that does not run back; for tests. */
  readonly now?: () => number;
}

/**
 * The embedded repair engine: no model, no network. First the deterministic rules (imports, names, module paths),
 * then operators at the suspects, all in one queue by expected yield. Candidates are made when they are asked for;
 * what the judge says of them steers the rest.
 */
export function offlineEngine(settings: OfflineSettings): PatchGenerator {
  const now = settings.now ?? (() => performance.now());
  return {
    name: 'offline',
    async *generate(task, history, signal) {
      const budget = new SearchBudget(settings.timeMs, settings.maxCandidates, now);
      const sources = await ProjectSources.open(task.project);
      try {
        yield* search(
          task,
          sources,
          history,
          () => signal.aborted || budget.isSpent,
          () => budget.count(),
        );
      } finally {
        sources.dispose();
      }
    },
  };
}

/** Candidates that did not end in time are offered again at the end, so many at most. */
const MOST_LATE = 20;

async function* search(
  task: RepairTask,
  sources: ProjectSources,
  history: readonly JudgedPatch[],
  isOver: () => boolean,
  count: () => void,
): AsyncGenerator<CandidatePatch> {
  const context = buildContext(task, sources);
  // What did nothing for an earlier version may repair this one, on which something else is repaired already.
  const own = history.filter(({ base }) => base === undefined || base === task.project);
  const filter = new CandidateFilter(sources, own);
  const feedback = new SearchFeedback(task.failing);
  feedback.recall(own);
  const late = new LateCandidates();
  const underWay = new Map<CandidatePatch, Proposal>();
  const again: CandidatePatch[] = [];
  let [known, due] = [history.length, 0];
  for await (const proposal of proposals(context, feedback)) {
    if (isOver()) return;
    const patch = filter.admit(proposal);
    if (patch === null) continue;
    count();
    underWay.set(patch, proposal);
    yield patch;
    // Several may be judged side by side, and the judge may have tried them together with others.
    for (; known < history.length; known++) {
      const judged = history[known];
      const own = judged === undefined ? undefined : underWay.get(judged.patch);
      if (judged === undefined || own === undefined) continue;
      underWay.delete(judged.patch);
      feedback.learn(own.operator, triedPlace(own), judged);
      if (own.isNamed === true && judged.verdict.kind === 'timed-out') again.push(judged.patch);
      else if (late.noteAndAsk(judged)) due++;
    }
    yield* offeredAgain(again.splice(0), isOver);
    for (; due > 0; due--) yield* offeredAgain(late.take(1), isOver);
  }
  yield* offeredAgain(late.take(MOST_LATE), isOver);
}

function* offeredAgain(patches: readonly CandidatePatch[], isOver: () => boolean): Generator<CandidatePatch> {
  for (const patch of patches) {
    if (isOver()) return;
    yield patch;
  }
}

/** Rules' candidates below this score compete with the operators' ones. */
const OPERATORS_FROM = 200;

/** Files that no suspect names wait until nothing of more worth than this is left. */
const UNSUSPECTED_FROM = 3;
const MOST_UNSUSPECTED = 30;

/** Proposals by expected yield. Files join the queue in stages, so that the first candidate comes at once. */
async function* proposals(context: RepairContext, feedback: SearchFeedback): AsyncGenerator<Proposal> {
  const queue = new StreamQueue();
  addRuleStreams(context, context.suspectFiles, queue);
  yield* takeDownTo(queue, feedback, OPERATORS_FROM);
  addRuleStreams(context, context.otherFiles, queue);
  yield* takeDownTo(queue, feedback, OPERATORS_FROM);
  for (const path of context.suspectFiles) {
    addOperatorStreams(context, path, queue, feedback);
    await nextTurn();
  }
  yield* takeDownTo(queue, feedback, UNSUSPECTED_FROM);
  for (const path of context.otherFiles.slice(0, MOST_UNSUSPECTED)) {
    addOperatorStreams(context, path, queue, feedback);
    await nextTurn();
  }
  yield* takeDownTo(queue, feedback, 0);
}

function* takeDownTo(queue: StreamQueue, feedback: SearchFeedback, least: number): Generator<Proposal> {
  while (queue.bound > least) {
    if (feedback.hasRisen()) queue.lookAgain();
    const proposal = queue.take();
    if (proposal === null) return;
    yield proposal;
  }
}
