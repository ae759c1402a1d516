import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf, PROCESS_MARK, processMark } from '../shared/process-mark.ts';
import type { Host } from './host.ts';
import { killAll, processesWith } from './process-tree.ts';
import { removeTree } from './remove-tree.ts';

/** No command runs this long; it keeps folders safe whose process is out of our sight (another container's). */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

const FOLDER_NAME = new RegExp(`^autofix-(?:home|probe)-(${PROCESS_MARK})-\\w+$`);

/** What the names of commands' home folders begin with. */
export const HOME_PREFIX = 'autofix-home-';

/** A fresh folder that names its maker: the home folder of one command, or the work copy of a probe. */
export function temporaryFolder(host: Host, use: 'home' | 'probe'): Promise<string> {
  return mkdtemp(join(host.tempFolder, `autofix-${use}-${processMark()}-`));
}

/** Ends and removes what runs that were killed have left behind. */
export async function removeStaleFolders(host: Host): Promise<void> {
  const names = await readdir(host.tempFolder).catch((): string[] => []);
  for (const name of names) {
    const mark = FOLDER_NAME.exec(name)?.[1];
    if (mark === undefined) continue;
    const path = join(host.tempFolder, name);
    const owner = ownerOf(mark);
    if (owner === 'alive' || (owner === 'elsewhere' && !(await isOld(path)))) continue;
    // Where no namespace died with the run, its commands may still be at work.
    killAll(processesWith(`HOME=${path}`));
    // It may be another user's.
    await removeTree(path).catch(() => undefined);
  }
}

async function isOld(path: string): Promise<boolean> {
  const changed = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
  return Date.now() - changed > STALE_AFTER_MS;
}
