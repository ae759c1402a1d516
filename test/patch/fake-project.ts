import type { EntryKind, Project, ProjectEntry } from '../../src/domain/project.ts';

/** A project in memory. Text becomes UTF-8. */
export function fakeProject(files: Readonly<Record<string, string | Uint8Array>>, prefix = ''): Project {
  return fakeEntries(
    Object.entries(files).map(([path, content]) => fakeEntry(path, content)),
    prefix,
  );
}

export function fakeEntries(entries: readonly ProjectEntry[], prefix = ''): Project {
  return {
    name: 'fake',
    origin: { kind: 'folder', folder: '/fake' },
    prefix,
    entries: new Map(entries.map((entry) => [entry.path, entry])),
  };
}

export function fakeEntry(
  path: string,
  content: string | Uint8Array,
  kind: EntryKind = 'file',
  mode = 0o644,
): ProjectEntry {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return { path, kind, mode, size: bytes.byteLength, bytes: () => bytes };
}

/** Content of a file as UTF-8; the word "missing" in angle brackets when there is none. */
export function textIn(project: Project, path: string): string {
  return Buffer.from(project.entries.get(path)?.bytes() ?? Buffer.from('<missing>')).toString('utf8');
}
