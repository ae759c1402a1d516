/** What an entry of a project is. Devices and other kinds never get this far: the archive refuses them. */
export type EntryKind = 'file' | 'directory' | 'symlink';

/** One entry of a project; its bytes are decoded on demand, so a large project costs little until it is read. */
export interface ProjectEntry {
  /** Path inside the project: `/`-separated, relative, normalised, without the archive's single top folder. */
  readonly path: string;
  readonly kind: EntryKind;
  /** POSIX permission bits, e.g. 0o644. */
  readonly mode: number;
  /** Uncompressed size in bytes. */
  readonly size: number;
  /** Content bytes; of a symlink its target; of a directory nothing. */
  bytes(): Uint8Array;
}

/** Where a project was loaded from. */
export type ProjectOrigin =
  /** The digest, in hex, is computed when it is asked for: it takes a pass over the whole file. */
  | { readonly kind: 'zip'; readonly file: string; sha256(): string }
  | { readonly kind: 'folder'; readonly folder: string };

/** A loaded project. Immutable: `withChanges` gives a new one. */
export interface Project {
  /** Base name of the input without its extension, for messages and output names. */
  readonly name: string;
  readonly origin: ProjectOrigin;
  /** The archive's single top folder that was stripped from the paths, with a trailing slash, or ''. */
  readonly prefix: string;
  /** Entries by path, in the input's order. */
  readonly entries: ReadonlyMap<string, ProjectEntry>;
}

/** A new content for a path, or its removal. Shape of what a patch does to a project. */
export type ProjectChange =
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Uint8Array; readonly mode?: number }
  | { readonly kind: 'remove'; readonly path: string };

/** What a project was made of by `withChanges`, and the paths of its changes: thousands of entries need not be compared then. */
const origins = new WeakMap<Project, { readonly of: Project; readonly paths: readonly string[] }>();

/** A project with `changes` applied in order; unchanged entries are shared with the old one. */
export function withChanges(project: Project, changes: readonly ProjectChange[]): Project {
  const entries = new Map(project.entries);
  for (const change of changes) {
    if (change.kind === 'remove') {
      entries.delete(change.path);
      continue;
    }
    const { path, bytes } = change;
    const mode = change.mode ?? entries.get(path)?.mode ?? 0o644;
    entries.set(path, { path, kind: 'file', mode, size: bytes.byteLength, bytes: () => bytes });
  }
  const changed: Project = { ...project, entries };
  origins.set(changed, { of: project, paths: [...new Set(changes.map(({ path }) => path))] });
  return changed;
}

/** Paths whose entries are not the very same ones in two projects, those of entries that only one of them has included. */
export function differingPaths(before: Project, after: Project): string[] {
  const paths = suspectPaths(before, after);
  return paths.filter((path) => before.entries.get(path) !== after.entries.get(path));
}

function suspectPaths(before: Project, after: Project): readonly string[] {
  if (before === after) return [];
  const [left, right] = [origins.get(before), origins.get(after)];
  if (right?.of === before) return right.paths;
  if (left?.of === after) return left.paths;
  if (left !== undefined && left.of === right?.of) return [...new Set([...left.paths, ...right.paths])];
  return [...new Set([...before.entries.keys(), ...after.entries.keys()])];
}

/** Paths of the regular files, in the project's order. */
export function filePaths(project: Project): string[] {
  return [...project.entries.values()].filter((entry) => entry.kind === 'file').map((entry) => entry.path);
}
