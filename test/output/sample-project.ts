import type { Project, ProjectEntry } from '../../src/domain/project.ts';

export interface EntrySpec {
  readonly content: string;
  readonly mode?: number;
  readonly kind?: ProjectEntry['kind'];
}

/** A project in memory: path → content. */
export function projectOf(tree: Readonly<Record<string, string | Uint8Array | EntrySpec>>): Project {
  const entries = Object.entries(tree).map(([path, value]): [string, ProjectEntry] => {
    const spec = typeof value === 'string' || value instanceof Uint8Array ? { content: value } : value;
    const bytes = Buffer.from(spec.content as string);
    const { mode = 0o644, kind = 'file' } = spec as EntrySpec;
    return [path, { path, kind, mode, size: bytes.byteLength, bytes: () => bytes }];
  });
  return { name: 'sample', origin: { kind: 'folder', folder: '.' }, prefix: '', entries: new Map(entries) };
}
