import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { isRecord, parseJson } from '../shared/json.ts';

const RESULT_FILE = 'result.json';

/** A run folder with what its run wrote at the end. */
export interface FinishedRun {
  readonly folder: string;
  readonly outcome: RepairOutcome;
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
  return { folder: path, outcome: value };
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
