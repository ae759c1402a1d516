import { z } from 'zod';
import { ROUTES } from '../llm/routes.ts';
import type { RepairOptions } from './repair-options.ts';

/** Name of the recording in the run folder; answers are in `questions/`, the report in `reported.json`. */
export const RECORDING_FILE = 'recording.json';
export const REPORTED_FILE = 'reported.json';
export const QUESTIONS_FOLDER = 'questions';

export const RECORDING_SCHEMA = 'autofix-recording/1';

const Count = z.number().int().nonnegative();
const TextOrNull = z.string().nullable();
const Texts = z.array(z.string());

const Options = z.object({
  input: z.string(),
  reports: Texts,
  reportFormat: TextOrNull,
  out: TextOrNull,
  providers: Texts,
  models: z.record(z.string(), Texts),
  route: z.enum(ROUTES),
  attempts: Count,
  candidates: Count,
  specification: z.boolean().default(false),
  testCommand: TextOrNull,
  installCommand: TextOrNull,
  install: z.boolean(),
  verify: z.boolean(),
  maxCostUsd: z.number().nullable(),
  maxTokens: Count.nullable(),
  maxRequests: Count.nullable(),
  fresh: z.boolean(),
  cache: z.boolean(),
  offlineTimeMs: Count,
  compete: z.boolean(),
  repeat: Count,
  jobs: Count.nullable().default(null),
  timeoutMs: Count,
  testTimeoutMs: Count,
  sandbox: z.enum(['auto', 'require', 'none']),
  archiveLimits: z.object({
    maxEntries: Count,
    maxTotalBytes: Count,
    maxEntryBytes: Count,
    maxRatio: Count,
    maxNameBytes: Count,
    maxDepth: Count,
  }),
  allowTestEdits: z.boolean(),
  allowSuspicious: z.boolean(),
  allow: Texts,
  deny: Texts,
  dryRun: z.boolean(),
  write: z.boolean(),
  diffFile: TextOrNull,
  htmlFile: TextOrNull,
  summaryFile: TextOrNull,
  runsFolder: z.string(),
  stateFolder: z.string(),
}) satisfies z.ZodType<RepairOptions>;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accept') }),
  z.object({ kind: z.literal('reject') }),
  z.object({ kind: z.literal('edit'), text: z.string() }),
]);

/** What a person said to one repair. */
const ReviewRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chosen'), hunks: z.array(Answer) }),
  z.object({ kind: z.literal('again'), remark: z.string() }),
]);

/** The input as it was: a ZIP by its digest, a folder by each of its files. */
const Input = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('zip'),
    name: z.string(),
    /** null: it came through standard input and is not kept. */
    path: TextOrNull,
    sha256: z.string(),
  }),
  z.object({
    kind: z.literal('folder'),
    name: z.string(),
    path: z.string(),
    /** The time, in milliseconds since 1970, goes into a ZIP that is made of the folder. */
    entries: z.array(z.object({ path: z.string(), digest: z.string(), modifiedMs: z.number() })),
  }),
]);

/** A source of candidates in its place: models that stand in for one another, or the offline engine. */
const Source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('models'), providers: Texts.min(1) }),
  z.object({ kind: z.literal('offline') }),
  /** A generator of the program that used the library. */
  z.object({ kind: z.literal('own'), name: z.string() }),
]);

const Recording = z.object({
  schema: z.literal(RECORDING_SCHEMA),
  /** Version of autofix. */
  autofix: z.string(),
  options: Options,
  sources: z.array(Source).min(1),
  /** What was told of the sources before anything began. */
  warnings: Texts,
  /** null: it could not be opened. */
  input: Input.nullable(),
  /** How many candidates of each search of the offline engine were ruled upon before its time was up. */
  searches: z.array(Count),
  /** How many candidates were judged side by side at most. */
  trees: Count.default(1),
  /** Milliseconds of the first run of the tests; null: it did not come to that. */
  baselineMs: z.number().nonnegative().nullable().default(null),
  /** Whether tests did not end in that run, so that they were broken off. */
  hangs: z.boolean().default(false),
  /** Whether the search was ended early, for what it had found to be verified within the time of the run. */
  outOfTime: z.boolean(),
  /** How many hunks were tried to be left out before the time was up; null: it did not come to that. */
  minimizing: Count.nullable(),
  /** What a person said to each repair that they were shown; null: nobody was asked. */
  review: z.array(ReviewRecord).nullable(),
  /** The ZIP that was written, and the time that its changed entries carry, in milliseconds since 1970. */
  zip: z.object({ sha256: z.string(), modifiedMs: z.number() }).nullable(),
  /** null: the process was killed. */
  ended: z
    .object({
      /** Where a signal (Ctrl-C, the time limit) broke the run off; null: it came to its own end. */
      broken: z.object({ step: TextOrNull, judged: Count }).nullable(),
    })
    .nullable(),
});

/** All that a repetition of a run needs besides the answers, the report and the input. Free of keys. */
export type RunRecording = z.infer<typeof Recording>;
export type RecordedInput = z.infer<typeof Input>;
export type RecordedSource = z.infer<typeof Source>;

/** A recording out of its file; null when it is damaged. */
export function readRecording(value: unknown): RunRecording | null {
  const read = Recording.safeParse(value);
  return read.success ? read.data : null;
}
