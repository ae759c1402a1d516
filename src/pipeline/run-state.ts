import type { AutofixError } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type {
  Analysis,
  AttemptRecord,
  FallbackRecord,
  IntegrityStatement,
  OutputPaths,
  PatchSummary,
  RepairStatus,
} from '../domain/repair-outcome.ts';
import type { EventSink, StepName } from '../domain/run-event.ts';
import { fullName } from '../domain/test-identity.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import type { ChainUsage } from '../llm/usage-meter.ts';
import { type Mask, maskedTexts } from './project-mask.ts';
import { timelineSink } from './timeline.ts';

/**
 * What a run has found out so far. It is filled step by step, so that a run that ends early (an error, a
 * cap, Ctrl-C) still tells all it knows.
 */
export interface RunState {
  /** Takes the project's secrets out of what is kept of the run; before the project is open there are none. */
  mask: Mask;
  original: Project | null;
  repaired: Project | null;
  analysis: Analysis;
  before: TestReport | null;
  after: TestReport | null;
  fixed: readonly string[];
  remaining: readonly string[];
  broken: readonly string[];
  status: RepairStatus | null;
  patch: PatchSummary | null;
  integrity: IntegrityStatement | null;
  outputs: OutputPaths;
  /** The ZIP that was written, and the time that its changed entries carry. */
  zip: { readonly sha256: string; readonly modifiedMs: number } | null;
  readonly warnings: string[];
  readonly attempts: AttemptRecord[];
  readonly fallbacks: FallbackRecord[];
  readonly timings: Partial<Record<StepName, number>>;
  readonly timeline: TimelineEntry[];
  /** What the requests to providers have taken. */
  modelUsage: ChainUsage;
  testRuns: number;
  /** Why a source of candidates could not go on, when nothing else repaired everything. */
  obstacle: AutofixError | null;
}

export function newRunState(runDir: string | null): RunState {
  return {
    mask: (text) => text,
    original: null,
    repaired: null,
    analysis: {
      toolchain: null,
      testCommand: null,
      installCommand: null,
      isolation: null,
      reportFormats: [],
      failures: [],
      suspects: [],
    },
    before: null,
    after: null,
    fixed: [],
    remaining: [],
    broken: [],
    status: null,
    patch: null,
    integrity: null,
    outputs: { zip: null, diff: null, html: null, runDir },
    zip: null,
    warnings: [],
    attempts: [],
    fallbacks: [],
    timings: {},
    timeline: [],
    modelUsage: { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
    testRuns: 0,
    obstacle: null,
  };
}

/** Runs one numbered step: tells that it began and ended, and keeps its time. */
export async function runStep<Result>(
  state: RunState,
  emit: EventSink,
  step: { readonly name: StepName; readonly title: string; readonly detail: (result: Result) => string },
  work: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  emit({ kind: 'step-started', step: step.name, title: step.title });
  try {
    const result = await work();
    const durationMs = Math.round(performance.now() - started);
    emit({ kind: 'step-ended', step: step.name, detail: step.detail(result), durationMs });
    return result;
  } finally {
    // A search may be gone through again.
    state.timings[step.name] = (state.timings[step.name] ?? 0) + Math.round(performance.now() - started);
  }
}

/** Tells everything to `emit` without secrets, and keeps of it what belongs into the outcome. */
export function collectingSink(state: RunState, redact: (text: string) => string, emit: EventSink): EventSink {
  const startedAt = performance.now();
  const keepTime = timelineSink(state.timeline, () => performance.now() - startedAt);
  return (told) => {
    const event = maskedTexts(told, (text) => redact(state.mask(text)));
    keepTime(event);
    if (event.kind === 'warning') state.warnings.push(event.message);
    if (event.kind === 'fallback') state.fallbacks.push(event.fallback);
    emit(event);
  };
}

/** The failures as the outcome lists them. */
export function failuresOf(failing: readonly TestResult[]): Analysis['failures'] {
  return failing.map((test) => ({ id: test.id, name: fullName(test), message: test.failure?.message ?? '' }));
}
