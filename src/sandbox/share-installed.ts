import { chmod, lchown, lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox, SharedFolders } from '../domain/sandbox.ts';
import { hasLinkAbove } from './clone-folder.ts';

/** Each is a mount of its own before every command. The outermost come first, and hold most. */
const MOST_FOLDERS = 8;

/**
 * Moves installed folders out of a work copy to where commands share them; empty ones stay in their places. `root`: a folder
 * beside the work copies, which is there. null when there is nothing to be moved.
 */
export async function shareInstalled(
  workspace: string,
  folders: readonly string[],
  root: string,
): Promise<SharedFolders | null> {
  const shared: string[] = [];
  for (const folder of folders.slice(0, MOST_FOLDERS)) {
    const place = join(workspace, folder);
    // A script of the installation may have put a link to anywhere in the place of it, or of a folder above.
    const stat = (await hasLinkAbove(workspace, folder)) ? null : await lstat(place).catch(() => null);
    if (!stat?.isDirectory()) continue;
    await rename(place, join(root, String(shared.length)));
    await mkdir(place);
    if (process.getuid?.() === 0) await lchown(place, stat.uid, stat.gid);
    await chmod(place, stat.mode & 0o7777);
    shared.push(folder);
  }
  return shared.length === 0 ? null : { root, folders: shared };
}

/** The sandbox, all of whose commands share these folders from now on. */
export function sharing(sandbox: Sandbox, shared: SharedFolders): Sandbox {
  return {
    name: sandbox.name,
    isolation: sandbox.isolation,
    ...(sandbox.separates === undefined ? {} : { separates: sandbox.separates }),
    workspaceRoot: (workspace) => sandbox.workspaceRoot(workspace),
    scratchRoot: (scratch) => sandbox.scratchRoot(scratch),
    run: (command) => sandbox.run({ ...command, shared }),
  };
}
