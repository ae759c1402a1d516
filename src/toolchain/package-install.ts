import type { ProjectCommand } from '../domain/toolchain.ts';

/** Folder in a package's work copy for what package managers and compilers keep. */
export const CACHE_FOLDER = '.autofix';

/** A command that installs, with variables set before it. */
export function installation(folder: string, line: string, setup: readonly string[] = []): ProjectCommand {
  return { argv: ['sh', '-c', [...setup, line].join('\n')], cwd: folder, env: {}, display: line };
}
