import { type CandidatePatch, originName } from '../../domain/candidate-patch.ts';
import type { PatchVerdict } from '../../domain/patch-verdict.ts';
import type { AttemptRecord } from '../../domain/repair-outcome.ts';
import type { JudgedPatch, RepairTask } from '../../domain/repair-task.ts';
import { localize } from '../../localization/localize.ts';
import { OFFLINE, type Sources } from '../candidate-sources.ts';
import { type Judge, judgingWholly } from '../judge.ts';
import { LineLog } from '../line-log.ts';
import { minimize } from '../minimize.ts';
import { type Mask, maskedTexts } from '../project-mask.ts';
import { type FoundRepair, type SearchResult, searchRepair } from '../repair-loop.ts';
import type { Replay } from '../replay.ts';
import type { Run } from '../run.ts';
import type { RunState } from '../run-state.ts';

/** In the run folder: each candidate with its verdict, in the order in which they were ruled upon, one a line. */
const CANDIDATES_FILE = 'candidates.ndjson';

export interface SearchSettings {
  readonly sources: Sources;
  readonly judge: Judge;
  readonly foresee?: (patch: CandidatePatch, task: RepairTask) => void;
  /** How many candidates are judged side by side; left out: one after the other. */
  readonly width?: (ruledUpon: number) => number;
  readonly compete: boolean;
  /** Whether hunks that are not needed are dropped: the judge must run the tests for that. */
  readonly minimize: boolean;
  /** What the sources are told of before they begin. */
  readonly history?: readonly JudgedPatch[];
  /** Ends the search, not the run: what is found by then is still verified. */
  readonly signal: AbortSignal;
}

/** Lets the sources of candidates work in order, has each candidate judged, and minimises the winner. */
export async function findRepair(task: RepairTask, run: Run, settings: SearchSettings): Promise<SearchResult> {
  const { state, emit, runFolder, replay } = run;
  const { sources } = settings;
  const log = new LineLog((lines) => runFolder.append(CANDIDATES_FILE, lines));
  const onJudged = (judged: JudgedPatch) => {
    const attempt = attemptOf(judged, state.mask);
    state.attempts.push(attempt);
    log.add(() => maskedTexts(kept(judged), state.mask));
    emit({ kind: 'candidate-judged', attempt, candidates: state.attempts.length });
  };
  try {
    const result = await searchRepair(task, {
      ...settings,
      ...(replay === null
        ? {}
        : { judge: judgeAsRecorded(settings.judge, replay, state), atItsTurn: true, now: () => 0 }),
      generators: sources.generators,
      onJudged,
      // Which candidates it offers does not depend on the time, only how many.
      onSearched: (source, ruledUpon) => void (source === OFFLINE && run.recorder.searched(ruledUpon)),
      onFallback: (fallback) => emit({ kind: 'fallback', fallback }),
      onDropout: (source, { message }) => emit({ kind: 'warning', message: `${source} drops out: ${message}` }),
      localize: (project, baseline, failing) => localize({ project, failing, baseline }),
    });
    if (result.repair === null || !settings.minimize) return result;
    return { ...result, repair: await minimized(result.repair, task, run, settings) };
  } finally {
    log.end();
    state.modelUsage = sources.usage();
    state.attempts.push(...sources.unanswered());
  }
}

/** Drops needless hunks; how far that came before the time was up is recorded, and kept to in a repetition. */
async function minimized(
  repair: FoundRepair,
  task: RepairTask,
  { recorder, replay }: Run,
  { judge, signal }: SearchSettings,
): Promise<FoundRepair> {
  const mostTries = replay?.recording.minimizing ?? Number.POSITIVE_INFINITY;
  let tries = 0;
  const counting: Judge = (patch, current) => {
    tries++;
    return judgingWholly(judge)(patch, current);
  };
  try {
    return await minimize(repair, task, counting, () => signal.aborted || tries >= mostTries);
  } finally {
    recorder.minimized(tries);
  }
}

/** Candidates that did not end in time are ruled upon as recorded; a faster machine must not find another repair. */
function judgeAsRecorded(judge: Judge, { outcome }: Replay, state: RunState): Judge {
  return (patch, task) => {
    const recorded = outcome.attempts[state.attempts.length];
    if (recorded?.verdict !== 'timed-out') return judge(patch, task);
    return Promise.resolve({ verdict: { kind: 'timed-out', detail: recorded.reason ?? '' }, project: null });
  };
}

export function describeSearch({ repair }: SearchResult): string {
  if (repair === null) return 'no candidate repaired a failing test';
  const origins = [...new Set(repair.patches.map((patch) => originName(patch.origin)))].join(' + ');
  return `${repair.kind} patch by ${origins}`;
}

function attemptOf({ patch, verdict }: JudgedPatch, mask: Mask): AttemptRecord {
  const { origin, cost } = patch;
  const reason = reasonOf(verdict, patch);
  return {
    provider: origin.kind === 'llm' ? origin.provider : 'offline',
    model: origin.kind === 'llm' ? origin.model : origin.operator,
    verdict: verdict.kind,
    inputTokens: cost?.inputTokens ?? 0,
    outputTokens: cost?.outputTokens ?? 0,
    costUsd: origin.kind === 'offline' ? 0 : (cost?.costUsd ?? null),
    latencyMs: cost?.latencyMs ?? 0,
    reason: reason === null ? null : mask(reason),
  };
}

function reasonOf(verdict: PatchVerdict, patch: CandidatePatch): string | null {
  switch (verdict.kind) {
    case 'plausible':
      return null;
    case 'partial':
      return `${verdict.remaining.length} test(s) still fail`;
    case 'no-effect':
      return verdict.after === null ? 'the tests did not run any more' : 'every failing test still fails';
    case 'regression':
      return `breaks ${verdict.broken.length} test(s): ${verdict.broken.slice(0, 3).join(', ')}`;
    case 'refused':
      return `${verdict.policy}: ${verdict.detail}`;
    case 'invalid':
      return patch.noPatch?.kind === 'cannot-fix' ? `cannot-fix: ${verdict.reason}` : verdict.reason;
    case 'timed-out':
      return verdict.detail;
  }
}

/** What of a judged candidate goes into the run folder: all but the whole test report. */
function kept({ patch, verdict }: JudgedPatch): unknown {
  return { patch, verdict: 'after' in verdict ? { ...verdict, after: undefined } : verdict };
}
