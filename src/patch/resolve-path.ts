import type { Project } from '../domain/project.ts';
import { baseNameOf, normalizeProjectPath } from '../shared/project-path.ts';

export type ResolvedPath =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'fault'; readonly reason: string };

/** The file of the project that an edit names. Models often leave the archive's top folder in front. */
export function resolveExisting(project: Project, file: string): ResolvedPath {
  const path = cleanPath(project, file);
  if (path === null) return outside(file);
  const entry = project.entries.get(path);
  if (entry?.kind === 'file') return { kind: 'path', path };
  if (entry?.kind === 'symlink') return fault(`${path} is a link: edit the file that it points to`);
  if (entry?.kind === 'directory') return fault(`${path} is a folder`);
  const near = similarPaths(project, path);
  const hint = near.length === 0 ? 'use "create" for a new file' : `did you mean ${near.join(' or ')}?`;
  return fault(`there is no file ${shown(path)}: ${hint}`);
}

/** A path where the project has nothing yet, and where a file can be. */
export function resolveNew(project: Project, file: string): ResolvedPath {
  const path = cleanPath(project, file);
  if (path === null) return outside(file);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return fault(`${shown(path)} holds control characters`);
  const folded = path.toLowerCase();
  for (const [known, { kind }] of project.entries) {
    if (known.toLowerCase() === folded || known.toLowerCase().startsWith(`${folded}/`))
      return fault(`${known} exists already: use "replace" to change it`);
    if (kind !== 'directory' && folded.startsWith(`${known.toLowerCase()}/`)) return fault(`${known} is not a folder`);
  }
  return { kind: 'path', path };
}

function cleanPath(project: Project, file: string): string | null {
  const path = normalizeProjectPath(file.trim());
  if (path === null || project.entries.has(path)) return path;
  const { prefix } = project;
  if (prefix === '' || !path.startsWith(prefix)) return path;
  const hasOwn = [...project.entries.keys()].some((known) => known.startsWith(prefix));
  return hasOwn ? path : path.slice(prefix.length);
}

function similarPaths(project: Project, path: string): string[] {
  const name = baseNameOf(path).toLowerCase();
  const files = [...project.entries.values()].filter((entry) => entry.kind === 'file').map((entry) => entry.path);
  return files.filter((known) => baseNameOf(known).toLowerCase() === name).slice(0, 3);
}

function outside(file: string): ResolvedPath {
  return fault(`${shown(file)} is not a path inside the project: give it relative to the project's top`);
}

function fault(reason: string): ResolvedPath {
  return { kind: 'fault', reason };
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
