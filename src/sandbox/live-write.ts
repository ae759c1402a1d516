import { closeSync, constants, fchmodSync, fchownSync, fstatSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectEntry } from '../domain/project.ts';
import { type FileStamp, FolderGuard, fileMode, stampFrom, writeEntry } from './workspace-files.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/**
 * Writes one file anew while processes of the project are at work in the folder and may put a link in the place of anything at
 * any moment: every step goes from an open folder to the next, so that no link is ever followed. Where the system has no
 * /proc the steps are only looked at before they are made. Throws when something is in the way.
 */
export async function overwriteLive(root: string, entry: ProjectEntry, owner: number | null): Promise<FileStamp> {
  if (process.platform !== 'linux') return writeEntry(root, new FolderGuard(root, owner), entry);
  const parts = entry.path.split('/');
  const name = parts.pop() ?? '';
  // At once: fifteen small steps take a fifth of the time that they take when each is waited for.
  let folder = openSync(root, O_RDONLY | O_DIRECTORY);
  try {
    for (const part of parts) {
      const next = openSync(within(folder, part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      closeSync(folder);
      folder = next;
    }
    unlinkPresent(within(folder, name));
    return writeNew(within(folder, name), entry, owner);
  } finally {
    closeSync(folder);
  }
}

function within(folder: number, name: string): string {
  return join('/proc/self/fd', String(folder), name);
}

function writeNew(path: string, entry: ProjectEntry, owner: number | null): FileStamp {
  const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    writeFileSync(file, entry.bytes());
    fchmodSync(file, fileMode(entry));
    if (owner !== null) fchownSync(file, owner, owner);
    return stampFrom(fstatSync(file, { bigint: true }));
  } finally {
    closeSync(file);
  }
}

function unlinkPresent(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
