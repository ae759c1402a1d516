import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';

/**
 * Writes a whole text file or nothing: into a temporary file beside the target, flushed, then renamed over it.
 * A symbolic link keeps pointing where it did and its target is replaced; a device or pipe (`/dev/stderr`) is
 * written to as it is. Throws an `AutofixError` with code `output-unwritable` when it cannot.
 */
export async function writeTextAtomically(file: string, text: string): Promise<void> {
  try {
    if (await isDeviceOrPipe(file)) await writeFile(file, text);
    else await replaceFile(await realpath(file).catch(() => file), text);
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function replaceFile(target: string, text: string): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => 0o666,
    );
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Makes the rename itself survive a power cut; some systems cannot flush a folder, and that is no failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

async function isDeviceOrPipe(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}

function unwritable(file: string, cause: unknown): AutofixError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new AutofixError(`cannot write ${file} (${code})`, {
    code: 'output-unwritable',
    exitCode: EXIT.usage,
    hint: HINTS[code] ?? 'Name a file in a folder that exists and that you may write to.',
    cause,
  });
}

const HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'Make the folder first, or name a file in one that exists.',
  EISDIR: 'That is a folder: name a file in it.',
  ENOSPC: 'The disk is full: make room or name a file on another disk.',
  ENAMETOOLONG: 'Choose a shorter file name.',
};
