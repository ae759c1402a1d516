import { nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { CentralRecord } from './central-record.ts';
import { DESCRIPTOR_SIGNATURE, LOCAL_SIGNATURE } from './zip-layout.ts';

const SCAN_CHUNK = 256 * 1024;

/** Longest descriptor: signature, CRC, two 64-bit sizes. */
const LONGEST_DESCRIPTOR = 24;

/**
 * Judges what stands between the end of an entry's data and the next record: its descriptor, which must say what the
 * directory says, or padding; never an entry that nobody lists.
 */
export function inspectGap(
  file: ArchiveFile,
  record: CentralRecord,
  described: boolean,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  if (start === end) return;
  const head = file.read(start, Math.min(end - start, LONGEST_DESCRIPTOR));
  const descriptor = described ? descriptorLength(head, record) : 0;
  if (descriptor === null)
    throw refusedArchive(
      `the entry ${nameLabel(record.name)} has another checksum or other sizes after its data than in the directory`,
    );
  if (holdsLocalRecord(file, start + descriptor, end))
    throw refusedArchive(
      `the archive hides an entry behind ${nameLabel(record.name)} that its directory does not list`,
    );
}

/** Length of the descriptor in one of its four forms; 0 where there is no room for one, null when it lies. */
function descriptorLength(head: Buffer, { crc, compressedSize, size }: CentralRecord): number | null {
  if (head.length < 12) return 0;
  for (const signed of [true, false]) {
    if (signed && head.readUInt32LE(0) !== DESCRIPTOR_SIGNATURE) continue;
    const at = signed ? 4 : 0;
    const agrees32 = () => head.readUInt32LE(at + 4) === compressedSize && head.readUInt32LE(at + 8) === size;
    const agrees64 = () =>
      head.readBigUInt64LE(at + 4) === BigInt(compressedSize) && head.readBigUInt64LE(at + 12) === BigInt(size);
    if (head.length < at + 12 || head.readUInt32LE(at) !== crc) continue;
    if (agrees32()) return at + 12;
    if (head.length >= at + 20 && agrees64()) return at + 20;
  }
  return null;
}

function holdsLocalRecord(file: ArchiveFile, start: number, end: number): boolean {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(LOCAL_SIGNATURE, 0);
  for (let position = start; position < end; position += SCAN_CHUNK) {
    // A signature may lie across two chunks.
    if (file.read(position, Math.min(SCAN_CHUNK + 3, end - position)).includes(signature)) return true;
  }
  return false;
}
