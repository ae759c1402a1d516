import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
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
  let folder = await open(root, O_RDONLY | O_DIRECTORY);
  try {
    for (const part of parts) {
      const next = await open(within(folder, part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      await folder.close();
      folder = next;
    }
    await unlink(within(folder, name)).catch(ignoreMissing);
    return await writeNew(within(folder, name), entry, owner);
  } finally {
    await folder.close();
  }
}

function within(folder: FileHandle, name: string): string {
  return join('/proc/self/fd', String(folder.fd), name);
}

async function writeNew(path: string, entry: ProjectEntry, owner: number | null): Promise<FileStamp> {
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    await file.writeFile(entry.bytes());
    await file.chmod(fileMode(entry));
    if (owner !== null) await file.chown(owner, owner);
    return stampFrom(await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
