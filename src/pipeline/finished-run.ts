import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Evidence } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { TIMELINE_FILE } from './timeline.ts';

const RESULT_FILE = 'result.json';
/** Whole runs of the tests without and with the patch. */
export const BASELINE_FILE = 'baseline.json';
export const AFTER_FILE = 'after.json';

/** A run folder with what its run wrote at the end. */
export interface FinishedRun {
  readonly folder: string;
  readonly outcome: RepairOutcome;
  /** What of it is there; the projects themselves are not kept. */
  readonly evidence: Evidence;
}

/** Reads a run folder. Throws an `AutofixError` `usage` (exit 2) when it is none, or its run never ended. */
export function readFinishedRun(folder: string): FinishedRun {
  const path = resolve(folder);
  const text = textOf(join(path, RESULT_FILE));
  if (text === null) {
    throw notARun(path, statOf(path) === null ? 'there is no such folder' : `it holds no ${RESULT_FILE}`);
  }
  const value = parseJson(text);
  if (!isOutcome(value)) throw notARun(path, `its ${RESULT_FILE} is not of the form autofix-result/1`);
  return { folder: path, outcome: value, evidence: evidenceIn(path) };
}

/** As much as the outputs read. A run folder may come from anywhere: what does not fit is left out. */
const Report = z.looseObject({
  format: z.string(),
  results: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      namePath: z.array(z.string()),
      file: z.string().nullable(),
      line: z.number().nullable(),
      status: z.enum(['passed', 'failed', 'skipped']),
      durationMs: z.number().nullable(),
      failure: z.looseObject({ kind: z.string(), errorType: z.string().nullable(), message: z.string() }).nullable(),
    }),
  ),
});
const Timeline = z.array(
  z.object({
    atMs: z.number(),
    kind: z.enum(['step', 'request', 'answer', 'waiting', 'fallback', 'warning']),
    text: z.string(),
  }),
) satisfies z.ZodType<TimelineEntry[]>;

function evidenceIn(folder: string): Evidence {
  const report = (name: string) => {
    const read = Report.safeParse(parseJson(textOf(join(folder, name)) ?? ''));
    return read.success ? (read.data as unknown as TestReport) : null;
  };
  const timeline = Timeline.safeParse(parseJson(textOf(join(folder, TIMELINE_FILE)) ?? ''));
  return {
    ...{ before: null, after: null, timeline: timeline.success ? timeline.data : [] },
    reports: { before: report(BASELINE_FILE), after: report(AFTER_FILE) },
  };
}

/** One run folder in the list of runs; `outcome` is null for a run that goes on, or was killed. */
export interface ListedRun {
  readonly folder: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly outcome: RepairOutcome | null;
}

/** The runs of a folder, the newest first. Foreign folders in it are left out; a missing folder has none. */
export function listRuns(runsFolder: string): ListedRun[] {
  return namesIn(runsFolder)
    .flatMap((name): ListedRun[] => {
      const startedAt = startOf(name);
      if (startedAt === null) return [];
      const folder = join(runsFolder, name);
      const value = parseJson(textOf(join(folder, RESULT_FILE)) ?? '');
      return [{ folder, name, startedAt, outcome: isOutcome(value) ? value : null }];
    })
    .sort((left, right) => right.startedAt - left.startedAt || (left.name < right.name ? 1 : -1));
}

/** Run folders are named `YYYYMMDD-HHMMSS-xxxxxx`, in UTC. */
function startOf(name: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-[0-9a-f]{6}$/.exec(name)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function isOutcome(value: unknown): value is RepairOutcome {
  return isRecord(value) && value.schema === 'autofix-result/1' && Array.isArray(value.attempts);
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function notARun(folder: string, why: string): AutofixError {
  return new AutofixError(`${folder} is not the folder of a finished run: ${why}`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: 'Give the folder that a run names as its evidence; autofix runs lists them.',
  });
}
