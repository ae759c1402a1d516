import { type CandidatePatch, originName } from '../../domain/candidate-patch.ts';
import type { PatchVerdict } from '../../domain/patch-verdict.ts';
import type { AttemptRecord } from '../../domain/repair-outcome.ts';
import type { JudgedPatch, RepairTask } from '../../domain/repair-task.ts';
import { localize } from '../../localization/localize.ts';
import type { Sources } from '../candidate-sources.ts';
import type { Judge } from '../judge.ts';
import { minimize } from '../minimize.ts';
import { type SearchResult, searchRepair } from '../repair-loop.ts';
import type { Run } from '../run.ts';

export interface SearchSettings {
  readonly sources: Sources;
  readonly judge: Judge;
  readonly compete: boolean;
  /** Whether hunks that are not needed are dropped: the judge must run the tests for that. */
  readonly minimize: boolean;
  /** Ends the search, not the run: what is found by then is still verified. */
  readonly signal: AbortSignal;
}

/** Lets the sources of candidates work in order, has each candidate judged, and minimises the winner. */
export async function findRepair(task: RepairTask, run: Run, settings: SearchSettings): Promise<SearchResult> {
  const { state, emit, runFolder } = run;
  const { sources } = settings;
  const onJudged = (judged: JudgedPatch) => {
    const attempt = attemptOf(judged);
    state.attempts.push(attempt);
    runFolder.writeJson(`candidates/${String(state.attempts.length).padStart(4, '0')}.json`, kept(judged));
    emit({ kind: 'candidate-judged', attempt, candidates: state.attempts.length });
  };
  try {
    const result = await searchRepair(task, {
      ...settings,
      generators: sources.generators,
      onJudged,
      onFallback: (fallback) => emit({ kind: 'fallback', fallback }),
      localize: (project, baseline, failing) => localize({ project, failing, baseline }),
    });
    if (result.repair === null || !settings.minimize) return result;
    return { ...result, repair: await minimize(result.repair, task, settings.judge, settings.signal) };
  } finally {
    state.modelUsage = sources.usage();
    state.attempts.push(...sources.unanswered());
  }
}

export function describeSearch({ repair }: SearchResult): string {
  if (repair === null) return 'no candidate repaired a failing test';
  const origins = [...new Set(repair.patches.map((patch) => originName(patch.origin)))].join(' + ');
  return `${repair.kind} patch by ${origins}`;
}

function attemptOf({ patch, verdict }: JudgedPatch): AttemptRecord {
  const { origin, cost } = patch;
  return {
    provider: origin.kind === 'llm' ? origin.provider : 'offline',
    model: origin.kind === 'llm' ? origin.model : origin.operator,
    verdict: verdict.kind,
    inputTokens: cost?.inputTokens ?? 0,
    outputTokens: cost?.outputTokens ?? 0,
    costUsd: origin.kind === 'offline' ? 0 : (cost?.costUsd ?? null),
    latencyMs: cost?.latencyMs ?? 0,
    reason: reasonOf(verdict, patch),
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
