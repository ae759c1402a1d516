import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { QuestionRecord } from '../llm/question-record.ts';
import { jsonOutput } from '../output/result-document.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { packageVersion } from '../shared/package-version.ts';
import { BASELINE_FILE } from './finished-run.ts';
import { QUESTIONS_FOLDER, RECORDING_FILE, REPORTED_FILE, type RunRecording, readRecording } from './recording.ts';
import type { Replay } from './replay.ts';

/** As much of each document as the repetition rests on; the rest is what autofix itself wrote. */
const Question = z.looseObject({
  providers: z.array(z.string()),
  prompts: z.array(z.object({ budgetTokens: z.number(), sha256: z.string() })),
  answer: z.looseObject({ text: z.string(), provider: z.string(), model: z.string() }).nullable(),
  error: z.looseObject({ code: z.string(), exitCode: z.number(), message: z.string(), hint: z.string() }).nullable(),
  fallbacks: z.array(z.looseObject({ from: z.string(), to: z.string(), reason: z.string() })),
  unanswered: z.array(z.looseObject({ provider: z.string(), verdict: z.string() })),
  warnings: z.array(z.string()),
  usage: z.looseObject({ requests: z.number() }),
});

const Reported = z.looseObject({
  format: z.string(),
  results: z.array(z.looseObject({ id: z.string(), status: z.string(), namePath: z.array(z.string()) })),
  warnings: z.array(z.string()),
});

const Outcome = z.looseObject({
  schema: z.literal('autofix-result/1'),
  status: z.string(),
  exitCode: z.number(),
  attempts: z.array(z.looseObject({ verdict: z.string() })),
  outputs: z.looseObject({ zip: z.string().nullable(), runDir: z.string().nullable() }),
});

/**
 * Reads a run folder. Throws an `AutofixError` `recording-unusable` (exit 2) that names what is missing or damaged; for
 * a run that was refused, the error that it ended with.
 */
export function openReplay(runFolder: string, input: string | null = null): Replay {
  const folder = resolve(runFolder);
  refuseNonFolder(folder);
  const outcome = outcomeIn(folder);
  if (outcome !== null) refuseRefused(folder, outcome);
  const recording = recordingIn(folder, outcome);
  const own = recording.sources.find((source) => source.kind === 'own');
  if (own !== undefined)
    throw unusable(`The run in ${folder} asked ${own.name}, a source that is no part of autofix`, NOT_OURS);
  if (recording.ended === null || outcome === null) throw unusable(`The run in ${folder} never ended`, NOT_ENDED);
  return {
    folder,
    recording,
    questions: questionsIn(folder),
    reported: reportedIn(folder, recording),
    baseline: baselineIn(folder),
    outcome,
    input,
  };
}

const NOT_OURS = 'Run it again from the program that brought the source.';
const NOT_ENDED = 'It was killed or still goes on: nothing can be compared. Repeat a run that came to its end.';
const RECORD_AGAIN = 'Restore the run folder, or record the run again with autofix run.';

function refuseNonFolder(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined)
    throw unusable(`There is no run folder ${folder}`, 'Give the folder that a run named as its evidence.');
  if (!stats.isDirectory())
    throw unusable(`${folder} is a file, and a run folder is expected`, 'Give the folder that holds it.');
}

/** A run that never came to work has nothing to repeat. */
function refuseRefused(folder: string, { error, exitCode }: RepairOutcome): void {
  if (error === null || (exitCode !== EXIT.usage && exitCode !== EXIT.inputRefused)) return;
  throw new AutofixError(`The run in ${folder} was refused, so there is nothing to repeat: ${error.message}`, {
    code: error.code,
    exitCode,
    hint: error.hint,
  });
}

function outcomeIn(folder: string): RepairOutcome | null {
  const text = textOf(folder, jsonOutput.fileName);
  return text === null ? null : checked(Outcome, text, folder, jsonOutput.fileName);
}

function recordingIn(folder: string, outcome: RepairOutcome | null): RunRecording {
  const text = textOf(folder, RECORDING_FILE);
  if (text === null) throw unrecorded(folder, outcome);
  const value = parseJson(text);
  const version = isRecord(value) ? value.autofix : undefined;
  if (typeof version === 'string' && version !== packageVersion()) {
    throw unusable(
      `The run in ${folder} was recorded by autofix ${version}, and this is ${packageVersion()}`,
      `Repeat it with autofix ${version}: another version makes other prompts and candidates.`,
    );
  }
  const recording = readRecording(value);
  if (recording === null) throw damaged(folder, RECORDING_FILE);
  return recording;
}

function unrecorded(folder: string, outcome: RepairOutcome | null): AutofixError {
  if (outcome === null)
    return unusable(`${folder} is no run folder of autofix: it holds no ${RECORDING_FILE}`, 'Give a run folder.');
  return unusable(
    `${folder} holds no ${RECORDING_FILE}: an older version of autofix made it, or the file is gone`,
    RECORD_AGAIN,
  );
}

function questionsIn(folder: string): QuestionRecord[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, QUESTIONS_FOLDER)).sort();
  } catch {
    return [];
  }
  const files = names.filter((name) => name.endsWith('.json')).map((name) => `${QUESTIONS_FOLDER}/${name}`);
  return files.map((name) => checked(Question, textOf(folder, name) ?? '', folder, name));
}

function reportedIn(folder: string, { options, ended }: RunRecording): TestReport | null {
  if (options.reports.length === 0) return null;
  const text = textOf(folder, REPORTED_FILE);
  if (text !== null) return checked(Reported, text, folder, REPORTED_FILE);
  if (ended?.broken == null) throw unusable(`${folder} holds no ${REPORTED_FILE}`, RECORD_AGAIN);
  // Broken off before the report was read: the repetition ends there too.
  return null;
}

function baselineIn(folder: string): TestReport | null {
  const text = textOf(folder, BASELINE_FILE);
  return text === null ? null : checked(Reported, text, folder, BASELINE_FILE);
}

/** The document in `text`; what the schema does not look at is taken as autofix wrote it. */
function checked<Document>(schema: z.ZodType, text: string, folder: string, name: string): Document {
  const value = parseJson(text);
  if (!schema.safeParse(value).success) throw damaged(folder, name);
  return value as Document;
}

function textOf(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
}

function damaged(folder: string, name: string): AutofixError {
  return unusable(`${join(folder, name)} is damaged`, RECORD_AGAIN);
}

function unusable(message: string, hint: string): AutofixError {
  return new AutofixError(message, { code: 'recording-unusable', exitCode: EXIT.usage, hint });
}
