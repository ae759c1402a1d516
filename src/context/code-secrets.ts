import { filePaths, type Project } from '../domain/project.ts';
import { isDistinctive } from '../shared/secret-words.ts';
import { decodeSource } from '../shared/source-text.ts';
import { assignedSecrets } from './mask-secrets.ts';

const LARGEST_FILE = 200_000;

/** A project with more text than this is searched as far as that goes. */
const MOST_BYTES = 16_000_000;

/**
 * Values that the project's code assigns to a password, a token or a key: a test that prints one prints it without the
 * name by which it would be known.
 */
export function codeSecrets(project: Project): string[] {
  const values = new Set<string>();
  let left = MOST_BYTES;
  for (const path of filePaths(project)) {
    const entry = project.entries.get(path);
    if (entry?.kind !== 'file' || entry.size > LARGEST_FILE) continue;
    left -= entry.size;
    if (left < 0) break;
    const text = decodeSource(entry.bytes())?.text ?? '';
    for (const value of assignedSecrets(text)) if (isDistinctive(value)) values.add(value);
  }
  return [...values];
}
