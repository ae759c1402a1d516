import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { chmod, lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises';

/** In bytes. Longer paths than 4,096 are refused by Linux: what lies deeper is moved up before. */
export const LONGEST_PATH = 2048;

/**
 * Removes a file or a folder with all that is in it, whatever modes, names and depth tests have given to it: folders that
 * may not be written to are opened first, and names that are no UTF-8 are kept as bytes. Links are not followed.
 */
export async function removeTree(path: string | Buffer): Promise<void> {
  const bytes = typeof path === 'string' ? Buffer.from(path) : path;
  await removeBelow(bytes, bytes);
}

/**
 * The same for a folder that may hold many thousands of files, as installed packages do: the system's own program removes
 * them several times as fast. What that leaves (it opens no shut folder) is removed here.
 */
export async function removeLargeTree(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  await new Promise<void>((resolve) => {
    const child = spawn('rm', ['-rf', '--', path], { stdio: 'ignore' });
    child.once('error', () => resolve()).once('close', () => resolve());
  });
  await removeTree(path);
}

/** `top`: the folder that goes as a whole, into which folders from too far below are moved. */
async function removeBelow(path: Buffer, top: Buffer): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return;
  if (!stat.isDirectory()) return unlink(path);
  if ((stat.mode & 0o700) !== 0o700) await chmod(path, 0o700);
  const moved: Buffer[] = [];
  for (const name of await readdir(path, { encoding: 'buffer' })) {
    const inner = joinBytes(path, name);
    if (inner.length <= LONGEST_PATH || path.equals(top)) await removeBelow(inner, top);
    else {
      const higher = joinBytes(top, Buffer.from(`.${randomBytes(8).toString('hex')}`));
      // A folder that is moved is written to.
      if ((await lstat(inner)).isDirectory()) await chmod(inner, 0o700);
      await rename(inner, higher);
      moved.push(higher);
    }
  }
  await rmdir(path);
  for (const higher of moved) await removeBelow(higher, top);
}

export function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name]);
}
