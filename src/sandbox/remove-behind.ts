import { spawn } from 'node:child_process';
import { renameSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Host } from './host.ts';
import { removeLargeTree, removeTree } from './remove-tree.ts';
import { goneFolder } from './temporary-folder.ts';

/** What is small is gone by then. */
const WAIT_MS = 25;

/** Folders that tests have shut are opened, where the first try has failed. */
const SCRIPT = 'rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwx -- "$1"; rm -rf -- "$1"; } 2>/dev/null';

/**
 * Takes a tree out of its place at once and has it removed by a program that goes on when this process ends: nobody has to wait
 * for thousands of files to go. Should that be ended too, the next start finds what is left. Where the temporary folder lies on
 * another disk the tree is removed in its place, and waited for.
 */
export async function removeBehind(host: Host, path: string): Promise<void> {
  const gone = goneFolder(host);
  try {
    // At once: the program starts before whoever called this goes on with work of its own.
    renameSync(path, gone);
  } catch {
    return removeLargeTree(path);
  }
  await removeGone(gone);
}

/** The same for one that is out of its place already. */
export async function removeGone(path: string): Promise<void> {
  const child = spawn('sh', ['-c', SCRIPT, 'sh', path], { stdio: 'ignore', detached: true, cwd: '/' });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
  });
  const removed = await Promise.race([ended, delay(WAIT_MS, null, { ref: false })]);
  if (removed === null) child.unref();
  if (removed === false) await removeTree(path);
}
