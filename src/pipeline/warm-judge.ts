import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { canStayWarm } from '../toolchain/warm-command.ts';
import { isOfOperators } from './is-of-operators.ts';
import {
  checkStatically,
  createJudge,
  isProvisional,
  type Judge,
  type Judgement,
  type JudgeSettings,
  runWholeSuite,
} from './judge.ts';
import { LooksTaken } from './looks-taken.ts';
import type { WarmSurroundings } from './warm-process.ts';
import { type WarmLook, type WarmPatience, WarmSession } from './warm-session.ts';

/** A judge that keeps a process of the project's runner; `dispose` ends it. */
export interface WarmJudge {
  readonly judge: Judge;
  dispose(): Promise<void>;
}

export interface WarmStart {
  /** So many candidates that a rule derived are judged by a process each first: many a fault is repaired by then. */
  readonly coldCandidates: number;
  /** True: what does not end is known beforehand, and all else is waited for. */
  readonly isPatient?: boolean;
}

/**
 * Rules as the plain judge does, but tries the candidates of the offline engine in a warm process first. A candidate
 * that repairs no failing test there, or breaks one of the same files, is done with; any other one goes through the whole
 * suite in a fresh process, so that no candidate is accepted on the word of the warm one. Where that cannot tell, the plain
 * judge decides.
 */
export function createWarmJudge(
  settings: JudgeSettings,
  surroundings: WarmSurroundings,
  start: WarmStart,
  looks = new LooksTaken(),
): WarmJudge {
  const cold = createJudge(settings);
  const room = canStayWarm(surroundings.plan.toolchain) ? new WarmRoom(settings, surroundings, start) : null;
  const judgeOnce = async (patch: CandidatePatch, task: RepairTask, patience: WarmPatience, signal?: AbortSignal) => {
    if (room === null) return cold(patch, task, signal);
    const inFreshProcess = () => room.undisturbed(() => cold(patch, task, signal));
    if (patch.origin.kind !== 'offline' || !room.isWarmFor(task, patch)) return inFreshProcess();
    const checked = await checkStatically(patch, task, settings);
    if (checked.kind === 'objection') return { verdict: checked.verdict, project: null };
    if (looks.tookProvisionally(patch)) return room.whole(checked.project, task, signal);
    const look = { patience, isRepaired: looks.areRepaired(task) };
    const judgement = await room.judge(checked.project, task, look, signal);
    if (judgement !== null && patience === 'short') looks.note(patch, 'short');
    if (judgement !== null && isProvisional(judgement.verdict)) looks.noteProvisional(patch);
    return judgement ?? inFreshProcess();
  };
  const judge: Judge = async (patch, task, signal) => {
    const next = looks.tookProvisionally(patch) ? 'long' : looks.next(patch);
    // What did not end in its long time is not tried again.
    if (next === null) return endless(null);
    const patience = room === null ? 'long' : next;
    const judgement = await judgeOnce(patch, task, start.isPatient ? 'endless' : patience, signal);
    if (judgement.verdict.kind === 'plausible') looks.noteRepaired(task);
    if (judgement.verdict.kind === 'timed-out' && looks.next(patch) === next) looks.note(patch, 'long');
    return judgement;
  };
  return { judge, dispose: async () => room?.end() };
}

function endless(project: Project | null): Judgement {
  return { verdict: { kind: 'timed-out', detail: 'the failing tests did not end' }, project };
}

/** Holds the session of the newest task. */
class WarmRoom {
  readonly #settings: JudgeSettings;
  readonly #surroundings: WarmSurroundings;
  readonly #start: WarmStart;
  #session: WarmSession | null = null;
  #task: RepairTask | null = null;
  #candidates = 0;

  constructor(settings: JudgeSettings, surroundings: WarmSurroundings, start: WarmStart) {
    this.#start = start;
    this.#settings = settings;
    this.#surroundings = surroundings;
  }

  /** Counts the rules' candidates of a task; true from the one on that is worth a warm process. */
  isWarmFor(task: RepairTask, patch: CandidatePatch): boolean {
    if (this.#task !== task) this.#candidates = 0;
    this.#task = task;
    // Of what operators try the first is seldom right, and may never end.
    return isOfOperators(patch) || ++this.#candidates > this.#start.coldCandidates;
  }

  /** null when the warm process cannot tell. */
  async judge(project: Project, task: RepairTask, look: WarmLook, signal?: AbortSignal): Promise<Judgement | null> {
    const session = await this.#sessionFor(task);
    const verdict = await session.judge(project, look, signal);
    signal?.throwIfAborted();
    switch (verdict.kind) {
      case 'unknown':
        return null;
      case 'timed-out':
        return endless(project);
      case 'fixes-none': {
        const remaining = task.failing.map((test) => test.id);
        return { verdict: { kind: 'no-effect', remaining, after: verdict.after }, project };
      }
      case 'breaks': {
        const { broken, after } = verdict;
        return { verdict: { kind: 'regression', broken, after }, project };
      }
      case 'fixes-all': {
        const { fixed, after } = verdict;
        return { verdict: { kind: 'plausible', fixed, after, isProvisional: true }, project };
      }
      case 'fixes-part': {
        const { fixed, remaining, after } = verdict;
        return { verdict: { kind: 'partial', fixed, remaining, after, isProvisional: true }, project };
      }
      case 'fixes-some':
        return this.whole(project, task, signal);
    }
  }

  /** Judges in another process while none of the warm one moves. */
  undisturbed<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#session === null ? work() : this.#session.undisturbed(work);
  }

  async end(): Promise<void> {
    const ended = this.#session;
    this.#session = null;
    await ended?.end();
  }

  /** Judges by the whole suite in a process of its own. */
  async whole(project: Project, task: RepairTask, signal?: AbortSignal): Promise<Judgement> {
    return { verdict: await this.undisturbed(() => runWholeSuite(this.#settings, project, task, signal)), project };
  }

  async #sessionFor(task: RepairTask): Promise<WarmSession> {
    if (this.#session?.task === task) return this.#session;
    await this.end();
    const { workspace, runner, timeoutMs } = this.#settings;
    await workspace.reset(task.project, runner.plan.installedFolders);
    this.#session = new WarmSession(task, workspace, this.#surroundings, {
      leftOut: runner.leftOut,
      runMs: timeoutMs,
    });
    return this.#session;
  }
}
