import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { chmod, lchown, lstat, mkdir, readFile, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ProjectEntry } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { removeTree } from './remove-tree.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/** What the system says of a file right after we wrote it. Nobody can set the change time back. */
export interface FileStamp {
  readonly inode: bigint;
  readonly size: bigint;
  readonly mode: bigint;
  readonly changed: bigint;
}

/**
 * A folder's own stamp changes with its entries, so only its kind and mode count. At once: the system answers for five hundred
 * files in the time in which five are waited for.
 */
export function isAsStamped(path: string, stamp: FileStamp): boolean {
  const now = stampOrNull(path);
  if (now === null || now.inode !== stamp.inode || now.mode !== stamp.mode) return false;
  const isFolder = (now.mode & 0o170000n) === 0o040000n;
  return isFolder || (now.size === stamp.size && now.changed === stamp.changed);
}

/** Whether a path is what the entry says, kind and content. */
export async function holds(path: string, entry: ProjectEntry): Promise<boolean> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return false;
  if (entry.kind === 'directory') return stat.isDirectory();
  if (entry.kind === 'symlink') return stat.isSymbolicLink() && (await readlink(path, 'buffer')).equals(entry.bytes());
  return stat.isFile() && stat.size === entry.size && (await readFile(path)).equals(entry.bytes());
}

function stampOf(path: string): FileStamp {
  return stampFrom(lstatSync(path, { bigint: true }));
}

function stampOrNull(path: string): FileStamp | null {
  try {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : stampFrom(stat);
  } catch {
    // A file in the place of a folder above it.
    return null;
  }
}

function stampFrom(stat: { ino: bigint; size: bigint; mode: bigint; ctimeNs: bigint }): FileStamp {
  return { inode: stat.ino, size: stat.size, mode: stat.mode, changed: stat.ctimeNs };
}

/**
 * Makes sure that the folders above a path are real folders of the work copy: tests may have put a link to
 * somewhere else in the place of one.
 */
export class FolderGuard {
  readonly #root: string;
  readonly #owner: number | null;
  readonly #checked = new Set<string>(['']);

  /** `owner`: who shall own what is made here; null when we cannot give things away. */
  constructor(root: string, owner: number | null) {
    this.#root = root;
    this.#owner = owner;
  }

  get owner(): number | null {
    return this.#owner;
  }

  async giveAway(path: string): Promise<void> {
    if (this.#owner !== null) await lchown(path, this.#owner, this.#owner);
  }

  async openParent(path: string): Promise<void> {
    await this.open(folderOf(path));
  }

  async open(folder: string): Promise<void> {
    if (this.#checked.has(folder)) return;
    await this.openParent(folder);
    const path = join(this.#root, folder);
    const stat = await lstat(path).catch(() => null);
    if (stat !== null && !stat.isDirectory()) await removeTree(path);
    if (stat === null || !stat.isDirectory()) {
      await mkdir(path);
      await this.giveAway(path);
    } else if ((stat.mode & 0o700) !== 0o700) await chmod(path, 0o700);
    this.#checked.add(folder);
  }
}

/** Writes one entry anew: whatever else than a file of its own stands in its place is removed first and never written through. */
export async function writeEntry(root: string, guard: FolderGuard, entry: ProjectEntry): Promise<FileStamp> {
  try {
    return await writeUnguarded(root, guard, entry);
  } catch (error) {
    throw isTooLong(error) ? pathTooLong(entry.path) : error;
  }
}

export function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG';
}

/** The work copy lies deeper than the archive's own top: what the archive may hold can be more than the system takes. */
export function pathTooLong(path: string): AutofixError {
  return new AutofixError(
    `A path of the project is too long for this machine: ${JSON.stringify(path.slice(0, 120))}…`,
    {
      code: 'archive-refused',
      exitCode: EXIT.inputRefused,
      hint: 'Shorten the path, or choose a shorter folder for the work copy with --run-dir.',
    },
  );
}

async function writeUnguarded(root: string, guard: FolderGuard, entry: ProjectEntry): Promise<FileStamp> {
  const path = join(root, entry.path);
  if (entry.kind === 'directory') {
    await guard.open(entry.path);
    // Tests must be able to work in it, and we to clean it.
    await chmod(path, (entry.mode & 0o777) | 0o700);
    return stampOf(path);
  }
  await guard.openParent(entry.path);
  if (entry.kind === 'file') return fileInPlace(path, entry, guard.owner);
  await removeTree(path);
  await symlink(insideTarget(entry), path);
  await guard.giveAway(path);
  return stampOf(path);
}

/** Most of the time nothing stands there. */
async function fileInPlace(path: string, entry: ProjectEntry, owner: number | null): Promise<FileStamp> {
  try {
    return writeNewFile(path, entry, owner);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const stamp = rewriteFile(path, entry, owner);
    if (stamp !== null) return stamp;
    await removeTree(path);
    return writeNewFile(path, entry, owner);
  }
}

/** Writes a file where there is none. At once: six small steps take a fifth of the time that they take when each is waited for. */
export function writeNewFile(path: string, entry: ProjectEntry, owner: number | null): FileStamp {
  const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    return fill(file, entry, owner);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes into the file that stands there, for a new one takes a millisecond in a large folder. null where it is no file, is
 * somebody else's, or has another name that leads to it too.
 */
export function rewriteFile(path: string, entry: ProjectEntry, owner: number | null): FileStamp | null {
  let file: number;
  try {
    file = openSync(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.nlink !== 1 || stat.uid !== (owner ?? process.getuid?.())) return null;
    writeFileSync(file, entry.bytes());
    // Not before: ext4 writes a file out that is cut to nothing and filled again.
    if (stat.size > entry.size) ftruncateSync(file, entry.size);
    if ((stat.mode & 0o7777) !== fileMode(entry)) fchmodSync(file, fileMode(entry));
    if (owner !== null && stat.gid !== owner) fchownSync(file, owner, owner);
    return stampFrom(fstatSync(file, { bigint: true }));
  } finally {
    closeSync(file);
  }
}

function fill(file: number, entry: ProjectEntry, owner: number | null): FileStamp {
  writeFileSync(file, entry.bytes());
  fchmodSync(file, fileMode(entry));
  if (owner !== null) fchownSync(file, owner, owner);
  return stampFrom(fstatSync(file, { bigint: true }));
}

/** Archives made on systems without modes have none. */
function fileMode({ mode }: ProjectEntry): number {
  const permissions = mode & 0o777;
  return (permissions & 0o400) === 0 ? 0o644 : permissions;
}

/** Target of a link, which must stay inside the project. */
function insideTarget(entry: ProjectEntry): string {
  const target = Buffer.from(entry.bytes()).toString('utf8');
  if (leavesProject(entry.path, target)) {
    throw new AutofixError(`The link ${entry.path} leads out of the project.`, {
      code: 'archive-refused',
      exitCode: EXIT.inputRefused,
      hint: 'Remove the link from the project, or replace it by the file that it leads to.',
    });
  }
  return target;
}

function leavesProject(path: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  let depth = path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
