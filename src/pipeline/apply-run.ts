import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DEFAULT_ARCHIVE_LIMITS } from '../archive/archive-limits.ts';
import { openFolder } from '../archive/folder-project.ts';
import { writeChangesToFolder } from '../archive/write-folder.ts';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import { parseJson } from '../shared/json.ts';
import { type FinishedRun, readFinishedRun } from './finished-run.ts';
import { contentHash, type FileChange, PATCH_RECORD_FILE, readPatchRecord, toProjectChange } from './patch-record.ts';

/** What became of each file of the patch. */
export interface AppliedRun {
  readonly folder: string;
  readonly changed: readonly string[];
  /** Files that were as the patch wants them before. */
  readonly alreadyDone: readonly string[];
}

/**
 * Puts the patch of a run into a working tree: all files or none, byte for byte as the run verified them. A tree whose
 * files are not those of the run is refused (exit 5) with their names; so is a run without a patch (exit 2).
 */
export async function applyRun(runFolder: string, target: string, dryRun: boolean): Promise<AppliedRun> {
  const changes = recordedChanges(readFinishedRun(runFolder));
  const folder = resolve(target);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usage(`${folder} is not a folder`, 'Give the folder of the project.');
  }
  const project = openFolder(folder, DEFAULT_ARCHIVE_LIMITS);
  const alreadyDone = changes.filter((change) => isDone(project, change));
  const open = changes.filter((change) => !alreadyDone.includes(change));
  const foreign = open.filter((change) => !isAsBefore(project, change));
  if (foreign.length > 0) throw otherTree(folder, runFolder, foreign);
  const wanted = open.map((change) => toProjectChange(project, change)).filter((change) => change !== null);
  if (wanted.length < open.length) throw damaged(join(resolve(runFolder), PATCH_RECORD_FILE));
  if (!dryRun) await writeChangesToFolder(project, wanted);
  return { folder, changed: pathsOf(open), alreadyDone: pathsOf(alreadyDone) };
}

function recordedChanges({ folder, outcome }: FinishedRun): FileChange[] {
  if (outcome.patch === null) {
    throw usage(
      `the run ${folder} made no patch (${outcome.status})`,
      'Choose a run that did; autofix runs lists them.',
    );
  }
  const file = join(folder, PATCH_RECORD_FILE);
  const changes = readPatchRecord(parseJson(textOf(file)));
  if (changes === null) throw damaged(file);
  return changes;
}

function damaged(file: string): AutofixError {
  return usage(`${file} is missing or damaged`, `Apply ${join(dirname(file), 'patch.diff')} with git apply instead.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function hashIn(project: Project, path: string): string | null {
  const entry = project.entries.get(path);
  return entry === undefined ? null : contentHash(entry.bytes());
}

function isDone(project: Project, { path, after }: FileChange): boolean {
  return hashIn(project, path) === after;
}

function isAsBefore(project: Project, { path, before }: FileChange): boolean {
  return hashIn(project, path) === before;
}

function pathsOf(changes: readonly FileChange[]): string[] {
  return changes.map(({ path }) => path);
}

function otherTree(folder: string, runFolder: string, foreign: readonly FileChange[]): AutofixError {
  const names = pathsOf(foreign).join(', ');
  return new AutofixError(`${folder} is not the tree that the patch was made for: ${names} differ`, {
    code: 'archive-refused',
    exitCode: EXIT.inputRefused,
    hint: `Nothing was changed. To merge it into the newer files: git apply --3way ${join(resolve(runFolder), 'patch.diff')}`,
  });
}

function usage(message: string, hint: string): AutofixError {
  return new AutofixError(message, { code: 'usage', exitCode: EXIT.usage, hint });
}
