import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectEntry } from '../domain/project.ts';
import { type FileStamp, FolderGuard, rewriteFile, writeEntry, writeNewFile } from './workspace-files.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/**
 * Writes one file anew while processes of the project are at work in the folder and may put a link in the place of anything at
 * any moment: every step goes from an open folder to the next, so that no link is ever followed. Where the system has no
 * /proc the steps are only looked at before they are made. Throws when something is in the way.
 */
export async function overwriteLive(root: string, entry: ProjectEntry, owner: number | null): Promise<FileStamp> {
  if (process.platform !== 'linux') return writeEntry(root, new FolderGuard(root, owner), entry);
  const parts = entry.path.split('/');
  const name = parts.pop() ?? '';
  let folder = openSync(root, O_RDONLY | O_DIRECTORY);
  try {
    for (const part of parts) {
      const next = openSync(within(folder, part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      closeSync(folder);
      folder = next;
    }
    const path = within(folder, name);
    const stamp = rewriteFile(path, entry, owner);
    if (stamp !== null) return stamp;
    unlinkPresent(path);
    return writeNewFile(path, entry, owner);
  } finally {
    closeSync(folder);
  }
}

function within(folder: number, name: string): string {
  return join('/proc/self/fd', String(folder), name);
}

function unlinkPresent(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
