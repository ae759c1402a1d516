import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { askProgram } from './ask-program.ts';
import type { Host } from './host.ts';

/** Compilers and interpreters of a machine beside Node and Python, as far as they lie outside the system's folders. */
export interface LanguageHomes {
  /** Folders with the real programs, to be put on the path. */
  readonly binFolders: readonly string[];
  /** Folders that must be readable at their own path. */
  readonly paths: readonly string[];
}

const PROGRAMS = ['go', 'ruby', 'php', 'composer', 'perl', 'java', 'mvn', 'gradle', 'dotnet', 'cmake'];

/** A version manager's stand-ins ask for settings in the home folder: the real program is asked of itself. */
const RUST_QUERY: readonly [program: string, ...parameters: string[]] = ['rustc', '--print', 'sysroot'];

/** `lookUp` gives the real file of a program on the path, or null. */
export async function languageHomes(host: Host, lookUp: (name: string) => string | null): Promise<LanguageHomes> {
  const homes = new Set<string>();
  const binFolders = new Set<string>();
  for (const name of PROGRAMS) {
    const path = lookUp(name);
    const home = path === null ? null : homeOf(path);
    if (path === null || home === null || !isSafeToShow(home, host)) continue;
    homes.add(home);
    binFolders.add(dirname(path));
  }
  const rust = lookUp('rustc') === null ? null : await rustHome(host);
  if (rust !== null && isSafeToShow(rust, host)) {
    homes.add(rust);
    binFolders.add(join(rust, 'bin'));
  }
  return { binFolders: [...binFolders], paths: [...homes] };
}

/** Installations keep their programs in `bin`, or (Go, .NET) right inside. */
function homeOf(program: string): string | null {
  const folder = dirname(program);
  if (basename(folder) === 'bin') return dirname(folder);
  return existsSync(join(folder, 'sdk')) ? folder : null;
}

async function rustHome(host: Host): Promise<string | null> {
  const [program, ...parameters] = RUST_QUERY;
  const home = (await askProgram(host, program, parameters))?.trim() ?? '';
  return home.startsWith('/') && existsSync(join(home, 'bin')) ? home : null;
}

/** Never the home folder itself, anything around it, or a folder beside the programs of which its own things lie. */
function isSafeToShow(path: string, host: Host): boolean {
  const home = realPath(host.homeFolder);
  if (path === '/' || path === home || home.startsWith(`${path}/`)) return false;
  return path !== join(home, '.local') && path !== join(home, 'bin');
}

/** Settings of PHP's command line: without them it lacks the extensions that the machine has. */
export function phpSettings(etcFolder: string): string[] {
  const root = join(etcFolder, 'php');
  try {
    return readdirSync(root).flatMap((version) => [join(root, version, 'cli'), join(root, version, 'mods-available')]);
  } catch {
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
