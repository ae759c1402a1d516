import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from './host.ts';
import { languageHomes } from './language-homes.ts';
import { askPython } from './python-place.ts';

/** Interpreters and package managers of the machine, as a sandbox must show them. */
export interface HostToolchains {
  /** Folders with the real programs (no shims of version managers), to be put on the path first. */
  readonly binFolders: readonly string[];
  /** Files and folders outside the system's own that must be readable at their own path. */
  readonly paths: readonly string[];
  /** Programs that lie alone somewhere: name → path. */
  readonly programs: Readonly<Record<string, string>>;
  /** Where Python looks for packages of the user; null when there are none. */
  readonly pythonUserBase: string | null;
}

const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib64'];

/** Installations whose programs need each other all over one folder. */
const SHARED_ROOTS = ['/nix/store', '/home/linuxbrew/.linuxbrew', '/opt/homebrew', '/snap'];

/** What of a prefix is needed to run a program; the rest of it (`~/.local`, say) is nobody's business. */
const PREFIX_PARTS = ['bin', 'lib', 'lib64', 'libexec', 'include', 'pyvenv.cfg'];

const PACKAGE_MANAGERS = ['pnpm', 'yarn', 'bun', 'uv'];

/** Finds them; programs that only a version manager knows are asked where they lie. */
export async function findHostToolchains(host: Host): Promise<HostToolchains> {
  const nodeFolder = dirname(realPath(host.nodePath));
  const outsideSystem = (name: string) => {
    const path = onPath(host, name);
    return path === null || isSystem(path) ? null : path;
  };
  const [python, languages] = await Promise.all([askPython(host), languageHomes(host, outsideSystem)]);
  const binFolders = [nodeFolder, ...(python === null ? [] : [dirname(python.executable)]), ...languages.binFolders];
  const prefixes = [dirname(nodeFolder), ...(python === null ? [] : [python.prefix, python.basePrefix])];
  const paths = new Set(prefixes.filter((prefix) => prefix !== '/').flatMap(prefixPaths));
  for (const path of languages.paths) paths.add(path);
  if (basename(nodeFolder) !== 'bin' && !isCovered(host.nodePath, [])) paths.add(realPath(host.nodePath));
  const programs: Record<string, string> = {};
  for (const name of PACKAGE_MANAGERS) {
    const path = onPath(host, name);
    if (path === null || isCovered(path, [...paths])) continue;
    programs[name] = path;
    paths.add(/^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? path);
  }
  const userSite = python !== null && existsSync(python.userSite) ? python.userSite : null;
  if (userSite !== null) paths.add(userSite);
  const pythonUserBase = userSite === null ? null : (python?.userBase ?? null);
  const outside = [...paths].filter((path) => !isSystem(path) && existsSync(path));
  return { binFolders: binFolders.filter((folder) => !isSystem(folder)), paths: outside, programs, pythonUserBase };
}

/** A prefix by name and, where links are involved, by its real place too. */
function prefixPaths(prefix: string): string[] {
  const real = realPath(prefix);
  const shared = SHARED_ROOTS.find((root) => real.startsWith(`${root}/`));
  if (shared !== undefined) return [shared];
  if (isSystem(prefix)) return [];
  return [...new Set([prefix, real])].flatMap((each) => PREFIX_PARTS.map((part) => join(each, part)));
}

/** The real file of a program on the path; null when it is missing or only a version manager's shim. */
function onPath(host: Host, name: string): string | null {
  for (const folder of (host.env.PATH ?? '').split(':')) {
    if (!folder.startsWith('/') || folder.endsWith('/shims')) continue;
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const real = realPath(path);
    if (!/(^|[-_])shim$/.test(basename(real))) return real;
  }
  return null;
}

function isSystem(path: string): boolean {
  return SYSTEM_FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

function isCovered(path: string, paths: readonly string[]): boolean {
  return isSystem(path) || paths.some((covered) => path.startsWith(`${covered}/`));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
