import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderOf } from '../shared/project-path.ts';
import { copyTree } from './copy-tree.ts';
import { removeLargeTree } from './remove-tree.ts';

/** Scripts and path files are small; anything larger in those places is something else. */
const TEXT_LIMIT = 64 * 1024;

/**
 * Copies an installed folder or file from one work copy to another, with links and modes as they are; where the file system can
 * share blocks until they are written to, it does.
 */
export async function cloneFolder(fromRoot: string, toRoot: string, folder: string): Promise<void> {
  const source = join(fromRoot, folder);
  // A script of the installation may have put a link to anywhere in the place of a folder above.
  if ((await hasLinkAbove(fromRoot, folder)) || (await hasLinkAbove(toRoot, folder))) return;
  const stat = await lstat(source).catch(() => null);
  if (stat === null || !(stat.isDirectory() || stat.isFile())) return;
  const target = join(toRoot, folder);
  await removeLargeTree(target);
  await mkdir(dirname(target), { recursive: true });
  await copyTree(source, target);
  await movePythonPaths(target, fromRoot, toRoot);
}

/**
 * A virtual environment holds the absolute path of its work copy in its scripts and path files; without a sandbox, which
 * shows every work copy at the same place, that is the old one's.
 */
async function movePythonPaths(folder: string, fromRoot: string, toRoot: string): Promise<void> {
  if ((await lstat(join(folder, 'pyvenv.cfg')).catch(() => null)) === null) return;
  const files = [join(folder, 'pyvenv.cfg'), ...(await filesIn(folder, 'bin'))];
  for (const version of await namesIn(folder, 'lib')) {
    const site = await filesIn(folder, `lib/${version}/site-packages`);
    files.push(...site.filter((file) => /\.pth$|__editable__.*\.py$/.test(file)));
  }
  for (const file of files) {
    const stat = await lstat(file);
    if (!stat.isFile() || stat.size > TEXT_LIMIT) continue;
    const text = await readFile(file, 'latin1');
    if (text.includes(fromRoot))
      await writeFile(
        file,
        text.replaceAll(fromRoot, () => toRoot),
        'latin1',
      );
  }
}

/** Whether a folder above a path, below the root, is a link. */
export async function hasLinkAbove(root: string, path: string): Promise<boolean> {
  for (let above = folderOf(path); above !== ''; above = folderOf(above)) {
    const stat = await lstat(join(root, above)).catch(() => null);
    if (stat?.isSymbolicLink()) return true;
  }
  return false;
}

async function filesIn(root: string, below: string): Promise<string[]> {
  return (await namesIn(root, below)).map((name) => join(root, below, name));
}

/** None where the way there leads over a link. */
async function namesIn(root: string, below: string): Promise<string[]> {
  if (await hasLinkAbove(root, `${below}/it`)) return [];
  return readdir(join(root, below)).catch(() => []);
}
