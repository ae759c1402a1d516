import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../domain/project.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { shareInstalled, sharing } from '../sandbox/share-installed.ts';
import type { Workspace } from '../sandbox/workspace.ts';
import { baseNameOf } from '../shared/project-path.ts';

/**
 * Thousands of files that tests read and hardly ever write. Other installed folders are copied: caches of compilers are better
 * kept from one command to the next, and what a package builds may be removed and made anew by its tests.
 */
const SHARED_NAME = 'node_modules';

/** How the work copies of a run come to what is installed. */
export interface SharedInstallation {
  /** Finds out whether the sandbox can have it shared here. */
  probe(): Promise<void>;
  /**
   * Moves what can be shared out of the work copy in which it was installed. Gives the sandbox in which all commands see it,
   * and the folders that each work copy needs a copy of.
   */
  share(workspace: Workspace, project: Project, installed: readonly string[]): Promise<Shared>;
}

interface Shared {
  readonly sandbox: Sandbox;
  readonly unshared: readonly string[];
}

/** What is shared is written to by no test, so that there is nothing to restore, and the verification may use it too. */
export function sharedInstallation(sandbox: Sandbox, workPath: string): SharedInstallation {
  const root = join(workPath, 'installed');
  let works = false;
  return {
    probe: async () => {
      if (sandbox.canShare === undefined) return;
      await mkdir(root, { recursive: true });
      works = await sandbox.canShare(root);
    },
    share: async (workspace, project, installed) => {
      const wanted = installed.filter((path) => baseNameOf(path) === SHARED_NAME && !bringsSomeOf(project, path));
      const shared = works ? await shareInstalled(workspace.root, wanted, root) : null;
      if (shared === null) return { sandbox, unshared: installed };
      const unshared = installed.filter((path) => !shared.folders.includes(path));
      return { sandbox: sharing(sandbox, shared), unshared };
    },
  };
}

/** Whether something lies in the input where this is installed. */
export function bringsSomeOf(project: Project, folder: string): boolean {
  return [...project.entries.keys()].some((path) => path === folder || path.startsWith(`${folder}/`));
}
