import type { AutofixError } from '../domain/autofix-error.ts';
import { type CandidatePatch, originName } from '../domain/candidate-patch.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { Project } from '../domain/project.ts';
import type { FallbackRecord } from '../domain/repair-outcome.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import type { TestReport } from '../domain/test-report.ts';
import { joinedPairs } from './joined-patch.ts';
import { rankRepairs } from './rank-repairs.ts';
import { lessonsOf } from './search-lessons.ts';
import { type RoundBest, type RoundSettings, searchRound } from './search-round.ts';
import { timedAs } from './test-times.ts';

/** A repair that was found: all accepted patches together lead from the input to `project`. */
export interface FoundRepair {
  readonly kind: 'plausible' | 'partial';
  readonly project: Project;
  /** In the order in which they were accepted; several when faults were repaired one by one. */
  readonly patches: readonly CandidatePatch[];
  /** Whole run of the tests with the repair. */
  readonly after: TestReport;
  /** Other last patches that repair as much, the likelier ones first, with the projects that they lead to. */
  readonly alternatives: readonly Pick<RoundBest, 'patch' | 'project'>[];
}

export interface SearchResult {
  readonly repair: FoundRepair | null;
  /** Why a source of candidates could not go on: providers exhausted, a cap. The last one that was met. */
  readonly obstacle: AutofixError | null;
}

export interface RepairLoopSettings extends RoundSettings {
  readonly generators: readonly PatchGenerator[];
  /** Ranks the places anew for what still fails. */
  readonly localize: (
    project: Project,
    baseline: TestReport,
    failing: RepairTask['failing'],
  ) => Promise<RepairTask['suspects']>;
  readonly compete: boolean;
  /** What every generator is told of before it begins. */
  readonly history?: readonly JudgedPatch[];
  readonly onFallback: (fallback: FallbackRecord) => void;
  /** Told why a competitor could not go on; nobody stands in for it. */
  readonly onDropout: (source: string, obstacle: AutofixError) => void;
}

/** Asks the generators in order until one of them repairs everything; partial repairs are built upon. */
export async function searchRepair(task: RepairTask, settings: RepairLoopSettings): Promise<SearchResult> {
  let state: LoopState = { task, accepted: null, nearMisses: [] };
  let obstacle: AutofixError | null = null;
  const found: FoundRepair[] = [];
  for (const [index, generator] of settings.generators.entries()) {
    const turn = await takeTurn(
      generator,
      settings.compete ? { task, accepted: null, nearMisses: [] } : state,
      settings,
    );
    obstacle = turn.obstacle ?? obstacle;
    if (turn.found?.kind === 'plausible' && !settings.compete) return { repair: turn.found, obstacle };
    if (turn.found !== null) found.push(turn.found);
    if (turn.found?.kind === 'plausible') continue;
    // Competitors all start from the input; otherwise the next source builds upon what is repaired and known already.
    const accepted = turn.found === null ? state.accepted : better(state.accepted, turn.found);
    state = settings.compete ? { ...state, accepted } : { task: turn.task, accepted, nearMisses: turn.nearMisses };
    if (settings.compete && turn.obstacle !== null) settings.onDropout(generator.name, turn.obstacle);
    const next = settings.generators[index + 1];
    // An exhausted chain has told its fallback itself, with the provider's reason.
    const told = turn.obstacle?.code === 'providers-exhausted';
    // Competitors are asked one and all: none of them stands in for another.
    if (next !== undefined && !told && !settings.compete) settings.onFallback(fallbackTo(next, generator, turn));
    if (isFinal(turn.obstacle)) break;
  }
  const best = await winner(
    task,
    found.filter(({ kind }) => kind === 'plausible'),
  );
  const joint = best === null && settings.compete ? await joined(found, task, settings) : null;
  return { repair: best ?? joint ?? state.accepted, obstacle };
}

interface LoopState {
  readonly task: RepairTask;
  readonly accepted: FoundRepair | null;
  /** Candidates of earlier sources that are worth to be known. */
  readonly nearMisses: readonly JudgedPatch[];
}

interface Turn {
  readonly found: FoundRepair | null;
  /** What is left to do after `found`, with what the search has taught. */
  readonly task: RepairTask;
  readonly nearMisses: readonly JudgedPatch[];
  readonly obstacle: AutofixError | null;
  /** What became of the last candidate, for the reason of a fallback. */
  readonly last: JudgedPatch | null;
}

/** What two competitors have repaired of different tests, where that together is everything. */
async function joined(
  found: readonly FoundRepair[],
  task: RepairTask,
  { judge, onJudged }: RepairLoopSettings,
): Promise<FoundRepair | null> {
  for (const patch of joinedPairs(found.map(({ patches }) => patches))) {
    const { verdict, project } = await judge(patch, task);
    onJudged({ patch, verdict, base: task.project });
    if (verdict.kind === 'plausible' && project !== null) {
      return { kind: 'plausible', project, patches: [patch], after: verdict.after, alternatives: [] };
    }
  }
  return null;
}

function better(left: FoundRepair | null, right: FoundRepair): FoundRepair {
  const passed = (repair: FoundRepair) => repair.after.results.filter((test) => test.status === 'passed').length;
  return left === null || passed(right) >= passed(left) ? right : left;
}

/** So many candidates that repair no test are built upon one after the other. */
const MOST_STEPS = 3;

/** Lets one generator work until it repairs everything or has nothing more to offer. */
async function takeTurn(generator: PatchGenerator, start: LoopState, settings: RepairLoopSettings): Promise<Turn> {
  let { task, accepted } = start;
  const earlier = [...(settings.history ?? []), ...start.nearMisses];
  const history: JudgedPatch[] = [...earlier];
  // Candidates of earlier rounds were made for a task that is no more.
  let judgedBefore = 0;
  const steps: CandidatePatch[] = [];
  for (;;) {
    const round = await searchRound(generator, task, history, settings);
    const { best, obstacle } = round;
    if (best !== null) {
      accepted = extend(accepted, steps.splice(0), best, round.alternatives);
      if (accepted.kind === 'plausible') return { found: accepted, task, obstacle, nearMisses: [], last: null };
    }
    const step = steps.length < MOST_STEPS ? round.step : null;
    if (best === null && step !== null) steps.push(step.patch);
    const next = best ?? step;
    if (next !== null) {
      task = await taskAfter(next, start.task, settings);
      judgedBefore = history.length - earlier.length;
    }
    if (next === null || obstacle !== null) {
      const last = history.length > earlier.length ? history.at(-1) : undefined;
      const { suspects, nearMisses } = lessonsOf(task, history.slice(earlier.length + judgedBefore));
      return { found: accepted, task: { ...task, suspects }, obstacle, nearMisses, last: last ?? null };
    }
  }
}

/** What is left to do once a candidate is built upon. */
async function taskAfter(
  { project, after }: Pick<RoundBest, 'project' | 'after'>,
  first: RepairTask,
  { localize }: RepairLoopSettings,
): Promise<RepairTask> {
  const baseline = timedAs(after, first.baseline);
  const failing = baseline.results.filter((result) => result.status === 'failed' && !isOldFailure(first, result.id));
  return { project, failing, baseline, suspects: await localize(project, baseline, failing) };
}

/** Whether a test failed before the run without being asked for: then it is not ours to repair. */
function isOldFailure(task: RepairTask, id: string): boolean {
  const before = task.baseline.results.find((result) => result.id === id);
  return before?.status === 'failed' && !task.failing.some((test) => test.id === id);
}

function extend(
  accepted: FoundRepair | null,
  steps: readonly CandidatePatch[],
  best: RoundBest,
  others: readonly RoundBest[],
): FoundRepair {
  const { kind, project, patch, after } = best;
  return { kind, project, patches: [...(accepted?.patches ?? []), ...steps, patch], after, alternatives: others };
}

/** Exhausted providers and caps on spending leave the sources that cost nothing; anything else ends the search. */
function isFinal(obstacle: AutofixError | null): boolean {
  return obstacle !== null && obstacle.code !== 'providers-exhausted' && obstacle.code !== 'cap-reached';
}

function fallbackTo(next: PatchGenerator, from: PatchGenerator, turn: Turn): FallbackRecord {
  const { last } = turn;
  const origin = last?.patch.origin;
  const name = origin?.kind === 'llm' ? origin.provider : from.name;
  const to = next.firstName ?? next.name;
  if (turn.obstacle !== null) {
    const { code, message } = turn.obstacle;
    return { from: name, to, reason: `${code}: ${message}` };
  }
  const reason =
    last?.patch.noPatch?.kind === 'cannot-fix'
      ? `cannot-fix: ${last.patch.noPatch.reason}`
      : `not-fixed: no candidate repaired every failing test${last === null ? '' : ` (last: ${originName(last.patch.origin)}, ${last.verdict.kind})`}`;
  return { from: name, to, reason };
}

/** The likeliest repair of several competitors; those of the others stand beside it. */
async function winner(task: RepairTask, repairs: readonly FoundRepair[]): Promise<FoundRepair | null> {
  const [best, ...others] = await rankRepairs(task, repairs);
  if (best === undefined) return null;
  const losers = others.flatMap(({ patches, project }) => patches.slice(-1).map((patch) => ({ patch, project })));
  return { ...best, alternatives: [...losers, ...best.alternatives] };
}
