import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { ArchiveLimits } from '../archive/archive-limits.ts';
import { isFolderEntry } from '../archive/folder-project.ts';
import { openProject } from '../archive/open-project.ts';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project, ProjectEntry } from '../domain/project.ts';
import type { RecordedInput } from './recording.ts';

type RecordedFolder = Extract<RecordedInput, { kind: 'folder' }>;

/** What tells an input from any other. `input` as the user gave it. */
export function recordInput(project: Project, input: string): RecordedInput {
  const { name, origin } = project;
  if (origin.kind === 'zip') {
    return { kind: 'zip', name, path: input === '-' ? null : resolve(input), sha256: origin.sha256() };
  }
  const entries = [...project.entries.values()].map((entry) => ({
    path: entry.path,
    digest: digestOf(entry),
    modifiedMs: isFolderEntry(entry) ? entry.modifiedMs : 0,
  }));
  return { kind: 'folder', name, path: resolve(origin.folder), entries };
}

/**
 * Opens the input of a recorded run again, from `elsewhere` where that is given. Throws an `AutofixError`:
 * `input-not-found` or `input-changed` (exit 2), and what `openProject` throws.
 */
export async function openRecordedInput(
  recorded: RecordedInput,
  elsewhere: string | null,
  limits: Partial<ArchiveLimits> = {},
): Promise<Project> {
  const place = elsewhere ?? recorded.path;
  if (place === null) {
    throw refusal('input-not-found', 'The recorded run read its ZIP from standard input, and it is not kept', {
      hint: `Name the ZIP with --input FILE; its SHA-256 is ${recorded.kind === 'zip' ? recorded.sha256 : ''}.`,
    });
  }
  const project = await openedAt(place, limits);
  if (project.origin.kind !== recorded.kind) {
    const wanted = recorded.kind === 'zip' ? 'a ZIP' : 'a folder';
    throw refusal('input-changed', `The recorded run worked on ${wanted}, and ${place} is none`, { hint: ANOTHER });
  }
  if (recorded.kind === 'folder') return likeRecorded(project, recorded, place);
  if (project.origin.kind === 'zip' && project.origin.sha256() !== recorded.sha256) {
    throw refusal('input-changed', `${place} is not the ZIP of the recorded run: its SHA-256 differs`, {
      hint: `${ANOTHER} The SHA-256 is ${recorded.sha256}.`,
    });
  }
  return { ...project, name: recorded.name };
}

const ANOTHER = 'Name the unchanged input with --input.';

async function openedAt(place: string, limits: Partial<ArchiveLimits>): Promise<Project> {
  try {
    return await openProject(place, limits);
  } catch (error) {
    if (!(error instanceof AutofixError) || error.code !== 'input-not-found') throw error;
    throw refusal('input-not-found', `The input of the recorded run: ${error.message}`, {
      hint: 'Put it back, or name its new place with --input.',
      cause: error,
    });
  }
}

/** The recorded files alone, with their recorded times: what a later run left in the folder is no part of it. */
function likeRecorded(project: Project, recorded: RecordedFolder, place: string): Project {
  const changed: string[] = [];
  const entries = recorded.entries.flatMap(({ path, digest, modifiedMs }): [string, ProjectEntry][] => {
    const entry = project.entries.get(path);
    if (entry !== undefined && digestOf(entry) === digest) return [[path, { ...entry, modifiedMs } as ProjectEntry]];
    changed.push(path);
    return [];
  });
  if (changed.length > 0) throw changedFolder(place, changed);
  return { ...project, name: recorded.name, entries: new Map(entries) };
}

/** Most files that a message names. */
const MOST_NAMED = 3;

function changedFolder(place: string, changed: readonly string[]): AutofixError {
  const named = changed.slice(0, MOST_NAMED).join(', ');
  const rest = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  return refusal('input-changed', `${place} is not as it was for the recorded run: ${named}${rest}`, {
    hint: 'Bring the files back (a run with --write changes them itself), or name an unchanged copy with --input.',
  });
}

function digestOf({ kind, mode, bytes }: ProjectEntry): string {
  return createHash('sha256').update(`${kind} ${mode}\0`).update(bytes()).digest('hex');
}

function refusal(
  code: 'input-not-found' | 'input-changed',
  message: string,
  details: { readonly hint: string; readonly cause?: unknown },
): AutofixError {
  return new AutofixError(message, { code, exitCode: EXIT.usage, ...details });
}
