import type { Dirent } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import type { Project } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { joinBytes, removeTree } from './remove-tree.ts';

/** Removes everything below a work copy that is neither in the project nor one of the paths to be kept. */
export async function removeStrangers(root: string, project: Project, keep: readonly string[]): Promise<void> {
  for (const stranger of await strangersIn(root, project, keep)) await removeTree(stranger.bytes);
}

/** Something in a work copy that is not in its project: the whole of it, not what is in it. */
interface Stranger {
  readonly bytes: Buffer;
  /** null for a name that is no UTF-8. */
  readonly path: string | null;
}

/** What is neither in the project nor one of the paths to be kept. */
export async function strangersIn(root: string, project: Project, keep: readonly string[]): Promise<Stranger[]> {
  const folders = foldersOf(project);
  const kept = new Set(keep);
  const keptBelow = new Set<string>();
  for (const path of keep) addAbove(keptBelow, path);
  const strangers: Stranger[] = [];
  const look = async (folder: string): Promise<void> => {
    const bytes = Buffer.from(folder === '' ? root : `${root}/${folder}`);
    for (const item of await list(bytes)) {
      const name = item.name.toString('utf8');
      const path = folder === '' ? name : `${folder}/${name}`;
      // A name that is no UTF-8 does not come back the same, and is never one of ours.
      const isText = Buffer.from(name).equals(item.name);
      if (isText && kept.has(path) && !item.isSymbolicLink()) continue;
      if (isText && item.isDirectory() && (folders.has(path) || keptBelow.has(path))) await look(path);
      else if (!isText || !project.entries.has(path) || folders.has(path) || item.isDirectory())
        strangers.push({ bytes: joinBytes(bytes, item.name), path: isText ? path : null });
    }
  };
  await look('');
  return strangers;
}

/** Every folder of a project, whether it has an entry of its own or not. */
export function foldersOf(project: Project): Set<string> {
  const folders = new Set<string>();
  for (const entry of project.entries.values()) {
    if (entry.kind === 'directory') folders.add(entry.path);
    addAbove(folders, entry.path);
  }
  return folders;
}

function addAbove(folders: Set<string>, path: string): void {
  for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
    folders.add(folder);
}

/** Entries of a folder, which is opened first when tests have shut it. */
async function list(folder: Buffer): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    await chmod(folder, 0o700);
    return readdir(folder, { encoding: 'buffer', withFileTypes: true });
  }
}
