import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import type { ArchiveEnd } from './end-record.ts';
import { decodeEntryName } from './entry-name.ts';
import { type ExtraField, readExtraFields } from './extra-fields.ts';
import {
  CENTRAL,
  CENTRAL_LENGTH,
  CENTRAL_SIGNATURE,
  EXTRA_ZIP64,
  FLAG_ENCRYPTED,
  FLAG_MASKED,
  FLAG_PATCHED,
  FLAG_STRONG_ENCRYPTION,
  MAX_16,
  MAX_32,
  METHOD_DEFLATED,
  METHOD_STORED,
} from './zip-layout.ts';

/** One entry as the central directory tells it. */
export interface CentralRecord {
  /** The whole record as stored. */
  readonly raw: Buffer;
  readonly rawName: Buffer;
  readonly name: string;
  readonly flags: number;
  /** 0 or 8. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Absolute position of the local record. */
  readonly offset: number;
  readonly externalAttributes: number;
}

/** Reads the whole directory, in its order; refuses encrypted entries and methods other than 0 and 8. */
export function readCentralDirectory(file: ArchiveFile, end: ArchiveEnd, limits: ArchiveLimits): CentralRecord[] {
  refuseTooMany(file, end, limits);
  const directory = file.read(end.directoryStart, end.directorySize);
  const records: CentralRecord[] = [];
  let position = 0;
  while (position < directory.length) {
    if (records.length >= limits.maxEntries) throw tooManyEntries(file, limits);
    const raw = rawRecordAt(directory, position);
    if (raw === null)
      throw damagedArchive(`${nameLabel(file.path)} has a damaged directory after ${records.length} entries`);
    records.push(readRecord(raw, end, limits));
    position += raw.length;
  }
  // Writers without ZIP64 let the 16-bit count overflow; the directory's size still bounds the listing.
  const counted = end.zip64Record === null ? records.length & MAX_16 : records.length;
  if (counted !== end.entryCount)
    throw damagedArchive(`${nameLabel(file.path)} declares ${end.entryCount} entries and lists ${records.length}`);
  return records;
}

function refuseTooMany(file: ArchiveFile, end: ArchiveEnd, limits: ArchiveLimits): void {
  if (end.entryCount > limits.maxEntries) throw tooManyEntries(file, limits);
  if (end.directorySize > limits.maxDirectoryBytes)
    throw refusedArchive(
      `${nameLabel(file.path)} has a directory of ${end.directorySize} bytes; the limit is ${limits.maxDirectoryBytes}`,
    );
}

function tooManyEntries(file: ArchiveFile, limits: ArchiveLimits): Error {
  return refusedArchive(
    `${nameLabel(file.path)} holds more than ${limits.maxEntries} entries`,
    'Leave out installed dependencies and build products, or raise the limit.',
  );
}

function rawRecordAt(directory: Buffer, position: number): Buffer | null {
  if (position + CENTRAL_LENGTH > directory.length) return null;
  if (directory.readUInt32LE(position) !== CENTRAL_SIGNATURE) return null;
  const length =
    CENTRAL_LENGTH +
    directory.readUInt16LE(position + CENTRAL.nameLength) +
    directory.readUInt16LE(position + CENTRAL.extraLength) +
    directory.readUInt16LE(position + CENTRAL.commentLength);
  return position + length > directory.length ? null : directory.subarray(position, position + length);
}

function readRecord(raw: Buffer, end: ArchiveEnd, limits: ArchiveLimits): CentralRecord {
  const nameEnd = CENTRAL_LENGTH + raw.readUInt16LE(CENTRAL.nameLength);
  const rawName = raw.subarray(CENTRAL_LENGTH, nameEnd);
  if (rawName.length > limits.maxNameBytes)
    throw refusedArchive(
      `the archive holds a name of ${rawName.length} bytes (the limit is ${limits.maxNameBytes}): ${nameLabel(rawName.toString('latin1'))}`,
    );
  const flags = raw.readUInt16LE(CENTRAL.flags);
  const extra = readExtraFields(raw.subarray(nameEnd, nameEnd + raw.readUInt16LE(CENTRAL.extraLength)));
  const name = decodeEntryName(rawName, flags, extra);
  const method = raw.readUInt16LE(CENTRAL.method);
  refuseUnsupported(name, flags, method, raw.readUInt16LE(CENTRAL.disk));
  const wide = wideValues(raw, extra, name);
  return {
    raw,
    rawName,
    name,
    flags,
    method,
    crc: raw.readUInt32LE(CENTRAL.crc),
    compressedSize: wide.compressedSize,
    size: wide.size,
    offset: wide.offset + end.base,
    externalAttributes: raw.readUInt32LE(CENTRAL.externalAttributes),
  };
}

function refuseUnsupported(name: string, flags: number, method: number, disk: number): void {
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED)) !== 0)
    throw refusedArchive(`the entry ${nameLabel(name)} is encrypted`, 'Pack the project again without a password.');
  if ((flags & FLAG_PATCHED) !== 0 || (method !== METHOD_STORED && method !== METHOD_DEFLATED))
    throw refusedArchive(
      `the entry ${nameLabel(name)} is packed with method ${method}, which is not supported`,
      'Pack the project again with the usual "deflate" method.',
    );
  if (disk !== 0 && disk !== MAX_16)
    throw refusedArchive(`the entry ${nameLabel(name)} lies in another part of a split archive`);
}

interface WideValues {
  readonly size: number;
  readonly compressedSize: number;
  readonly offset: number;
}

/** Sizes and offset, taken from the ZIP64 field where the 32-bit ones are saturated, in APPNOTE's order. */
function wideValues(raw: Buffer, extra: readonly ExtraField[], name: string): WideValues {
  const wide = extra.filter((field) => field.id === EXTRA_ZIP64);
  if (wide.length > 1) throw refusedArchive(`the entry ${nameLabel(name)} declares its sizes twice`);
  const payload = wide[0]?.payload ?? Buffer.alloc(0);
  let position = 0;
  const take = (field: number): number => {
    const narrow = raw.readUInt32LE(field);
    if (narrow !== MAX_32) return narrow;
    if (position + 8 > payload.length) throw damagedArchive(`the entry ${nameLabel(name)} lacks its ZIP64 sizes`);
    position += 8;
    return Number(payload.readBigUInt64LE(position - 8));
  };
  const size = take(CENTRAL.size);
  const compressedSize = take(CENTRAL.compressedSize);
  return { size, compressedSize, offset: take(CENTRAL.offset) };
}
