import { AutofixError } from '../domain/autofix-error.ts';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { Project } from '../domain/project.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import type { TestReport } from '../domain/test-report.ts';
import { opensFile } from './compare-reports.ts';
import { isOfOperators } from './is-of-operators.ts';
import { joinedPatch } from './joined-patch.ts';
import { isProvisional, type Judge, type Judgement } from './judge.ts';
import { judgedInOrder } from './judged-in-order.ts';
import { rankRepairs } from './rank-repairs.ts';

export interface RoundSettings {
  readonly judge: Judge;
  /** Makes what the judge will ask about a candidate besides its tests. */
  readonly foresee?: (patch: CandidatePatch, task: RepairTask) => void;
  readonly signal: AbortSignal;
  readonly onJudged: (judged: JudgedPatch) => void;
  /** How many candidates are judged side by side once so many are ruled upon; left out: one after the other. */
  readonly width?: (ruledUpon: number) => number;
  /** True: a candidate is judged when its turn has come; see `judgedInOrder`. */
  readonly atItsTurn?: boolean;
  /** Told how many candidates of a generator were ruled upon when its search has ended. */
  readonly onSearched?: (source: string, ruledUpon: number) => void;
  /** Milliseconds of a clock that does not run back; for tests. */
  readonly now?: () => number;
}

/** A candidate that repairs at least one failing test and breaks none. */
export interface RoundBest {
  readonly kind: 'plausible' | 'partial';
  readonly project: Project;
  readonly patch: CandidatePatch;
  readonly after: TestReport;
  readonly fixed: readonly string[];
  /** By the word of a warm process alone. */
  readonly isProvisional?: boolean;
}

/** A derived candidate with which a test file loads again, though none of its tests passes. */
export type RoundStep = Omit<RoundBest, 'kind' | 'fixed'>;

export interface RoundResult {
  /** The best candidate: a plausible one, else the partial one that repairs the most tests. */
  readonly best: RoundBest | null;
  /** Other candidates that repair everything too, the likelier ones first. */
  readonly alternatives: readonly RoundBest[];
  /** What to build upon when there is no best. */
  readonly step: RoundStep | null;
  readonly obstacle: AutofixError | null;
}

/**
 * After an offline candidate repaired some of the tests, so much more is looked at for one that repairs all or
 * more of them, before the best is built upon. A model's answer is built upon at once: asking costs.
 */
const PARTIAL_WINDOW = { candidates: 600, milliseconds: 20_000 };

/** After a test file loads again, so much more is looked at for a repair, before that is built upon. */
const STEP_WINDOW = { candidates: 40, milliseconds: 5000 };

/**
 * After the first plausible candidate of an operator so much more is looked at, since the first one is often wrong
 * (feasibility study: 7 of 21 seeded faults). Rules and models say what they mean: theirs are taken at once.
 */
const CHOICE_WINDOW = { candidates: 100, milliseconds: 3000 };

/** After a pair of partial repairs: one change that repairs all of it is likelier to be meant than two that each please some tests. */
const PAIR_WINDOW = { candidates: 400, milliseconds: 8000 };
/** So many of the partial repairs at most go through the whole suite, for the best that stands it. */
const MOST_SETTLED = 4;

/** Each new partial repair is tried together with at most so many earlier ones. */
const MOST_PARTNERS = 4;

/** One search for the failures of `task`: until a candidate repairs all of them or the generator has no more. */
export async function searchRound(
  generator: PatchGenerator,
  task: RepairTask,
  history: JudgedPatch[],
  settings: RoundSettings,
): Promise<RoundResult> {
  const round = new Round(task, history, settings);
  const { judge, foresee, width = () => 1, atItsTurn = false, signal } = settings;
  const candidates = judgedInOrder(() => generator.generate(task, history, signal), {
    ...{ width, atItsTurn },
    judge: (patch, ownSignal) => judge(patch, task, ownSignal),
    foresee: foresee && ((patch) => foresee(patch, task)),
  });
  let ruledUpon = 0;
  try {
    for await (const { patch, judgement } of candidates) {
      ruledUpon++;
      const found = round.take(patch, judgement);
      if (found?.kind === 'partial') await round.pair(found);
      if (round.isOver(patch) && (await round.stands())) break;
      signal.throwIfAborted();
    }
  } catch (error) {
    if (!(error instanceof AutofixError) || error.code === 'interrupted') throw error;
    return { ...(await round.choice()), step: round.step, obstacle: error };
  } finally {
    settings.onSearched?.(generator.name, ruledUpon);
  }
  return { ...(await round.choice()), step: round.step, obstacle: null };
}

class Round {
  best: RoundBest | null = null;
  step: RoundStep | null = null;
  private sinceStep = 0;
  private stepAt = 0;
  private readonly partials: RoundBest[] = [];
  private readonly plausible: RoundBest[] = [];
  private sincePlausible = 0;
  private plausibleAt = 0;
  private sincePartial = 0;
  private partialAt = 0;
  private readonly task: RepairTask;
  private readonly history: JudgedPatch[];
  private readonly settings: RoundSettings;

  constructor(task: RepairTask, history: JudgedPatch[], settings: RoundSettings) {
    this.task = task;
    this.history = history;
    this.settings = settings;
  }

  /** Takes in a judged candidate; gives it when it repairs anything. */
  take(patch: CandidatePatch, { verdict, project }: Judgement): RoundBest | null {
    const judged = { patch, verdict, base: this.task.project };
    this.history.push(judged);
    this.settings.onJudged(judged);
    if (project === null) return null;
    if (verdict.kind === 'no-effect' && verdict.after !== null && isDerived(patch)) {
      if (opensFile(this.task.failing, verdict.after)) this.step ??= { project, patch, after: verdict.after };
    }
    if (verdict.kind !== 'plausible' && verdict.kind !== 'partial') return null;
    const { kind, after, fixed } = verdict;
    const found = { kind, project, patch, after, fixed, isProvisional: isProvisional(verdict) };
    const isBetter = this.best === null || found.fixed.length > this.best.fixed.length;
    if (found.kind === 'plausible') this.plausible.push(found);
    if (this.best?.kind !== 'plausible' && (found.kind === 'plausible' || isBetter)) this.best = found;
    return found;
  }

  /** Two faults show as two partial repairs of different tests: tries a new one together with the earlier ones. */
  async pair(found: RoundBest): Promise<void> {
    const partners = this.partials.filter((partner) => found.fixed.some((id) => !partner.fixed.includes(id)));
    const contributing = partners.filter((partner) => partner.fixed.some((id) => !found.fixed.includes(id)));
    this.partials.push(found);
    if (found.patch.origin.kind === 'llm') return;
    for (const partner of contributing.slice(0, MOST_PARTNERS)) {
      if (this.best?.kind === 'plausible') return;
      const patch = joinedPatch(partner.patch, found.patch);
      const both = this.take(patch, await this.settings.judge(patch, this.task));
      if (both !== null) this.partials.push(both);
    }
  }

  isOver(last: CandidatePatch): boolean {
    const { now = () => performance.now() } = this.settings;
    if (this.best === null) return this.step !== null && this.hasStepped(now());
    if (last.origin.kind === 'llm') return last.moreToCome !== true;
    if (this.best.kind === 'plausible') return this.hasChosen(this.best, now());
    if (this.sincePartial++ === 0) this.partialAt = now();
    const { candidates, milliseconds } = PARTIAL_WINDOW;
    return this.sincePartial > candidates || now() - this.partialAt > milliseconds;
  }

  /** The likeliest of the plausible candidates, and the others. */
  async choice(): Promise<Pick<RoundResult, 'best' | 'alternatives'>> {
    await this.stands();
    if (this.best?.kind === 'partial' && this.best.isProvisional) await this.settle();
    const [best = this.best, ...alternatives] = await rankRepairs(this.task, this.plausible);
    return { best, alternatives };
  }

  /**
   * Whether the likeliest of the plausible candidates stands the whole suite, where a warm process spoke for it. Those that do not
   * are none, and the search goes on where there is no other.
   */
  async stands(): Promise<boolean> {
    while (this.best?.kind === 'plausible' && this.plausible.some((found) => found.isProvisional)) {
      const [likeliest] = await rankRepairs(this.task, this.plausible);
      if (likeliest === undefined) break;
      this.best = likeliest;
      if (!likeliest.isProvisional) break;
      const whole = await this.wholly(likeliest);
      this.plausible.splice(this.plausible.indexOf(likeliest), 1, ...(whole?.kind === 'plausible' ? [whole] : []));
    }
    return this.plausible.length > 0 || this.best?.kind !== 'plausible' || this.startsOver();
  }

  private startsOver(): boolean {
    this.best = this.widestFirst()[0] ?? null;
    this.sincePlausible = 0;
    return false;
  }

  /** The partial repairs, those of the most tests first. */
  private widestFirst(): RoundBest[] {
    return [...this.partials].sort((left, right) => right.fixed.length - left.fixed.length);
  }

  /** The best of the partial repairs that stands the whole suite. */
  private async settle(): Promise<void> {
    this.best = null;
    for (const found of this.widestFirst().slice(0, MOST_SETTLED)) {
      this.best = await this.wholly(found);
      if (this.best !== null) return;
    }
  }

  /** What the whole suite says of a repair; null: it is none. */
  private async wholly({ patch }: RoundBest): Promise<RoundBest | null> {
    const { verdict, project } = await this.settings.judge(patch, this.task);
    if (project === null || (verdict.kind !== 'plausible' && verdict.kind !== 'partial')) return null;
    const { kind, after, fixed } = verdict;
    return { kind, project, patch, after, fixed };
  }

  private hasStepped(now: number): boolean {
    if (this.sinceStep++ === 0) this.stepAt = now;
    return this.sinceStep > STEP_WINDOW.candidates || now - this.stepAt > STEP_WINDOW.milliseconds;
  }

  private hasChosen(first: RoundBest, now: number): boolean {
    // Without a run of the tests all of them pass.
    if (!isOfOperators(first.patch) || first.fixed.length === 0) return true;
    if (this.sincePlausible++ === 0) this.plausibleAt = now;
    const { candidates, milliseconds } = this.plausible.every(isPair) ? PAIR_WINDOW : CHOICE_WINDOW;
    return this.sincePlausible > candidates || now - this.plausibleAt > milliseconds;
  }
}

function isPair({ patch }: RoundBest): boolean {
  return patch.edits.length > 1 && patch.origin.kind === 'offline' && patch.origin.operator.includes('+');
}

/** Whether a rule of the engine says that something is wrong by its look. */
function isDerived(patch: CandidatePatch): boolean {
  return patch.origin.kind === 'offline' && !isOfOperators(patch);
}
