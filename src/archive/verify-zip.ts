import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { nameLabel } from './archive-error.ts';
import { withArchiveFile } from './archive-file.ts';
import { NO_ARCHIVE_LIMITS } from './archive-limits.ts';
import type { EntryCodec } from './entry-codec.ts';
import { listArchive } from './list-archive.ts';
import { hashFile, unpack } from './zip-project.ts';

/** What the directory of a written ZIP must say, in its order. */
export interface ExpectedEntry {
  readonly rawName: Buffer;
  readonly crc: number;
  /** Content to compare with; null: the checksum is enough. */
  readonly bytes: Uint8Array | null;
}

/**
 * Reads a written ZIP back from disk: every byte as written, the directory as planned, changed contents as asked
 * for. Throws `output-unwritable` when the disk did not keep what it was given.
 */
export async function verifyZip(
  temporary: string,
  sha256: string,
  expected: readonly ExpectedEntry[],
  codec: EntryCodec,
): Promise<void> {
  const fault =
    (await hashFile(temporary)) === sha256 ? await directoryFault(temporary, expected, codec) : 'its bytes differ';
  if (fault === null) return;
  throw new AutofixError(`the written ZIP did not read back as it should: ${fault}`, {
    code: 'output-unwritable',
    exitCode: EXIT.usage,
    hint: 'Check the disk, or choose another place with --out.',
  });
}

async function directoryFault(
  path: string,
  expected: readonly ExpectedEntry[],
  codec: EntryCodec,
): Promise<string | null> {
  // Removing every file is a legal change, and the one result that the reader would not open.
  if (expected.length === 0) return null;
  return await withArchiveFile(path, (file) => {
    const { entries } = listArchive(file, NO_ARCHIVE_LIMITS);
    if (entries.length !== expected.length) return `${entries.length} entries instead of ${expected.length}`;
    for (const [index, { record }] of entries.entries()) {
      const wanted = expected[index];
      if (wanted === undefined || !wanted.rawName.equals(record.rawName) || wanted.crc !== record.crc)
        return `${nameLabel(record.name)} is not the entry that was written`;
      if (wanted.bytes !== null && !unpack(file, record, codec).equals(wanted.bytes))
        return `${nameLabel(record.name)} has another content`;
    }
    return null;
  });
}
