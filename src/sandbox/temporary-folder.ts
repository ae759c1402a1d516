import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { PROCESS_MARK, processMark } from '../shared/process-mark.ts';
import type { Host } from './host.ts';

/** What a folder is for: the home folder of one command, the work copy of a probe, or on its way out. */
type FolderUse = 'home' | 'probe' | 'gone';

const FOLDER_NAME = new RegExp(`^autofix-(home|probe|gone)-(${PROCESS_MARK})-\\w+$`);

/** What the names of commands' home folders begin with. */
export const HOME_PREFIX = 'autofix-home-';

/** A fresh folder that names its maker. */
export function temporaryFolder(host: Host, use: Exclude<FolderUse, 'gone'>): Promise<string> {
  return mkdtemp(join(host.tempFolder, `autofix-${use}-${processMark()}-`));
}

/** A fresh name for one that is on its way out. */
export function goneFolder(host: Host): string {
  return join(host.tempFolder, `autofix-gone-${processMark()}-${randomBytes(4).toString('hex')}`);
}

/** What the name of such a folder tells; null: it is none. */
export function temporaryFolderName(name: string): { readonly use: FolderUse; readonly mark: string } | null {
  const [, use, mark] = FOLDER_NAME.exec(name) ?? [];
  return use === undefined || mark === undefined ? null : { use: use as FolderUse, mark };
}
