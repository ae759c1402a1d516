import { cp, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeLargeTree } from './remove-tree.ts';

/** Scripts and path files are small; anything larger in those places is something else. */
const TEXT_LIMIT = 64 * 1024;

/**
 * Copies an installed folder or file from one work copy to another, with links and modes as they are; where the file system can
 * share blocks until they are written to, it does.
 */
export async function cloneFolder(fromRoot: string, toRoot: string, folder: string): Promise<void> {
  const source = join(fromRoot, folder);
  const stat = await lstat(source).catch(() => null);
  if (stat === null || !(stat.isDirectory() || stat.isFile())) return;
  const target = join(toRoot, folder);
  await removeLargeTree(target);
  await mkdir(dirname(target), { recursive: true });
  const { execa } = await import('execa');
  const copied = await execa('cp', ['-a', '--reflink=auto', '--', source, target], { reject: false, stdin: 'ignore' });
  if (copied.exitCode !== 0) {
    // Not GNU's cp.
    await removeLargeTree(target);
    await cp(source, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
  await movePythonPaths(target, fromRoot, toRoot);
}

/**
 * A virtual environment holds the absolute path of its work copy in its scripts and path files; without a sandbox, which
 * shows every work copy at the same place, that is the old one's.
 */
async function movePythonPaths(folder: string, fromRoot: string, toRoot: string): Promise<void> {
  if ((await lstat(join(folder, 'pyvenv.cfg')).catch(() => null)) === null) return;
  const files = [join(folder, 'pyvenv.cfg'), ...(await filesIn(join(folder, 'bin')))];
  for (const version of await namesIn(join(folder, 'lib'))) {
    const site = await filesIn(join(folder, 'lib', version, 'site-packages'));
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

async function filesIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).map((name) => join(folder, name));
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
