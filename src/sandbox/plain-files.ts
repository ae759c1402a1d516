import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_PATH, removeTree } from './remove-tree.ts';

/** No honest report is larger. */
const MAX_SIZE = 256 * 1024 * 1024;

/**
 * Leaves only plain files and folders in a scratch folder: it is read by us, and a link that a test left there could
 * lead to any file of ours, a pipe would hold us for ever, and a shut folder could not be removed.
 */
export async function keepPlainFiles(folder: string): Promise<void> {
  // Without a sandbox a test may have removed the folder itself.
  if ((await lstat(folder).catch(() => null)) === null) return;
  await chmod(folder, 0o700);
  for (const name of await readdir(folder, { encoding: 'buffer' })) {
    const path = join(folder, name.toString('utf8'));
    const stat = Buffer.from(name.toString('utf8')).equals(name) ? await lstat(path) : null;
    if (stat?.isDirectory() && path.length < LONGEST_PATH) await keepPlainFiles(path);
    else if (stat === null || !stat.isFile() || stat.size > MAX_SIZE)
      await removeTree(Buffer.concat([Buffer.from(`${folder}/`), name]));
  }
}
