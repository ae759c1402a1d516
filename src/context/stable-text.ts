import type { Project } from '../domain/project.ts';
import { filePaths } from '../domain/project.ts';

/** Takes out of a text what differs from run to run and from machine to machine. */
export type TextStabilizer = (text: string) => string;

/** An absolute path as messages print it: with a scheme, a drive, or a slash in front. */
const ABSOLUTE_PATH =
  /(?:file:\/\/(?:\/[A-Za-z]:)?\/|(?<![\w.:/\\-])[A-Za-z]:[\\/]|(?<![\w.:/\\-]|[)\]}>"'`]\.?)\/)[^\s"'`<>|:*?()[\]{},;]+/g;

/** Folders below the system's temporary folder. */
const TEMPORARY_FOLDER =
  /(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders\/\w+\/\w+\/T|\/dev\/shm|[A-Za-z]:\\Users\\[^\\\s]+\\AppData\\Local\\Temp)[\\/](?:pytest-of-[\w-]+\/pytest-\d+|[\w.-]+)/g;

/** A run of autofix: where it lays out work copies and reports. */
const RUN_FOLDER = /(?:\/[^\s"'`():]+)?\/\d{8}-\d{6}-[0-9a-f]{6}\/work\/(?:judge\/|verify\/|(scratch)\/[0-9a-f]{16})/g;

const MOST_CHARACTERS = 200_000;

/**
 * Makes a stabilizer for one prompt. Absolute paths below the root of the project, wherever it was tested, become
 * project paths; temporary folders become `/tmp/temporary-1` and so on, different ones staying different, so that no
 * difference between two values is hidden. Durations of runners lose their digits.
 */
export function createTextStabilizer(project: Project, texts: readonly string[]): TextStabilizer {
  const roots = rootsIn(texts.join('\n').slice(0, MOST_CHARACTERS), new Set(filePaths(project)));
  const temporary = new Map<string, string>();
  return (text) => {
    let stable = text;
    for (const root of roots)
      stable = stable.replaceAll(`${root}/`, '').replaceAll(`${root.replaceAll('/', '\\')}\\`, '');
    return stable
      .replace(RUN_FOLDER, (_, scratch?: string) => (scratch === undefined ? '' : '/scratch'))
      .replace(TEMPORARY_FOLDER, (folder) => {
        if (!hasRandomName(folder)) return folder;
        if (!temporary.has(folder)) temporary.set(folder, `/tmp/temporary-${temporary.size + 1}`);
        return temporary.get(folder) ?? folder;
      })
      .replace(/\b(duration_ms:? )\d+(?:\.\d+)?/g, '$1…');
  };
}

/** As `mkdtemp` of Node, C and Python and as pytest make them. */
function hasRandomName(folder: string): boolean {
  if (/\/pytest-of-[\w-]+\/pytest-\d+$|[\\/]tmp[a-z0-9_]{8}$/.test(folder)) return true;
  const tail = /[A-Za-z0-9]{6,}$/.exec(folder)?.[0].slice(-6) ?? '';
  return (/\d/.test(tail) && /[A-Za-z]/.test(tail)) || (/[a-z]/.test(tail) && /[A-Z]/.test(tail.slice(1)));
}

/** What stands before a project file in an absolute path of the texts, longest first. */
function rootsIn(text: string, paths: ReadonlySet<string>): string[] {
  const roots = new Set<string>();
  for (const [match] of text.matchAll(ABSOLUTE_PATH)) {
    const slashed = match.replaceAll('\\', '/');
    const parts = slashed.split('/');
    // The longest project path that ends it; a bare file name is no evidence where folders of that name abound.
    const from = parts.findIndex((_, index) => index > 0 && paths.has(parts.slice(index).join('/')));
    const root = from > 0 ? parts.slice(0, from).join('/') : '';
    if (root !== '' && root !== 'file://' && !/\/(?:node_modules|site-packages|dist-packages)(?:\/|$)/.test(root))
      roots.add(root);
  }
  return [...roots].flatMap((root) => [root, root.replace(/^file:\/\//, '')]).sort(byLength);
}

function byLength(left: string, right: string): number {
  return right.length - left.length || (left < right ? -1 : left > right ? 1 : 0);
}
