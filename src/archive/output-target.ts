import type { Stats } from 'node:fs';
import { realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { nameLabel } from './archive-error.ts';
import { removeFile, temporaryName } from './output-file.ts';

/**
 * Refuses an output that cannot or must not be written, before anything costly is done: the input itself
 * (also through a link or another spelling), something that is not a regular file, a folder that is missing or
 * not writable. Throws `AutofixError` with exit code 2.
 */
export async function checkOutputTarget(input: string, target: string): Promise<void> {
  const file = await resolveTarget(target);
  const existing = await statOrNull(file);
  if (existing !== null) {
    const source = input === '-' ? null : await statOrNull(input);
    if (source !== null && isSameFile(source, existing)) throw targetIsInput(target);
    if (!existing.isFile())
      throw unwritable(target, 'it is not a regular file', 'Name a file that does not exist yet, or a ZIP to replace.');
  }
  await probeFolder(dirname(file), target);
}

/** Absolute path to write to: through a link to where it leads, so that the link stays a link. */
export async function resolveTarget(target: string): Promise<string> {
  const path = resolve(target);
  try {
    return await realpath(path);
  } catch {
    return join(dirname(path), basename(path));
  }
}

/** A failed system call while an output was written, in words for the user. */
export function unwritableTarget(target: string, cause: unknown): AutofixError {
  if (cause instanceof AutofixError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const reason = REASONS[code] ?? { why: `the system says ${code}`, hint: 'Choose another place with --out.' };
  return unwritable(target, reason.why, reason.hint, cause);
}

const REASONS: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  ENOENT: { why: 'its folder does not exist', hint: 'Make the folder first, or choose another place with --out.' },
  ENOTDIR: { why: 'a part of its path is not a folder', hint: 'Choose another place with --out.' },
  EACCES: {
    why: 'permission is denied',
    hint: 'Change the permissions of the folder, or choose another place with --out.',
  },
  EPERM: { why: 'the system does not permit it', hint: 'Choose another place with --out.' },
  EROFS: { why: 'the file system is read-only', hint: 'Choose another place with --out.' },
  ENOSPC: { why: 'the disk is full', hint: 'Free some space, or choose another place with --out.' },
  EDQUOT: { why: 'the disk quota is used up', hint: 'Free some space, or choose another place with --out.' },
  EFBIG: {
    why: 'the file would be larger than permitted',
    hint: 'Raise the limit on file sizes, or choose another place with --out.',
  },
  EIO: { why: 'the disk reports an error', hint: 'Check the disk, or choose another place with --out.' },
};

function targetIsInput(target: string): AutofixError {
  return new AutofixError(`the output ${nameLabel(target)} is the input itself`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: 'The input is never written to: give another name with --out.',
  });
}

function unwritable(target: string, why: string, hint: string, cause?: unknown): AutofixError {
  return new AutofixError(`cannot write ${nameLabel(target)}: ${why}`, {
    code: 'output-unwritable',
    exitCode: EXIT.usage,
    hint,
    cause,
  });
}

function isSameFile(left: Stats, right: Stats): boolean {
  return left.dev === right.dev && left.ino === right.ino;
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}

/** Only writing tells: permission bits know nothing of read-only mounts, and root passes every one of them. */
async function probeFolder(folder: string, target: string): Promise<void> {
  const probe = join(folder, temporaryName());
  try {
    await writeFile(probe, '', { flag: 'wx' });
  } catch (error) {
    throw unwritableTarget(target, error);
  } finally {
    // Also after a fault: it may have been the closing that failed.
    await removeFile(probe);
  }
}
