import type { Project } from '../domain/project.ts';
import { isForeignPath } from '../shared/project-path.ts';
import { rememberedFor } from '../shared/remembered.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Path of something in a folder; '' is the top. */
export function pathIn(folder: string, name: string): string {
  if (folder === '') return name;
  return name === '' ? folder : `${folder}/${name}`;
}

/** Path relative to a folder; null when it lies outside. */
export function pathBelow(folder: string, path: string): string | null {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

export function hasFile(project: Project, path: string): boolean {
  return project.entries.get(path)?.kind === 'file';
}

/** Text of a file, or null when it is missing or binary. */
export function textOf(project: Project, path: string): string | null {
  const entry = project.entries.get(path);
  return entry?.kind === 'file' ? (decodeSource(entry.bytes())?.text ?? null) : null;
}

/** Regular files below a folder, outside installed and generated ones, relative to the folder. Every toolchain asks for them. */
export const ownFiles: (project: Project, folder: string) => readonly string[] = rememberedFor(findOwnFiles);

function findOwnFiles(project: Project, folder: string): string[] {
  const files: string[] = [];
  for (const entry of project.entries.values()) {
    if (entry.kind !== 'file') continue;
    const path = pathBelow(folder, entry.path);
    if (path !== null && !isForeignPath(path)) files.push(path);
  }
  return files;
}

/** Whether a path names a file, a link or a folder of the project, an entry of its own or not. */
export function existsInProject(project: Project, path: string): boolean {
  if (project.entries.has(path)) return true;
  for (const known of project.entries.keys()) if (known.startsWith(`${path}/`)) return true;
  return false;
}
