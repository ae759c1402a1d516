import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askProgram } from './ask-program.ts';
import type { Host } from './host.ts';

/** Where the machine's Python lies, as it says itself. */
export interface PythonPlace {
  readonly executable: string;
  readonly prefix: string;
  readonly basePrefix: string;
  readonly userBase: string;
  readonly userSite: string;
}

const QUERY = `import json, site, sys
print(json.dumps([sys.executable, sys.prefix, sys.base_prefix, site.getuserbase(), site.getusersitepackages()]))`;

/** null where there is none. A version manager's stand-in needs its own environment to tell. */
export async function askPython(host: Host): Promise<PythonPlace | null> {
  const answer = await askProgram(host, behindPyenv(host) ?? 'python3', ['-I', '-c', QUERY]);
  try {
    const [executable, prefix, basePrefix, userBase, userSite] = JSON.parse(answer ?? '') as string[];
    if (!executable || !prefix || !basePrefix || !userBase || !userSite) return null;
    return { executable, prefix, basePrefix, userBase, userSite };
  } catch {
    return null;
  }
}

/**
 * The program that pyenv's stand-in would start, when its settings name one version and nothing more: it takes a few hundred
 * milliseconds to find that out, in shell scripts. null: whatever else it may be, it is asked itself.
 */
function behindPyenv({ env }: Host): string | null {
  const folder = (env.PATH ?? '').split(':').find((each) => each.startsWith('/') && existsSync(join(each, 'python3')));
  if (folder === undefined || !folder.endsWith('/shims')) return null;
  const root = dirname(folder);
  // Programs of the machine are asked in the root folder, whose own setting comes before the user's.
  if ((env.PYENV_ROOT ?? root) !== root || existsSync('/.python-version')) return null;
  const version = (env.PYENV_VERSION ?? textOf(join(root, 'version'))).trim();
  if (!/^\w[\w.+-]*$/.test(version)) return null;
  const program = join(root, 'versions', version, 'bin', 'python3');
  return existsSync(program) ? program : null;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
