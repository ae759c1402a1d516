import type { Project, ProjectEntry } from '../../src/domain/project.ts';

/** A project in memory: path → text. */
export function memoryProject(files: Readonly<Record<string, string>>, name = 'project'): Project {
  const entries = new Map<string, ProjectEntry>();
  for (const [path, text] of Object.entries(files)) {
    const bytes = Buffer.from(text, 'utf8');
    entries.set(path, { path, kind: 'file', mode: 0o644, size: bytes.byteLength, bytes: () => bytes });
  }
  return { name, origin: { kind: 'folder', folder: `/nowhere/${name}` }, prefix: '', entries };
}
