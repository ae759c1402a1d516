import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { removeTree } from './remove-tree.ts';

/** No command runs this long; it keeps folders safe whose process is only out of our sight (another container's). */
const STALE_AFTER_MS = 60 * 60 * 1000;

/** A fresh folder that names its maker: the home folder of one command, or the work copy of a probe. */
export function temporaryFolder(host: Host, use: 'home' | 'probe'): Promise<string> {
  return mkdtemp(join(host.tempFolder, `autofix-${use}-${process.pid}-`));
}

/** Removes what runs that were killed have left behind. */
export async function removeStaleFolders(host: Host): Promise<void> {
  const names = await readdir(host.tempFolder).catch((): string[] => []);
  for (const name of names) {
    const maker = /^autofix-(?:home|probe)-(\d+)-\w+$/.exec(name)?.[1];
    if (maker === undefined || isAlive(Number(maker))) continue;
    const path = join(host.tempFolder, name);
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    // It may be another user's.
    if (age > STALE_AFTER_MS) await removeTree(path).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
