import { createInflateRaw } from 'node:zlib';
import { damagedArchive, nameLabel } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import { crc32 } from './crc32.ts';
import type { ArchiveListing } from './list-archive.ts';
import type { ZipRecord } from './local-records.ts';
import { METHOD_STORED } from './zip-layout.ts';

/** An entry that declares more is unpacked in pieces before it is believed: a refusal shall not cost its memory. */
export const LARGE_ENTRY = 64 * 1024 * 1024;

const CHUNK = 256 * 1024;

/**
 * Unpacks every entry of more than `above` bytes once, piece by piece, and throws `archive-damaged` when it is not
 * what the archive declares.
 */
export async function checkEntries(file: ArchiveFile, listing: ArchiveListing, above: number): Promise<void> {
  for (let index = 0; index < listing.length; index++) {
    const record = listing.records.at(index);
    if (record.size <= above) continue;
    const fault = record.method === METHOD_STORED ? storedFault(file, record) : await deflatedFault(file, record);
    if (fault === null) continue;
    throw damagedArchive(
      `the entry ${nameLabel(record.name)} is damaged: its content is not what the archive declares (${fault})`,
    );
  }
}

function storedFault(file: ArchiveFile, record: ZipRecord): string | null {
  let checksum = 0;
  for (const piece of pieces(file, record)) checksum = crc32(piece, checksum);
  return checksum === record.crc ? null : 'another checksum';
}

async function deflatedFault(file: ArchiveFile, record: ZipRecord): Promise<string | null> {
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  let size = 0;
  let checksum = 0;
  const feeding = feed(inflate, pieces(file, record));
  // Where the reading below stops early, the feeding stops with it.
  feeding.catch(() => undefined);
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > record.size) return 'more than its declared size';
      checksum = crc32(piece, checksum);
    }
    await feeding;
  } catch {
    return 'no valid packed data';
  } finally {
    inflate.destroy();
  }
  if (inflate.bytesWritten !== record.compressedSize) return 'bytes behind its packed data';
  if (size !== record.size) return 'less than its declared size';
  return checksum === record.crc ? null : 'another checksum';
}

async function feed(inflate: ReturnType<typeof createInflateRaw>, packed: Iterable<Buffer>): Promise<void> {
  for (const piece of packed) {
    if (inflate.destroyed || inflate.writableEnded) return;
    // The buffer is used again for the next piece: wait until this one is taken.
    await new Promise<void>((resolve, reject) => {
      inflate.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
  inflate.end();
}

function* pieces(file: ArchiveFile, { dataStart, compressedSize }: ZipRecord): Iterable<Buffer> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, compressedSize));
  for (let done = 0; done < compressedSize; done += CHUNK)
    yield file.readInto(chunk, dataStart + done, Math.min(CHUNK, compressedSize - done));
}
