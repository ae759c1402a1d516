import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf } from '../shared/process-mark.ts';
import type { Host } from './host.ts';
import { killAll, processesWith } from './process-tree.ts';
import { removeGone } from './remove-behind.ts';
import { removeTree } from './remove-tree.ts';
import { temporaryFolderName } from './temporary-folder.ts';

/** No command runs this long; it keeps folders safe whose process is out of our sight (another container's). */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Ends and removes what runs that were killed have left behind. */
export async function removeStaleFolders(host: Host): Promise<void> {
  const names = await readdir(host.tempFolder).catch((): string[] => []);
  for (const name of names) {
    const found = temporaryFolderName(name);
    if (found === null) continue;
    const path = join(host.tempFolder, name);
    const owner = ownerOf(found.mark);
    if (owner === 'alive' || (owner === 'elsewhere' && !(await isOld(path)))) continue;
    if (found.use === 'gone') {
      // A program is at it still, or was ended: nobody has to wait for that. It may be another user's.
      void removeGone(path).catch(() => undefined);
      continue;
    }
    // Where no namespace died with the run, its commands may still be at work.
    killAll(processesWith(`HOME=${path}`));
    await removeTree(path).catch(() => undefined);
  }
}

async function isOld(path: string): Promise<boolean> {
  const changed = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
  return Date.now() - changed > STALE_AFTER_MS;
}
