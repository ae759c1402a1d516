import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveLimits } from '../../src/archive/archive-limits.ts';
import { openProject } from '../../src/archive/open-project.ts';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import type { Project } from '../../src/domain/project.ts';
import { temporaryFolders } from './temporary-folder.ts';
import { type BuiltArchive, type BuiltEntry, buildZip } from './zip-builder.ts';

export const newFolder = temporaryFolders();

export const honest: BuiltEntry = { name: 'a.txt', content: 'hello' };

export const link = (name: string, target: string): BuiltEntry => ({
  name,
  content: target,
  method: 0,
  mode: 0o120777,
});

export function write(bytes: Uint8Array, name = 'project.zip'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

export async function refusal(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<AutofixError> {
  try {
    const project = await openProject(write(bytes), limits);
    for (const entry of project.entries.values()) entry.bytes();
  } catch (error) {
    if (error instanceof AutofixError) return error;
    throw error;
  }
  throw new Error('the archive was accepted');
}

export async function open(archive: BuiltArchive): Promise<Project> {
  return await openProject(write(buildZip(archive)));
}

export function text(project: Project, path: string): string {
  return Buffer.from(project.entries.get(path)?.bytes() ?? '<missing>').toString('utf8');
}
