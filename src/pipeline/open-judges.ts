import { join } from 'node:path';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { type Host, thisHost } from '../sandbox/host.ts';
import { createWorkspace, type Workspace } from '../sandbox/workspace.ts';
import { canStayWarm } from '../toolchain/warm-command.ts';
import type { FlakyWatch } from './flaky-watch.ts';
import { foreseeCheck } from './judge.ts';
import { createJudgePool, type JudgePool, type JudgeTree } from './judge-pool.ts';
import { LooksTaken } from './looks-taken.ts';
import { integrityPolicy, type Run } from './run.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';
import type { Baseline } from './steps/4-reproduce-failure.ts';
import { createWarmJudge } from './warm-judge.ts';

/** A candidate may take this many times as long as the baseline took, and this much more. */
const CANDIDATE_TIME = { factor: 3, extraMs: 5000 };

/** More trees than this hardly make a search faster, and each is a copy of what is installed. */
const MOST_TREES = 4;

/** Memory that one tree should find, in bytes. */
const TREE_MEMORY = 2 * 1024 ** 3;

/**
 * Many a fault is repaired by one of the first candidates, and another tree costs a copy of the dependencies: so many
 * candidates are judged in vain first. With a warm process they take milliseconds.
 */
const ALONE = { warm: 400, cold: 2 };

export interface OpenedJudges extends JudgePool {
  /** How many candidates are worth to be judged side by side once so many are ruled upon. */
  readonly width: (ruledUpon: number) => number;
  /** Checks a candidate before its turn, as far as nothing has to run for that. */
  readonly foresee: (patch: CandidatePatch, task: RepairTask) => void;
}

/** The judges of a search: one in each work copy, the first of which is the one of the baseline. */
export function openJudges(
  run: Run,
  prepared: PreparedWorkspace,
  baseline: Baseline,
  task: RepairTask,
  flakyWatch: FlakyWatch,
): OpenedJudges {
  const { options, replay, runFolder, signal } = run;
  const { sandbox, plan, runner, pristine, shown } = prepared;
  const allowance = baseline.durationMs * CANDIDATE_TIME.factor + CANDIDATE_TIME.extraMs;
  const settings = {
    ...{ runner, flakyWatch, policy: integrityPolicy(options), allowSuspicious: options.allowSuspicious },
    // What was too slow for the recorded run is known from its record: a repetition need not be as fast.
    timeoutMs: replay === null ? Math.min(options.testTimeoutMs, allowance) : options.testTimeoutMs,
  };
  const scratchFolder = join(runFolder.workPath, 'scratch');
  const surroundings = { sandbox, plan, scratchFolder, signal, hangs: baseline.loops !== null };
  // Many a fault is repaired by the first rule that applies, and the warm process costs about as much as judging that.
  const start = { coldCandidates: 1, isPatient: replay !== null };
  const looks = new LooksTaken();
  const judgeIn = (workspace: Workspace) => createWarmJudge({ ...settings, workspace }, surroundings, start, looks);
  const another = async (number: number): Promise<JudgeTree> => {
    const workspace = await createWorkspace(join(runFolder.workPath, `judge-${number}`), task.project, shown);
    await workspace.cloneInstalledFrom(pristine, plan.installedFolders);
    workspace.trustInstalled(pristine);
    const { judge, dispose } = judgeIn(workspace);
    return { judge, dispose: () => dispose().finally(() => runFolder.removeSoon(workspace.root)) };
  };
  const most = replay === null ? treesFor(sandbox, options.jobs) : replay.recording.trees;
  run.recorder.note({ trees: most });
  const alone = canStayWarm(plan.toolchain) ? ALONE.warm : ALONE.cold;
  const foresee = (patch: CandidatePatch, current: RepairTask) => foreseeCheck(patch, current, settings);
  return { ...createJudgePool(judgeIn(prepared.workspace), another, most), width: searchWidth(alone, most), foresee };
}

/** One candidate at a time until so many are ruled upon. Each round of a search counts anew, but the trees that are there stay. */
export function searchWidth(alone: number, most: number): (ruledUpon: number) => number {
  let isWide = false;
  return (ruledUpon) => {
    isWide ||= ruledUpon >= alone;
    return isWide ? most : 1;
  };
}

/**
 * Where commands can see each other (the same ports, the same temporary folder), honest tests fail side by side: then
 * there is one tree, whatever was asked for.
 */
export function treesFor(sandbox: Pick<Sandbox, 'separates'>, jobs: number | null, host: Host = thisHost()): number {
  if (sandbox.separates !== true) return 1;
  return Math.max(1, jobs ?? Math.min(MOST_TREES, host.cpus, Math.floor(host.memoryBytes / TREE_MEMORY)));
}
