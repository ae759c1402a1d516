import { availableParallelism, loadavg } from 'node:os';
import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { WarmAnswer, WarmRequest, WarmResult } from '../domain/warm-judging.ts';
import { withLoopGuards } from '../localization/loop-guards.ts';
import { WORK_FOLDER } from '../sandbox/bubblewrap-profile.ts';
import type { Workspace } from '../sandbox/workspace.ts';
import { isDearToRun } from '../toolchain/warm-command.ts';
import { takesLoopGuards } from './broken-loops.ts';
import { changedTexts } from './changed-texts.ts';
import { type Breach, GuardTests } from './guard-tests.ts';
import type { Patience } from './looks-taken.ts';
import { type PartialRepair, PartialRepairs, type WholeRepair } from './partial-repairs.ts';
import { doHang, expectedSeconds, failAlike, reproduces } from './warm-base.ts';
import { WarmProcess, type WarmSurroundings } from './warm-process.ts';
import { type WarmTests, warmTestsOf } from './warm-tests.ts';

/** What a warm process says of a candidate. Never the last word when it speaks for it. */
export type WarmVerdict =
  | { readonly kind: 'fixes-some' }
  | PartialRepair
  | WholeRepair
  | { readonly kind: 'fixes-none'; readonly after: TestReport }
  | Breach
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'unknown' };

/** How long a process may take to come up, beyond what a run of the tests may take. */
const START_MS = 60_000;

/** Seconds for a test of a candidate that loops. Its process is seldom caught in it for as long. */
const LOOP_PATIENCE = { seconds: 1, again: 0.3 };

/** How long an answer may take beyond what the process itself allows a candidate. */
const ANSWER_MS = 10_000;

/**
 * Seconds that a candidate gets: times what the failing tests should take, and so much more. A limit on processor time is
 * not stretched by a busy machine; one by the clock has to leave room for that.
 */
const ALLOWANCE = {
  processor: { short: { factor: 4, more: 0.04 }, long: { factor: 10, more: 3 }, endless: { factor: 40, more: 60 } },
  clock: { short: { factor: 4, more: 0.15 }, long: { factor: 6, more: 1 }, endless: { factor: 40, more: 60 } },
  // Code is slow until it has run for a while.
  java: { short: { factor: 4, more: 0.3 }, long: { factor: 10, more: 3 }, endless: { factor: 40, more: 60 } },
};

/**
 * The same for what a process that knows both its times takes of the processor, at the first look: a loop is known
 * for one long before the clock tells.
 */
const PROCESSOR_ALLOWANCE = { factor: 4, more: 0.05 };

export interface SessionSettings {
  /** Tests that come and go by themselves. */
  readonly leftOut?: ReadonlySet<string>;
  /** How long a run of the whole suite may take, in milliseconds. */
  readonly runMs: number;
}

function measureOf(language: string): keyof typeof ALLOWANCE {
  if (language === 'python') return 'processor';
  return language === 'java' ? 'java' : 'clock';
}

/** `endless`: of a candidate that is known to end. */
export type WarmPatience = Patience | 'endless';

export interface WarmLook {
  readonly patience: WarmPatience;
  readonly isRepaired: boolean;
}

/** How many times as long everything takes by the clock where more programs compute than there are processors. */
function crowding(): number {
  return Math.min(MOST_CROWDED, Math.max(1, (loadavg()[0] ?? 0) / availableParallelism()));
}

const MOST_CROWDED = 6;

/** Processes that hang or die are started again so often; then candidates are judged by a process each. */
const MOST_STARTS = 12;

/** Judges candidates of one task by its failing tests in a process that stays. */
export class WarmSession {
  readonly task: RepairTask;
  readonly #workspace: Workspace;
  readonly #surroundings: WarmSurroundings;
  readonly #tests: WarmTests;
  readonly #guards: GuardTests;
  readonly #partial: PartialRepairs;
  readonly #isDear: boolean;
  readonly #startMs: number;
  #process: WarmProcess | null = null;
  #starts = 0;
  #base: readonly WarmResult[] = [];
  #seconds = 0;
  /** Of the processor's time; null where the process does not tell, or hangs by itself. */
  #processor: number | null = null;
  #isUsable = true;

  constructor(
    task: RepairTask,
    workspace: Workspace,
    surroundings: WarmSurroundings,
    { leftOut = new Set(), runMs }: SessionSettings,
  ) {
    this.task = task;
    this.#workspace = workspace;
    this.#surroundings = surroundings;
    const isDear = isDearToRun(surroundings.plan.toolchain);
    this.#tests = warmTestsOf(task, isDear ? 'suite' : 'files');
    const { baseline } = task;
    const ask = (request: WarmRequest) => this.#ask(request);
    this.#guards = new GuardTests({ baseline, tests: this.#tests, leftOut, ask });
    this.#isDear = isDear;
    this.#partial = new PartialRepairs(task, this.#tests, isDear ? ask : null);
    this.#startMs = START_MS + runMs;
  }

  /**
   * Judges the candidate that leads to `candidate`; with `signal` the process ends, and its answer is of no use. `isRepaired`: a
   * repair of everything is known, so that one of a part is of no use.
   */
  async judge(candidate: Project, { patience, isRepaired }: WarmLook, signal?: AbortSignal): Promise<WarmVerdict> {
    const project = await this.#ending(candidate);
    const changes = changedTexts(await this.#unchanged(), project);
    if (changes === null || !(await this.#comesUp())) return { kind: 'unknown' };
    // On disk too: tests start programs of the project, which know nothing of the warm process.
    if (!(await this.#puts(project))) return { kind: 'unknown' };
    const measure = measureOf(this.#surroundings.plan.language);
    const { factor, more } = ALLOWANCE[measure][patience];
    const crowd = measure === 'clock' && patience === 'long' ? crowding() : 1;
    const seconds = (this.#seconds * factor + more) * crowd;
    const stop = () => void this.end();
    signal?.addEventListener('abort', stop, { once: true });
    const request = { changes, seconds, ...this.#processorLimit(patience) };
    const verdict = await this.#ruledOn(project, request, isRepaired || this.#isDear, signal);
    signal?.removeEventListener('abort', stop);
    return verdict;
  }

  #processorLimit(patience: WarmPatience): Pick<WarmRequest, 'processor'> {
    const { factor, more } = PROCESSOR_ALLOWANCE;
    return patience === 'short' && this.#processor !== null ? { processor: this.#processor * factor + more } : {};
  }

  async #ruledOn(
    project: Project,
    request: WarmRequest,
    tellsParts: boolean,
    signal?: AbortSignal,
  ): Promise<WarmVerdict> {
    const answer = await this.#ask(request);
    if (answer === null) {
      // Ended for want of interest, it has not died.
      if (signal?.aborted) this.#starts--;
      return { kind: 'timed-out' };
    }
    const verdict = this.#verdictOf(this.#withoutHostPath(answer));
    const breach = verdict.kind === 'fixes-some' ? await this.#breach(project, request) : null;
    const doubt = breach ?? (tellsParts && verdict.kind === 'fixes-some' ? await this.#part(answer, request) : null);
    if (answer.kind === 'ran' && answer.tired === true) {
      this.#starts--;
      await this.end();
    }
    return doubt ?? verdict;
  }

  async #part(answer: WarmAnswer, request: WarmRequest): Promise<PartialRepair | WholeRepair | null> {
    if (answer.kind !== 'ran') return null;
    return this.#partial.tell(answer.results, failAlike(this.#base, this.#tests.failing), request);
  }

  async #breach(project: Project, request: WarmRequest): Promise<Breach | null> {
    if (this.#guards.areUnknown) {
      const unchanged = await this.#unchanged();
      if (!(await this.#puts(unchanged))) return null;
      await this.#guards.prepare(changedTexts(project, unchanged) ?? {});
      if (!(await this.#puts(project))) return null;
    }
    return this.#guards.brokenBy(request);
  }

  /** null: it has ended, or did not answer in time. What it may say later is of this request, so that it is of no more use. */
  async #ask(request: WarmRequest): Promise<WarmAnswer | null> {
    const answer = (await this.#process?.ask(request, request.seconds * 6000 + ANSWER_MS)) ?? null;
    if (answer === null) await this.end();
    return answer;
  }

  /** Does something with the work copy while no process of the project moves. */
  async undisturbed<Result>(work: () => Promise<Result>): Promise<Result> {
    const warm = this.#process;
    if (warm === null) return work();
    try {
      return await warm.held(work);
    } finally {
      // The next candidate starts another one.
      if (warm.hasEnded() && this.#process === warm) this.#process = null;
    }
  }

  /** false: the process stood in the way, and is ended for it. */
  async #puts(project: Project): Promise<boolean> {
    try {
      await this.#workspace.overwrite(project);
      return true;
    } catch {
      this.#isUsable = false;
      await this.end();
      return false;
    }
  }

  async end(): Promise<void> {
    const ended = this.#process;
    this.#process = null;
    await ended?.end();
  }

  #verdictOf(answer: WarmAnswer): WarmVerdict {
    if (answer.kind === 'timed-out') return { kind: 'timed-out' };
    if (answer.kind !== 'ran') return { kind: 'unknown' };
    const hasRun = new Set(answer.results.map(([target]) => target));
    // A file that could not be loaded and now can has tests that this process does not know.
    const loadsAgain =
      !answer.leads && this.#tests.failing.some(({ failure }, index) => failure?.kind === 'load' && !hasRun.has(index));
    const failedBefore = new Set(this.#base.filter(([, status]) => status === 'failed').map(([target]) => target));
    const repairs = answer.results.some(([target, status]) => status === 'passed' && failedBefore.has(target));
    if (loadsAgain || repairs) return { kind: 'fixes-some' };
    return { kind: 'fixes-none', after: this.#reportOf(answer) };
  }

  /** The baseline's failures, with a new message where a test fails in another way than it did in the same process. */
  #reportOf({ results, leads = false }: Extract<WarmAnswer, { kind: 'ran' }>): TestReport {
    const messages = new Map(results.map(([target, , message]) => [target, message]));
    const before = new Map(this.#base.map(([target, , message]) => [target, message]));
    const places = new Map(this.#tests.failing.map((test, index) => [test.id, index]));
    const after = this.task.failing.map((test): TestResult => {
      const index = places.get(test.id);
      if (index === undefined) return test;
      const message = messages.get(index) ?? (leads ? before.get(index) : undefined) ?? 'did not run';
      if (test.failure === null || message === before.get(index)) return test;
      return { ...test, failure: { ...test.failure, message } };
    });
    const { format, runner } = this.task.baseline;
    return { format, runner, results: after, truncated: false, warnings: [] };
  }

  /** Without a sandbox messages name the work copy by its own path; the reports of other runs do not. */
  #withoutHostPath(answer: WarmAnswer): WarmAnswer {
    if (answer.kind !== 'ran') return answer;
    const { root } = this.#workspace;
    const results = answer.results.map(
      ([target, status, message]): WarmResult => [target, status, message.replaceAll(root, WORK_FOLDER)],
    );
    return { ...answer, results };
  }

  /** Where tests do not end, that is what they give here too: the same failures. */
  #baseOf(base: WarmAnswer): WarmAnswer {
    if (base.kind !== 'timed-out' || !this.#surroundings.hangs) return base;
    const results = this.#tests.failing.map(
      ({ failure }, target): WarmResult => [target, 'failed', failure?.message ?? ''],
    );
    return { kind: 'ran', results };
  }

  #unchanged(): Promise<Project> {
    return this.#ending(this.task.project);
  }

  /** A version of the project in which loops end, where others do not: a process that is caught in one has to be ended. */
  async #ending(project: Project): Promise<Project> {
    const { hangs, plan } = this.#surroundings;
    return hangs && takesLoopGuards(plan) ? withLoopGuards(project, LOOP_PATIENCE) : project;
  }

  async #comesUp(): Promise<boolean> {
    if (this.#process !== null) return true;
    if (!this.#isUsable || this.#starts >= MOST_STARTS) return false;
    this.#starts++;
    await this.#workspace.apply(await this.#unchanged());
    this.#process = new WarmProcess(this.#surroundings);
    const ready = await this.#process.start(this.#workspace.root, this.#tests, this.#startMs);
    const base = ready?.kind === 'ready' ? this.#withoutHostPath(this.#baseOf(ready.base)) : null;
    if (ready?.kind === 'ready' && base?.kind === 'ran' && reproduces(base.results, this.#tests.failing)) {
      this.#base = base.results;
      this.#seconds = expectedSeconds(this.#tests.failing, this.task.baseline, ready.seconds);
      this.#processor = doHang(this.#tests.failing) ? null : (ready.processor ?? null);
      return true;
    }
    this.#isUsable = false;
    await this.end();
    return false;
  }
}
