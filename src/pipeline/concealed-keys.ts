import { isSecretFile } from '../context/mask-secrets.ts';
import type { ProjectEntry } from '../domain/project.ts';
import type { ShownEntry } from '../sandbox/workspace.ts';
import { REDACTED } from '../shared/redact.ts';

const LARGEST_FILE = 100_000;

/**
 * Keys of providers stay out of work copies: the `.env` from which autofix has them may be a file of the very project whose
 * tests are run.
 */
export function withoutKeys(keys: readonly string[]): ShownEntry {
  if (keys.length === 0) return (entry) => entry;
  return (entry) => {
    if (entry.kind !== 'file' || entry.size > LARGEST_FILE || !isSecretFile(entry.path)) return entry;
    const text = Buffer.from(entry.bytes()).toString('latin1');
    const kept = keys.reduce((told, key) => told.replaceAll(Buffer.from(key).toString('latin1'), REDACTED), text);
    return kept === text ? entry : withContent(entry, Buffer.from(kept, 'latin1'));
  };
}

function withContent(entry: ProjectEntry, bytes: Buffer): ProjectEntry {
  return { path: entry.path, kind: entry.kind, mode: entry.mode, size: bytes.length, bytes: () => bytes };
}
