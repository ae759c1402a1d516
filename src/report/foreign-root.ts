/** Paths in a trace that are absolute, on any system. */
const ABSOLUTE =
  /(?<![\w.@\\-])(?:file:\/\/)?(?:[A-Za-z]:[\\/]|\/)[^\s:*?"'<>|()[\],]{2,400}\.[A-Za-z]{1,6}(?=[:(")'\s\],]|$)/g;

/** So many of the paths below a root must be files of the project: else the archive is of another folder. */
const MOST = 0.7;

/** Enough to see where the other machine had the project. */
const MOST_PATHS = 400;
const LONGEST_TEXT = 20_000;

/** Absolute paths that texts name, each once. */
export function absolutePathsIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [path] of text.slice(0, LONGEST_TEXT).matchAll(ABSOLUTE)) {
      found.add(path);
      if (found.size >= MOST_PATHS) return [...found];
    }
  }
  return [...found];
}

/**
 * The folder of another machine in which the project stood: what is left of most paths when the path of a project file is
 * cut off their end. null when none agrees, or when two folders have as many votes.
 *
 * @param paths absolute, with `/`
 * @param candidates project paths whose file has the name given
 */
export function foreignRootOf(
  paths: readonly string[],
  candidates: (name: string) => readonly string[],
): string | null {
  const distinct = [...new Set(paths)];
  const votes = new Map<string, number>();
  const fitting = new Map<string, Set<string>>();
  for (const path of distinct) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    for (const candidate of candidates(name)) {
      if (!path.toLowerCase().endsWith(`/${candidate.toLowerCase()}`)) continue;
      const root = path.slice(0, path.length - candidate.length - 1);
      // A file in a folder says more of its root than one at the top, whose name may be anywhere.
      const weight = candidate.split('/').length;
      votes.set(root, (votes.get(root) ?? 0) + weight);
      fitting.set(root, (fitting.get(root) ?? new Set()).add(path));
    }
  }
  const [best, second] = [...votes].sort((left, right) => right[1] - left[1]);
  if (best === undefined || best[0] === '' || best[1] === second?.[1]) return null;
  const below = distinct.filter((path) => path.startsWith(`${best[0]}/`)).length;
  return (fitting.get(best[0])?.size ?? 0) >= below * MOST ? best[0] : null;
}
