import { chmod, cp, lchown, lstat, mkdir, readdir, utimes } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { removeLargeTree } from './remove-tree.ts';

/** Fewer entries are not worth a second process; the names of more might not fit into a command. */
const ENTRIES = { least: 16, most: 4000 };
const MOST_PROCESSES = 4;

const COPY = ['-a', '--reflink=auto'] as const;

/**
 * Copies a folder or file with links and modes as they are; where the file system can share blocks until they are written to,
 * it does. `target` must not be there, but its folder must. A folder of many entries (of packages) is copied by several
 * processes: making thousands of files takes the system longer than anything else in it.
 */
export async function copyTree(source: string, target: string): Promise<void> {
  const groups = await groupsOf(source);
  const copied = groups.length > 1 ? await copyGroups(source, target, groups) : await copyWith(['--', source, target]);
  if (copied) return;
  // Not GNU's cp.
  await removeLargeTree(target);
  await cp(source, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/** The names in a folder, dealt out to as many processes as the machine has processors; one group: copy it as a whole. */
async function groupsOf(source: string): Promise<string[][]> {
  const count = Math.min(MOST_PROCESSES, availableParallelism());
  const names = (await lstat(source)).isDirectory() ? await readdir(source) : [];
  // What is no UTF-8 cannot be named to a process.
  const isPlain = names.length >= ENTRIES.least && names.length <= ENTRIES.most && !names.join().includes('\uFFFD');
  if (!isPlain || count < 2) return [names];
  return Array.from({ length: count }, (_, group) => names.filter((_name, index) => index % count === group));
}

async function copyGroups(source: string, target: string, groups: readonly string[][]): Promise<boolean> {
  await mkdir(target);
  const copied = await Promise.all(
    groups.map((names) => copyWith(['-t', target, '--', ...names.map((name) => join(source, name))])),
  );
  const { mode, uid, gid, atime, mtime } = await lstat(source);
  if (process.getuid?.() === 0) await lchown(target, uid, gid);
  await chmod(target, mode & 0o7777);
  await utimes(target, atime, mtime);
  return copied.every(Boolean);
}

async function copyWith(words: readonly string[]): Promise<boolean> {
  const { execa } = await import('execa');
  const { exitCode } = await execa('cp', [...COPY, ...words], { reject: false, stdin: 'ignore' });
  return exitCode === 0;
}
