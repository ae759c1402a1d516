import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedFolders } from '../domain/sandbox.ts';
import { removeLargeTree } from './remove-tree.ts';
import { FolderGuard } from './workspace-files.ts';

/** What one command writes to shared folders, and how it gets to see them. */
export interface Overlay {
  /** The program, and the words before the command. */
  readonly file: string;
  readonly words: readonly string[];
  /** Removes what the command wrote. */
  close(): Promise<void>;
}

const UNSHARE = '/usr/bin/unshare';

/** Names without a colon or a comma from the folder in which it starts; then pairs of options and place up to `--`. */
const SCRIPT =
  'cd "$1" || exit 125; shift; ' +
  'while [ "$1" != -- ]; do /bin/mount -t overlay -o "$1" overlay "$2" || exit 125; shift 2; done; ' +
  'shift; cd /; exec "$@"';

/**
 * Lays shared folders into the work copy for one command, by the overlay file system of Linux (5.11 for other users than root):
 * below is what they all see, above it an empty folder that takes what this one writes. The mounts are made in a namespace of
 * the command's own and end with it. On the host nothing is seen of them: the places stay empty there.
 */
export async function openOverlay(
  { root, folders }: SharedFolders,
  workspace: string,
  isRoot: boolean,
): Promise<Overlay> {
  const aside = await mkdtemp(join(root, 'aside-'));
  // No link of an earlier command may lead the mounts elsewhere.
  const guard = new FolderGuard(workspace, isRoot ? lstatSync(workspace).uid : null);
  const mounts: string[] = [];
  for (const [index, folder] of folders.entries()) {
    await guard.open(folder);
    makeAbove(join(root, String(index)), join(aside, String(index)), isRoot);
    const options = `lowerdir=../${index},upperdir=${index}/above,workdir=${index}/work`;
    mounts.push(isRoot ? options : `${options},userxattr`, join(workspace, folder));
  }
  const namespaces = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  return {
    file: UNSHARE,
    words: [...namespaces, '--', '/bin/sh', '-c', SCRIPT, 'sh', aside, ...mounts, '--'],
    close: () => removeAside(aside, folders.length),
  };
}

/** Most commands write nothing: then a few folders go, in no time. */
async function removeAside(aside: string, count: number): Promise<void> {
  try {
    for (let index = 0; index < count; index++) {
      for (const folder of ['above', 'work/work', 'work', '']) rmdirSync(join(aside, String(index), folder));
    }
    rmdirSync(aside);
  } catch {
    await removeLargeTree(aside);
  }
}

/** The folder above gives the whole its owner and mode. */
function makeAbove(below: string, place: string, isRoot: boolean): void {
  mkdirSync(join(place, 'work'), { recursive: true });
  const above = join(place, 'above');
  mkdirSync(above);
  const { uid, gid, mode } = lstatSync(below);
  if (isRoot) chownSync(above, uid, gid);
  chmodSync(above, mode & 0o7777);
}
