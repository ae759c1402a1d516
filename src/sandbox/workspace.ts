import { lstatSync } from 'node:fs';
import { lchown, lstat, mkdir, realpath, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { differingPaths, type Project, type ProjectEntry } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { OUTER_ID } from './bubblewrap-profile.ts';
import { cloneFolder } from './clone-folder.ts';
import { overwriteLive } from './live-write.ts';
import { removeLargeTree, removeTree } from './remove-tree.ts';
import { restoreInstalled } from './restore-installed.ts';
import { type FileStamp, FolderGuard, holds, isAsStamped, writeEntry } from './workspace-files.ts';
import { foldersOf, removeStrangers, strangersIn } from './workspace-strangers.ts';

/** So many files are written before something else has its turn. */
const FILES_A_TURN = 16;

/** A copy of a project on disk in which its commands run. */
export interface Workspace {
  /** Host path, links resolved. */
  readonly root: string;
  /**
   * Makes the copy hold another version of the project: only what differs from the version it holds is touched, so
   * it trusts that nobody else has changed the files; `reset` does not.
   */
  apply(project: Project): Promise<void>;
  /**
   * As `apply`, for another content of files that are there, while processes of the project are at work in the copy. Throws
   * when they are in the way.
   */
  overwrite(project: Project): Promise<void>;
  /**
   * Makes the copy hold exactly this version after tests have run in it: what is not in the project is removed, except
   * below the installed folders in `keep`, and every file that was touched since we wrote it is written again.
   */
  reset(project: Project, keep: readonly string[]): Promise<void>;
  /** Paths of this version that are no longer in the copy as they should be: tests have written to them, or removed them. */
  changedIn(project: Project): Promise<readonly string[]>;
  /** Paths of what is there besides the project and the installed folders; links and odd names left out. */
  strangers(project: Project, keep: readonly string[]): Promise<string[]>;
  /** Copies installed folders out of another work copy; one that is not there is left out. */
  cloneInstalledFrom(other: Workspace, folders: readonly string[]): Promise<void>;
  /**
   * Says that the installed folders are as they should be: from now on `reset` puts right what tests touch in them, after
   * another work copy.
   */
  trustInstalled(other: Workspace): void;
  /** Removes the copy and everything in it. */
  dispose(): Promise<void>;
}

/** What of an entry its copy may hold. */
export type ShownEntry = (entry: ProjectEntry) => ProjectEntry;

/** Puts a project's entries into a folder, which is made when it is missing. `shown`: left out, all of them as they are. */
export async function createWorkspace(folder: string, project: Project, shown?: ShownEntry): Promise<Workspace> {
  const workspace = await emptyWorkspace(folder, shown);
  await workspace.apply(project);
  return workspace;
}

/** A work copy that holds nothing until a version is applied to it. */
export async function emptyWorkspace(folder: string, shown: ShownEntry = (entry) => entry): Promise<Workspace> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  // Under root the sandbox runs as somebody else, who must own what tests may write.
  if (isRoot()) await lchown(root, OUTER_ID, OUTER_ID);
  return new DiskWorkspace(root, shown);
}

interface Written {
  readonly entry: ProjectEntry;
  readonly stamp: FileStamp;
}

class DiskWorkspace implements Workspace {
  readonly root: string;
  #written = new Map<string, Written>();
  /** The version that it was made to hold as a whole; null while it is on the way from one to another. */
  #held: Project | null = null;
  /** Whose installed folders are the right ones, and since when (milliseconds since 1970) ours are; null: nobody has said so. */
  #trusted: { readonly root: string; readonly since: number } | null = null;

  readonly #shown: ShownEntry;

  constructor(root: string, shown: ShownEntry) {
    this.root = root;
    this.#shown = shown;
  }

  async apply(project: Project): Promise<void> {
    this.#held = null;
    const gone = [...this.#written.keys()].filter((path) => !project.entries.has(path));
    if (gone.length > 0) await this.#removeAll(gone, foldersOf(project));
    const changed = [...project.entries.values()].filter(
      (entry) => !isSameEntry(this.#written.get(entry.path)?.entry, entry),
    );
    await this.#write(changed);
    this.#held = project;
  }

  async overwrite(project: Project): Promise<void> {
    const owner = this.#owner();
    const paths = this.#held === null ? this.#pathsWith(project) : differingPaths(this.#held, project);
    this.#held = null;
    for (const path of paths) {
      const written = this.#written.get(path)?.entry;
      const entry = project.entries.get(path);
      if (isSameEntry(written, entry)) continue;
      if (entry?.kind !== 'file' || written?.kind !== 'file') throw new Error(`${path} is not just another content`);
      const stamp = await overwriteLive(this.root, this.#shown(entry), owner);
      this.#written.set(path, { entry, stamp });
    }
    this.#held = project;
  }

  async reset(project: Project, keep: readonly string[]): Promise<void> {
    this.#held = null;
    await removeStrangers(this.root, project, keep);
    if (this.#trusted !== null) {
      const { root, since } = this.#trusted;
      for (const folder of keep) await restoreInstalled(root, this.root, folder, since);
      this.#trusted = { root, since: Date.now() };
    }
    const stale: ProjectEntry[] = [];
    for (const entry of project.entries.values()) {
      const written = this.#written.get(entry.path);
      const isFresh = written !== undefined && isSameEntry(written.entry, entry);
      if (!isFresh || !isAsStamped(join(this.root, entry.path), written.stamp)) stale.push(entry);
    }
    for (const [path] of this.#written) if (!project.entries.has(path)) this.#written.delete(path);
    await this.#write(stale);
    this.#held = project;
  }

  async changedIn(project: Project): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const entry of project.entries.values()) {
      const stamp = this.#written.get(entry.path)?.stamp;
      const path = join(this.root, entry.path);
      if (stamp !== undefined && isAsStamped(path, stamp)) continue;
      if (!(await holds(path, this.#shown(entry)))) changed.push(entry.path);
    }
    return changed;
  }

  async strangers(project: Project, keep: readonly string[]): Promise<string[]> {
    const found = await strangersIn(this.root, project, keep);
    const paths = found.flatMap(({ path }) => path ?? []);
    const stats = await Promise.all(paths.map((path) => lstat(join(this.root, path))));
    return paths.filter((_, position) => stats[position]?.isDirectory() || stats[position]?.isFile()).sort();
  }

  async cloneInstalledFrom(other: Workspace, folders: readonly string[]): Promise<void> {
    for (const folder of folders) await cloneFolder(other.root, this.root, folder);
  }

  trustInstalled(other: Workspace): void {
    this.#trusted = { root: other.root, since: Date.now() };
  }

  async dispose(): Promise<void> {
    this.#written.clear();
    this.#held = null;
    await removeLargeTree(this.root);
  }

  #pathsWith(project: Project): string[] {
    return [...new Set([...this.#written.keys(), ...project.entries.keys()])];
  }

  /** Removes entries, the inner ones first, and the folders that stay empty behind them. */
  async #removeAll(paths: readonly string[], folders: ReadonlySet<string>): Promise<void> {
    for (const path of [...paths].sort().reverse()) {
      const isFolder = this.#written.get(path)?.entry.kind === 'directory';
      this.#written.delete(path);
      if (!isFolder) await removeTree(join(this.root, path));
      let empty = isFolder ? path : folderOf(path);
      while (empty !== '' && !folders.has(empty) && (await isRemoved(join(this.root, empty)))) empty = folderOf(empty);
    }
  }

  /** Folders first. */
  async #write(entries: readonly ProjectEntry[]): Promise<void> {
    const guard = new FolderGuard(this.root, this.#owner());
    const rest: ProjectEntry[] = [];
    for (const entry of entries) {
      if (entry.kind === 'directory') await this.#writeOne(guard, entry);
      else rest.push(entry);
    }
    for (const [index, entry] of rest.entries()) {
      await this.#writeOne(guard, entry);
      // Files are written at once, and others have their turn in between.
      if (index % FILES_A_TURN === 0) await nextTurn();
    }
  }

  /** Whoever the sandbox has handed the folder to owns what comes into it; null when we cannot give things away. */
  #owner(): number | null {
    return isRoot() ? lstatSync(this.root).uid : null;
  }

  async #writeOne(guard: FolderGuard, entry: ProjectEntry): Promise<void> {
    this.#written.set(entry.path, { entry, stamp: await writeEntry(this.root, guard, this.#shown(entry)) });
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Removes a folder when nothing is in it. */
async function isRemoved(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}

function isSameEntry(left: ProjectEntry | undefined, right: ProjectEntry | undefined): boolean {
  if (left === right) return true;
  if (
    left === undefined ||
    right === undefined ||
    left.kind !== right.kind ||
    left.mode !== right.mode ||
    left.size !== right.size
  )
    return false;
  return Buffer.compare(left.bytes(), right.bytes()) === 0;
}
