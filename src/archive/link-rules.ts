import { folderOf } from '../shared/project-path.ts';

/** More hops than this is a circle; Linux gives up at as many. */
const MOST_HOPS = 40;

export type LinkFault = 'leaves the project' | 'leads in a circle';

/**
 * Follows a symbolic link through all other links of the project, part by part as a kernel would: `..` after a
 * link climbs from where the link leads. null when it stays inside (it may lead to nothing).
 * `links`: target by path; paths are project-relative.
 */
export function linkFault(path: string, links: ReadonlyMap<string, string>): LinkFault | null {
  const reached = folderOf(path).split('/').filter(Boolean);
  const pending = targetParts(links.get(path) ?? '');
  let hops = 0;
  while (pending !== null && pending.length > 0) {
    const part = pending.shift();
    if (part === undefined || part === '' || part === '.') continue;
    if (part === '..') {
      if (reached.pop() === undefined) return 'leaves the project';
      continue;
    }
    reached.push(part);
    const next = links.get(reached.join('/'));
    if (next === undefined) continue;
    if (++hops > MOST_HOPS) return 'leads in a circle';
    const parts = targetParts(next);
    if (parts === null) return 'leaves the project';
    reached.pop();
    pending.unshift(...parts);
  }
  return pending === null ? 'leaves the project' : null;
}

/** null for targets that are not relative. */
function targetParts(target: string): string[] | null {
  const slashed = target.replaceAll('\\', '/');
  return target === '' || slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed) ? null : slashed.split('/');
}
