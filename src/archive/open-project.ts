import { createReadStream, type Stats } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';
import { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from './archive-limits.ts';
import { openFolder } from './folder-project.ts';
import { spoolInput } from './spool-input.ts';
import { openZip, zipName } from './zip-project.ts';

/** Name of a project whose ZIP came through a pipe. */
const PIPED_NAME = 'project';

/**
 * Loads a project from a ZIP file, a folder, or `-` (a ZIP on standard input). Everything that can be judged
 * without unpacking is judged here; content is checked when an entry's bytes are asked for.
 * Throws `AutofixError`: `input-not-found` (exit 2), `archive-refused` or `archive-damaged` (exit 5).
 */
export async function openProject(
  input: string,
  limits: Partial<ArchiveLimits> = {},
  standardInput: AsyncIterable<Uint8Array> = process.stdin,
): Promise<Project> {
  const allLimits = { ...DEFAULT_ARCHIVE_LIMITS, ...limits };
  if (input === '-' && standardInput === process.stdin && process.stdin.isTTY)
    throw new AutofixError('nothing is piped into standard input', {
      code: 'input-not-found',
      exitCode: EXIT.usage,
      hint: 'Pipe a ZIP into autofix, e.g. `git archive --format=zip HEAD | autofix run -`.',
    });
  if (input === '-') return await openPiped(standardInput, allLimits);
  try {
    const stats = await stat(input);
    if (stats.isDirectory()) return openFolder(input, allLimits);
    return await openFile(input, stats, allLimits);
  } catch (error) {
    throw error instanceof AutofixError ? error : unreadableInput(input, error);
  }
}

async function openPiped(input: AsyncIterable<Uint8Array>, limits: ArchiveLimits): Promise<Project> {
  const file = await spoolInput(input);
  try {
    return await openZip(file, PIPED_NAME, limits);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function openFile(input: string, stats: Stats, limits: ArchiveLimits): Promise<Project> {
  if (stats.isFile()) return await openZip(resolve(input), zipName(input), limits);
  if (stats.isFIFO()) return await openPiped(createReadStream(input), limits);
  throw refusedArchive(
    `${nameLabel(input)} is neither a file nor a folder`,
    'Give a ZIP of the project, or its folder.',
  );
}

function unreadableInput(input: string, cause: unknown): AutofixError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const message = missing
    ? `there is no ${nameLabel(input)}`
    : `${nameLabel(input)} cannot be read (${String(code ?? cause)})`;
  const hint = missing
    ? 'Check the path; a ZIP file, a folder or `-` is expected.'
    : 'Check the permissions of the file.';
  return new AutofixError(message, { code: 'input-not-found', exitCode: EXIT.usage, hint, cause });
}
