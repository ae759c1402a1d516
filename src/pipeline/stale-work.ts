import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { killAll, processesIn } from '../sandbox/process-tree.ts';
import { removeLargeTree } from '../sandbox/remove-tree.ts';
import { ownerOf, PROCESS_MARK, processMark } from '../shared/process-mark.ts';

const WORK_NAME = new RegExp(`^work-(${PROCESS_MARK})$`);

/** Name of a run's folder for work copies; it tells whose it is. */
export function workFolderName(): string {
  return `work-${processMark()}`;
}

/**
 * Ends and removes what runs that were killed have left at work: their work copies, and commands of a project that no
 * sandbox ended with them. Their records stay. What cannot be removed is left for the next start.
 */
export async function removeStaleWork(runsFolder: string): Promise<void> {
  for (const run of await namesIn(runsFolder)) {
    for (const name of await namesIn(join(runsFolder, run))) {
      const mark = WORK_NAME.exec(name)?.[1];
      if (mark === undefined || ownerOf(mark) !== 'gone') continue;
      const path = join(runsFolder, run, name);
      killAll(processesIn([path]));
      await removeLargeTree(path).catch(() => undefined);
    }
  }
}

/** Names of the folders in a folder; none where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
