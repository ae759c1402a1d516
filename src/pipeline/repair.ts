import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Project } from '../domain/project.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import { secretsOf } from '../llm/secrets.ts';
import { readingAhead } from '../localization/read-ahead.ts';
import type { ChosenSandbox } from '../sandbox/sandboxes.ts';
import type { Workspace } from '../sandbox/workspace.ts';
import { beginRun, endOf, type RepairSurroundings, unfailing } from './begin-run.ts';
import { createSources, type Sources } from './candidate-sources.ts';
import { BASELINE_FILE } from './finished-run.ts';
import { runUnpatched } from './first-run.ts';
import { FlakyWatch, flakyWarning } from './flaky-watch.ts';
import { ForeseenRanking } from './foreseen-ranking.ts';
import { openJudges } from './open-judges.ts';
import { outcomeOf } from './outcome.ts';
import { maskedOutcome, maskedTexts, projectMask } from './project-mask.ts';
import { recordInput } from './recorded-input.ts';
import { REPORTED_FILE } from './recording.ts';
import type { FoundRepair } from './repair-loop.ts';
import type { RepairOptions } from './repair-options.ts';
import { comparedOutcome, compareWithRecord, neverCameToIt } from './replay-comparison.ts';
import { recordedEnd } from './replay-halt.ts';
import { replaySources } from './replay-sources.ts';
import { refusingSentBack, reviewedRepair, type SentBack, sentBackHistory } from './reviewed-search.ts';
import type { Run } from './run.ts';
import { writeRunFiles } from './run-files.ts';
import { limitedSignal, type RunLimit, timeIsUp } from './run-limit.ts';
import { failuresOf, newRunState, runStep } from './run-state.ts';
import { removeStaleWork } from './stale-work.ts';
import { describeProject, type OpenedProject, openInput } from './steps/1-open-project.ts';
import { describeReport, readReports } from './steps/2-read-report.ts';
import {
  choosingSandbox,
  describeWorkspace,
  type PreparedWorkspace,
  prepareWorkspace,
} from './steps/3-prepare-workspace.ts';
import { type Baseline, describeBaseline, reproduceFailure } from './steps/4-reproduce-failure.ts';
import { describeSuspects, localizeFault } from './steps/5-localize-fault.ts';
import { describeSearch, findRepair } from './steps/6-search-repair.ts';
import { tellConcealed, writeProject } from './steps/8-write-outputs.ts';
import { asRecorded } from './test-times.ts';
import { repairUnverified } from './unverified-repair.ts';
import { verifyStep } from './verify-step.ts';

/** One whole run. Never rejects: a failure is an outcome too. */
export async function repairProject(options: RepairOptions, surroundings: RepairSurroundings): Promise<RepairOutcome> {
  const emit = unfailing(surroundings.emit);
  let run: Run | null = null;
  let failure: unknown = null;
  try {
    run = beginRun(options, { ...surroundings, emit });
    await removeStaleWork(options.runsFolder);
    await execute(run);
  } catch (error) {
    const { signal } = run ?? surroundings;
    failure = signal.aborted ? endOf(signal) : error;
  }
  const outcome = maskedOutcome(outcomeOf(run?.state ?? newRunState(null), failure), surroundings.redact);
  // A program removes the work copies, which takes as long as rendering the evidence: it is started first.
  const removed = run?.runFolder.dispose().catch(() => {});
  await nextTurn();
  const finished = run === null ? outcome : await endRun(run, outcome, failure);
  await removed;
  emit({ kind: 'run-ended', outcome: finished });
  return finished;
}

/** Compares a repetition with its record, and writes what remains of the run. */
async function endRun(run: Run, outcome: RepairOutcome, failure: unknown): Promise<RepairOutcome> {
  const { state, recorder, replay, emit, signal } = run;
  const broken = failure !== null && signal.aborted;
  const judged = state.attempts.filter((attempt) => attempt.verdict !== 'no-answer').length;
  const step = Object.keys(state.timings).at(-1) ?? null;
  recorder.note({ ended: { broken: broken ? { step, judged } : null }, zip: state.zip });
  if (replay === null || neverCameToIt(replay, outcome, failure)) return writeRunFiles(run, outcome, failure);
  const comparison = compareWithRecord(replay, outcome, state.zip?.sha256 ?? null);
  emit({ kind: 'replay-compared', ...comparison });
  return writeRunFiles(run, comparedOutcome(replay, outcome, comparison), failure);
}

async function execute(run: Run): Promise<void> {
  const { options, state } = run;
  // First of all, so that a wrong name or a missing key costs nobody an installation.
  const sources = run.replay === null ? await createSources(run) : replaySources(run, run.replay);
  const chosen = options.verify ? choosingSandbox(options, run.plugins.ownSandbox) : undefined;
  const opened = await openStep(run);
  state.original = opened.project;
  state.mask = projectMask(opened.project, secretsOf(run.env));
  const reported = await reportStep(run, opened.project);
  if (chosen === undefined) return repairUnverified(run, sources, opened, reported);
  const prepared = await prepareStep(run, opened.project, reported, chosen);
  try {
    await repairVerified(run, sources, opened, prepared, reported);
  } finally {
    state.testRuns = prepared.runner.runs();
  }
}

async function repairVerified(
  run: Run,
  sources: Sources,
  opened: OpenedProject,
  prepared: PreparedWorkspace,
  reported: TestReport | null,
): Promise<void> {
  const { state } = run;
  const ranking = new ForeseenRanking();
  const baseline = await reproduceStep(run, prepared, opened.project, reported, ranking);
  state.before = baseline.report;
  if (baseline.targets.length === 0) {
    state.after = baseline.report;
    // What fails now and then is no repair's business, and no reason to call all well.
    state.status = baseline.wantsFlaky ? 'not-fixed' : 'nothing-to-fix';
    return;
  }
  state.status = 'not-fixed';
  const task = await localizeStep(run, prepared, opened.project, baseline, ranking);
  const flakyWatch = flakyWatchOf(run, prepared, task, baseline);
  const search = (sentBack?: readonly SentBack[]) =>
    searchStep(run, sources, prepared, baseline, task, flakyWatch, sentBack);
  const repair = await search();
  // Broken off between two candidates, a search ends as if it had no more.
  run.signal.throwIfAborted();
  if (repair === null) return;
  const accepted = await reviewedRepair(run, task, repair, search);
  if (accepted === null) return;
  await verifyStep(run, prepared, task, accepted, baseline, flakyWatch);
  if (state.patch === null) return;
  tellConcealed(run, task.project, accepted.project);
  await writeStep(run, opened, accepted.project);
}

/** Has a second look at what seems to break tests, and tells which of them come and go without any change. */
function flakyWatchOf(
  { options, emit }: Run,
  { runner, plan }: PreparedWorkspace,
  { project }: RepairTask,
  { loops }: Baseline,
): FlakyWatch {
  const onFound = (ids: readonly string[]) => emit({ kind: 'warning', message: flakyWarning(ids) });
  const unpatched = (workspace: Workspace) =>
    runUnpatched({ runner, plan, workspace }, project, options.testTimeoutMs, loops);
  return new FlakyWatch({ runner, unpatched, onFound });
}

function openStep({ options, state, emit, signal, replay, recorder }: Run): Promise<OpenedProject> {
  const step = { name: 'open-project', title: 'Open the project', detail: describeProject } as const;
  return runStep(state, emit, step, async () => {
    const opened = await openInput(options, signal, replay);
    recorder.note({ input: replay?.recording.input ?? recordInput(opened.project, options.input) });
    return opened;
  });
}

async function reportStep(run: Run, project: Project): Promise<TestReport | null> {
  const { options, state, emit, signal, replay, runFolder } = run;
  const step = { name: 'read-report', title: 'Read the report', detail: describeReport } as const;
  const reported = await runStep(state, emit, step, async () =>
    replay === null ? readReports(options, project, signal) : replay.reported,
  );
  if (reported !== null) runFolder.writeJson(REPORTED_FILE, maskedTexts(reported, state.mask));
  state.analysis = { ...state.analysis, reportFormats: reported === null ? [] : reported.format.split(', ') };
  return reported;
}

async function prepareStep(
  run: Run,
  project: Project,
  reported: TestReport | null,
  chosen: Promise<ChosenSandbox>,
): Promise<PreparedWorkspace> {
  const { options, state, emit, runFolder, signal } = run;
  const step = { name: 'prepare-workspace', title: 'Install the project', detail: describeWorkspace } as const;
  const prepared = await runStep(state, emit, step, () =>
    prepareWorkspace(options, project, reported, runFolder, signal, { env: run.env, chosen }),
  );
  for (const message of prepared.warnings) emit({ kind: 'warning', message });
  state.analysis = {
    ...state.analysis,
    toolchain: prepared.plan.toolchain,
    installCommand: prepared.plan.install?.display ?? null,
    isolation: prepared.sandbox.isolation,
  };
  return prepared;
}

async function reproduceStep(
  run: Run,
  prepared: PreparedWorkspace,
  project: Project,
  reported: TestReport | null,
  ranking: ForeseenRanking,
): Promise<Baseline> {
  const { options, state, emit, runFolder, replay, recorder } = run;
  const step = { name: 'reproduce-failure', title: 'Reproduce the failure', detail: describeBaseline } as const;
  const runs = {
    timeoutMs: options.testTimeoutMs,
    repeat: options.repeat,
    hangs: replay?.recording.hangs,
    mask: replay === null ? null : state.mask,
    foreseen: (report: TestReport, failing: readonly TestResult[]) =>
      ranking.make({ project, failing, baseline: report }),
  };
  const measured = await runStep(state, emit, step, () =>
    // While the tests run there is nothing else to do.
    readingAhead(project, reproduceFailure(prepared, project, reported, runs)),
  );
  const recorded = replay && { report: replay.baseline, durationMs: replay.recording.baselineMs };
  const baseline = recorded === null ? measured : asRecorded(measured, recorded, state.mask);
  recorder.note({ baselineMs: baseline.durationMs, hangs: baseline.loops !== null });
  for (const message of baseline.warnings) emit({ kind: 'warning', message });
  if (baseline.flaky.length > 0) emit({ kind: 'warning', message: flakyWarning(baseline.flaky) });
  runFolder.writeJson(BASELINE_FILE, maskedTexts(baseline.report, state.mask));
  const failures = failuresOf(baseline.targets);
  state.analysis = { ...state.analysis, failures, testCommand: baseline.testCommand };
  state.remaining = baseline.targets.map((test) => test.id);
  return baseline;
}

async function localizeStep(
  { state, emit, options, replay }: Run,
  prepared: PreparedWorkspace,
  project: Project,
  baseline: Baseline,
  ranking: ForeseenRanking,
): Promise<RepairTask> {
  const step = { name: 'localize-fault', title: 'Find the likely fault', detail: describeSuspects } as const;
  const task = await runStep(state, emit, step, () =>
    localizeFault(
      { project, failing: baseline.targets, baseline: baseline.report },
      {
        ...{ prepared, baselineMs: baseline.durationMs, testTimeoutMs: options.testTimeoutMs },
        ...{ isPatient: replay !== null, loops: baseline.loops?.patience ?? null },
      },
      ranking,
    ),
  );
  state.analysis = { ...state.analysis, suspects: task.suspects };
  return task;
}

async function searchStep(
  run: Run,
  sources: Sources,
  prepared: PreparedWorkspace,
  baseline: Baseline,
  task: RepairTask,
  flakyWatch: FlakyWatch,
  sentBack: readonly SentBack[] = [],
): Promise<FoundRepair | null> {
  const { options, state, emit, replay, recorder } = run;
  const { judge, foresee, width, dispose } = openJudges(run, prepared, baseline, task, flakyWatch);
  const step = { name: 'search-repair', title: 'Search for a repair', detail: describeSearch } as const;
  const limit = searchLimit(run, baseline);
  try {
    const settings = {
      ...{ sources, width, foresee, compete: options.compete, minimize: true, signal: limit.signal },
      judge: refusingSentBack(judge, task, sentBack),
      history: sentBackHistory(sentBack),
    };
    const search = await runStep(state, emit, step, () => findRepair(task, run, settings));
    const outOfTime = replay === null ? limit.signal.aborted : replay.recording.outOfTime;
    recorder.note({ outOfTime });
    // The offline engine ends quietly when its time is cut: the run must tell all the same.
    const cut = outOfTime ? (replay === null ? endOf(limit.signal) : recordedEnd(replay)) : null;
    state.obstacle = search.obstacle ?? cut;
    return search.repair;
  } finally {
    limit.dispose();
    await dispose();
  }
}

/** Ends the search early enough for what was found to be verified within the run's time. */
function searchLimit({ options, signal, enough, startedAt }: Run, baseline: Baseline): RunLimit {
  const reserveMs = baseline.durationMs * options.repeat * 1.5 + 3000;
  const leftMs = startedAt + options.timeoutMs - performance.now() - reserveMs;
  return limitedSignal(enough === undefined ? signal : AbortSignal.any([signal, enough]), Math.max(leftMs, 1), () =>
    timeIsUp(options.timeoutMs),
  );
}

async function writeStep(run: Run, opened: OpenedProject, repaired: Project): Promise<void> {
  const { state, emit } = run;
  const step = {
    name: 'write-outputs',
    title: 'Write the result',
    detail: ({ zip }: { zip: string | null }) => zip ?? 'no ZIP asked for',
  } as const;
  await runStep(state, emit, step, () => writeProject(run, opened, repaired));
}
