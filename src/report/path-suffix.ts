import { baseNameOf } from '../shared/project-path.ts';

/** How many parts agree from the end; `whole`: all of the candidate's; `exhausted`: all of the path's. Case aside. */
export function commonEnd(path: readonly string[], candidate: readonly string[]) {
  let length = 0;
  while (
    length < path.length &&
    length < candidate.length &&
    path[path.length - 1 - length]?.toLowerCase() === candidate[candidate.length - 1 - length]?.toLowerCase()
  )
    length++;
  return { length, whole: length === candidate.length, exhausted: length === path.length };
}

/** Last part of a path as another machine prints it, with slashes of either kind. */
export function printedBaseName(path: string): string {
  return baseNameOf(path.replaceAll('\\', '/'));
}

/** Base name without all its extensions. */
export function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** Languages whose runners print dotted module or class names. */
const MODULE_EXTENSION = /\.(?:py|java|kt|groovy|scala|cs|php|rb)$/;

/** The file behind a dotted name, and the rest of the name that lies inside of it; null when none or several fit. */
export function moduleFile(
  dotted: string,
  byStem: ReadonlyMap<string, readonly string[]>,
): { file: string; rest: readonly string[] } | null {
  const parts = dotted.split(/[.\\]/).filter((part) => part !== '');
  for (let end = parts.length; end > 0; end--) {
    const [outer, ...nested] = (parts[end - 1] ?? '').split('$');
    const wanted = [...parts.slice(0, end - 1), outer ?? ''];
    const candidates = (byStem.get((outer ?? '').toLowerCase()) ?? []).filter((path) => MODULE_EXTENSION.test(path));
    const fitting = candidates
      .map((path) => ({ path, parts: path.replace(MODULE_EXTENSION, '').split('/') }))
      .map((candidate) => ({ ...candidate, ...commonEnd(wanted, candidate.parts) }))
      .filter((candidate) => candidate.exhausted || candidate.whole)
      .sort((left, right) => right.length - left.length);
    const best = fitting[0];
    if (best !== undefined && fitting[1]?.length !== best.length) {
      return { file: best.path, rest: [...nested, ...parts.slice(end)] };
    }
  }
  return null;
}
