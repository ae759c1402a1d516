import { chmod, lstat, readdir, rmdir, unlink } from 'node:fs/promises';

/**
 * Removes a file or a folder with all that is in it, whatever modes and names tests have given to it: folders that
 * may not be written to are opened first, and names that are no UTF-8 are kept as bytes. Links are not followed.
 */
export async function removeTree(path: string | Buffer): Promise<void> {
  const bytes = typeof path === 'string' ? Buffer.from(path) : path;
  const stat = await lstat(bytes).catch(() => null);
  if (stat === null) return;
  if (!stat.isDirectory()) return unlink(bytes);
  if ((stat.mode & 0o700) !== 0o700) await chmod(bytes, 0o700);
  for (const name of await readdir(bytes, { encoding: 'buffer' })) await removeTree(joinBytes(bytes, name));
  await rmdir(bytes);
}

export function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name]);
}
