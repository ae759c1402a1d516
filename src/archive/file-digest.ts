import { createHash } from 'node:crypto';
import { type ArchiveFile, withArchiveFileSync } from './archive-file.ts';

const CHUNK = 128 * 1024;

/** SHA-256 of a file in hex, read in pieces. */
export function digestOfFile(path: string): string {
  return withArchiveFileSync(path, digestOf);
}

export function digestOf(file: ArchiveFile): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let position = 0; position < file.size; position += CHUNK)
    hash.update(file.readInto(chunk, position, Math.min(CHUNK, file.size - position)));
  return hash.digest('hex');
}
