import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { CentralRecord, recordLength } from './central-record.ts';
import type { ArchiveEnd } from './end-record.ts';
import {
  CENTRAL_LENGTH,
  CENTRAL_SIGNATURE,
  EXTRA_ZIP64,
  FLAG_ENCRYPTED,
  FLAG_MASKED,
  FLAG_PATCHED,
  FLAG_STRONG_ENCRYPTION,
  MAX_16,
  METHOD_DEFLATED,
  METHOD_STORED,
} from './zip-layout.ts';

/** Entries as the central directory tells them, in its order. Held as its bytes: an object for each would fill the memory. */
export class CentralDirectory {
  /** As stored. */
  readonly bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #base: number;

  constructor(bytes: Buffer, starts: Uint32Array, base: number) {
    this.bytes = bytes;
    this.#starts = starts;
    this.#base = base;
  }

  get length(): number {
    return this.#starts.length;
  }

  at(index: number): CentralRecord {
    return new CentralRecord(this.bytes, this.#starts[index] ?? 0, this.#base);
  }
}

/** Reads the whole directory; refuses encrypted entries and methods other than 0 and 8. */
export function readCentralDirectory(file: ArchiveFile, end: ArchiveEnd, limits: ArchiveLimits): CentralDirectory {
  refuseTooMany(file, end, limits);
  const bytes = file.read(end.directoryStart, end.directorySize);
  // The shortest record bounds how many there can be.
  const starts = new Uint32Array(Math.floor(bytes.length / CENTRAL_LENGTH));
  let count = 0;
  for (let position = 0; position < bytes.length; position += recordLength(bytes, position)) {
    if (count >= limits.maxEntries) throw tooManyEntries(file, limits);
    if (!isRecordAt(bytes, position))
      throw damagedArchive(`${nameLabel(file.path)} has a damaged directory after ${count} entries`);
    judgeRecord(new CentralRecord(bytes, position, end.base), limits);
    starts[count++] = position;
  }
  // Writers without ZIP64 let the 16-bit count overflow; the directory's size still bounds the listing.
  const counted = end.zip64Record === null ? count & MAX_16 : count;
  if (counted !== end.entryCount)
    throw damagedArchive(`${nameLabel(file.path)} declares ${end.entryCount} entries and lists ${count}`);
  return new CentralDirectory(bytes, starts.slice(0, count), end.base);
}

/** The directory is read in one piece; long names and extra fields in every record come to less than this. */
const DIRECTORY_BYTES_PER_ENTRY = 1024;

function refuseTooMany(file: ArchiveFile, end: ArchiveEnd, limits: ArchiveLimits): void {
  if (end.entryCount > limits.maxEntries) throw tooManyEntries(file, limits);
  if (end.directorySize > limits.maxEntries * DIRECTORY_BYTES_PER_ENTRY)
    throw refusedArchive(
      `${nameLabel(file.path)} has a directory of ${end.directorySize} bytes; the limit is ${limits.maxEntries * DIRECTORY_BYTES_PER_ENTRY}`,
      'Names, comments and extra fields are very long; raise the limit with --max-entries if the archive is honest.',
    );
}

function tooManyEntries(file: ArchiveFile, limits: ArchiveLimits): Error {
  return refusedArchive(
    `${nameLabel(file.path)} holds more than ${limits.maxEntries} entries`,
    'Leave out installed dependencies and build products, or raise the limit with --max-entries.',
  );
}

function isRecordAt(directory: Buffer, position: number): boolean {
  if (position + CENTRAL_LENGTH > directory.length) return false;
  if (directory.readUInt32LE(position) !== CENTRAL_SIGNATURE) return false;
  return position + recordLength(directory, position) <= directory.length;
}

function judgeRecord(record: CentralRecord, limits: ArchiveLimits): void {
  const { nameLength, flags, method, disk } = record;
  if (nameLength > limits.maxNameBytes)
    throw refusedArchive(
      `the archive holds a name of ${nameLength} bytes (the limit is ${limits.maxNameBytes}): ${nameLabel(record.rawName.toString('latin1'))}`,
      'Shorten the name, or raise the limit with --max-name-length.',
    );
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED)) !== 0)
    throw refusedArchive(
      `the entry ${nameLabel(record.name)} is encrypted`,
      'Pack the project again without a password.',
    );
  if ((flags & FLAG_PATCHED) !== 0 || (method !== METHOD_STORED && method !== METHOD_DEFLATED))
    throw refusedArchive(
      `the entry ${nameLabel(record.name)} is packed with method ${method}, which is not supported`,
      'Pack the project again with the usual "deflate" method.',
    );
  if (disk !== 0 && disk !== MAX_16)
    throw refusedArchive(`the entry ${nameLabel(record.name)} lies in another part of a split archive`);
  judgeWideValues(record);
}

function judgeWideValues(record: CentralRecord): void {
  const wide = record.extra.filter((field) => field.id === EXTRA_ZIP64);
  if (wide.length > 1) throw refusedArchive(`the entry ${nameLabel(record.name)} declares its sizes twice`);
  if ((wide[0]?.payload.length ?? 0) < record.saturated.length * 8)
    throw damagedArchive(`the entry ${nameLabel(record.name)} lacks its ZIP64 sizes`);
}
