import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { removeTree } from './remove-tree.ts';

/** What is small is gone by then. */
const WAIT_MS = 100;

/** Folders that tests have shut are opened, where the first try has failed. */
const SCRIPT = 'rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwx -- "$1"; rm -rf -- "$1"; } 2>/dev/null';

/**
 * Removes a tree by a program that goes on when this process ends: nobody has to wait for thousands of files to go. `path`
 * should bear a name by which the next start finds what is left of it should the machine end the program too.
 */
export async function removeBehind(path: string): Promise<void> {
  const child = spawn('sh', ['-c', SCRIPT, 'sh', path], { stdio: 'ignore', detached: true, cwd: '/' });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
  });
  const removed = await Promise.race([ended, delay(WAIT_MS, null, { ref: false })]);
  if (removed === null) child.unref();
  if (removed === false) await removeTree(path);
}
