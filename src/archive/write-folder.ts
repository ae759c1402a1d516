import { lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project, ProjectChange } from '../domain/project.ts';
import { nameLabel } from './archive-error.ts';
import { changedMeanwhile, isFolderEntry } from './folder-project.ts';
import { flushFolder, writeAtomically } from './output-file.ts';
import { unwritableTarget } from './output-target.ts';

/**
 * Applies `changes` to the folder that `project` was loaded from: each file whole or not at all, and none
 * before every one was judged. Refuses (exit 5) when any file of the project is no longer what was loaded. When a write fails,
 * what was written before it is put back as it was. Throws `output-unwritable` (exit 2).
 */
export async function writeChangesToFolder(project: Project, changes: readonly ProjectChange[]): Promise<void> {
  const { origin } = project;
  if (origin.kind !== 'folder') {
    throw new AutofixError('only a project that was loaded from a folder can be changed in place', {
      code: 'usage',
      exitCode: EXIT.usage,
      hint: 'Leave --write out: the repaired ZIP is written to --out.',
    });
  }
  const net = [...new Map(changes.map((change) => [change.path, change])).values()];
  refuseChangedTree(project);
  for (const change of net) judge(project, origin.folder, change);
  // Read before anything is written: afterwards the originals are gone.
  const undo = net.map((change) => undoOf(project, change));
  for (const [index, change] of net.entries()) {
    try {
      judge(project, origin.folder, change);
      await perform(project, origin.folder, change);
    } catch (error) {
      // This one too: its name may have taken the new content before something failed.
      for (let done = 0; done <= index; done++) await putBack(project, origin.folder, net[done], undo[done]);
      throw unwritableTarget(change.path, error);
    }
  }
}

/** A patch was verified on the tree as it was loaded: with any other of its files it may do something else. */
function refuseChangedTree(project: Project): void {
  for (const entry of project.entries.values())
    if (entry.kind !== 'directory' && isFolderEntry(entry) && !entry.isUnchanged()) throw changedMeanwhile(entry.path);
}

/** As much as still can be done: the first failure is the one to tell. */
async function putBack(
  project: Project,
  folder: string,
  done: ProjectChange | undefined,
  undo: ProjectChange | undefined,
): Promise<void> {
  if (done === undefined || undo === undefined) return;
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      // What is not ours is somebody else's work of this very moment.
      if (isThere(folder, done) && !isThere(folder, undo)) await perform(project, folder, undo);
      return;
    } catch {
      // Perhaps the same fault as the one that is being reported; the other files still deserve their old content.
    }
  }
}

/** Whether a change has nothing left to do. */
function isThere(folder: string, change: ProjectChange): boolean {
  const file = join(folder, change.path);
  if (change.kind === 'remove') return statsOf(file) === null;
  return statsOf(file)?.isFile() === true && readFileSync(file).equals(change.bytes);
}

function judge(project: Project, folder: string, change: ProjectChange): void {
  const entry = project.entries.get(change.path);
  const file = join(folder, change.path);
  if (!staysInside(folder, dirname(file))) throw leaves(change.path);
  if (entry === undefined) {
    if (statsOf(file) !== null) throw changedMeanwhile(change.path);
    return;
  }
  if (entry.kind !== 'file') throw leaves(change.path);
  if (isFolderEntry(entry) && !entry.isUnchanged()) throw changedMeanwhile(change.path);
}

/** Whether the nearest existing folder above a path is, links resolved, a part of the project. */
function staysInside(folder: string, path: string): boolean {
  let existing = path;
  while (statsOf(existing) === null) existing = dirname(existing);
  try {
    return realpathSync(existing) === join(realpathSync(folder), existing.slice(folder.length));
  } catch {
    return false;
  }
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function leaves(path: string): AutofixError {
  return new AutofixError(`${nameLabel(path)} is or lies below a link, and would be written through it`, {
    code: 'output-unwritable',
    exitCode: EXIT.usage,
    hint: 'Apply the diff by hand, or replace the link by the file itself.',
  });
}

function undoOf(project: Project, { path }: ProjectChange): ProjectChange {
  const entry = project.entries.get(path);
  return entry === undefined
    ? { kind: 'remove', path }
    : { kind: 'write', path, bytes: entry.bytes(), mode: entry.mode };
}

async function perform(project: Project, folder: string, change: ProjectChange): Promise<void> {
  const file = join(folder, change.path);
  if (change.kind === 'remove') {
    await rm(file, { force: true });
    await flushFolder(dirname(file));
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeAtomically(file, {
    mode: change.mode ?? project.entries.get(change.path)?.mode ?? 0o644,
    owner: statsOf(file),
    fill: (sink) => sink.write(change.bytes),
    verify: async (temporary) => {
      if (!(await readFile(temporary)).equals(change.bytes)) throw new Error('did not read back as written');
    },
  });
}
