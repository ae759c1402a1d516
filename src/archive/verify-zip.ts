import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { nameLabel } from './archive-error.ts';
import { type ArchiveFile, withArchiveFile } from './archive-file.ts';
import { NO_ARCHIVE_LIMITS } from './archive-limits.ts';
import { crc32 } from './crc32.ts';
import type { EntryCodec } from './entry-codec.ts';
import { listArchive } from './list-archive.ts';
import { stillReadable } from './still-readable.ts';
import { unpack } from './zip-project.ts';
import type { WrittenPart } from './zip-writer.ts';

/** What the directory of a written ZIP must say of one entry. */
export interface ExpectedEntry {
  readonly rawName: Buffer;
  readonly crc: number;
  /** Content to compare with; null: the checksum is enough. */
  readonly bytes: Uint8Array | null;
}

/** What a written ZIP must read back as. */
export interface ExpectedZip {
  /** The file that `copied` parts came from; null without any. */
  readonly input: string | null;
  readonly parts: readonly WrittenPart[];
  readonly count: number;
  /** In the directory's order. */
  readonly entries: Iterable<ExpectedEntry>;
}

/**
 * Reads a written ZIP back from disk: copied bytes compared with the input's, new ones by checksum, the directory as
 * planned, changed contents as asked for. Throws `output-unwritable` when the disk did not keep what it was given.
 */
export async function verifyZip(temporary: string, expected: ExpectedZip, codec: EntryCodec): Promise<void> {
  const fault = await withArchiveFile(temporary, async (file) => {
    const { input, parts } = expected;
    const sound =
      input === null
        ? isAsWritten(file, null, parts)
        : await stillReadable(input, () => withArchiveFile(input, (original) => isAsWritten(file, original, parts)));
    return sound ? directoryFault(file, expected, codec) : 'its bytes differ';
  });
  if (fault === null) return;
  throw new AutofixError(`the written ZIP did not read back as it should: ${fault}`, {
    code: 'output-unwritable',
    exitCode: EXIT.usage,
    hint: 'Check the disk, or choose another place with --out.',
  });
}

/** Small enough to stay in the cache of a processor between reading and looking at it. */
const CHUNK = 128 * 1024;

function isAsWritten(file: ArchiveFile, original: ArchiveFile | null, parts: readonly WrittenPart[]): boolean {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const other = Buffer.allocUnsafe(original === null ? 0 : CHUNK);
  let position = 0;
  for (const part of parts) {
    if (position + part.length > file.size) return false;
    let checksum = 0;
    for (let done = 0; done < part.length; done += CHUNK) {
      const length = Math.min(CHUNK, part.length - done);
      const bytes = file.readInto(chunk, position + done, length);
      if (part.kind === 'written') checksum = crc32(bytes, checksum);
      else if (original?.readInto(other, part.from + done, length).equals(bytes) !== true) return false;
    }
    if (part.kind === 'written' && checksum !== part.checksum) return false;
    position += part.length;
  }
  return position === file.size;
}

function directoryFault(file: ArchiveFile, expected: ExpectedZip, codec: EntryCodec): string | null {
  // Removing every file is a legal change, and the one result that the reader would not open.
  if (expected.count === 0) return null;
  const listing = listArchive(file, NO_ARCHIVE_LIMITS);
  if (listing.length !== expected.count) return `${listing.length} entries instead of ${expected.count}`;
  let index = 0;
  for (const wanted of expected.entries) {
    const record = listing.records.at(index++);
    if (!wanted.rawName.equals(record.rawName) || wanted.crc !== record.crc)
      return `${nameLabel(record.name)} is not the entry that was written`;
    if (wanted.bytes !== null && !unpack(file, record, codec).equals(wanted.bytes))
      return `${nameLabel(record.name)} has another content`;
  }
  return null;
}
