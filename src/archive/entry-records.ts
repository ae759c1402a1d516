import type { EntryKind } from '../domain/project.ts';
import type { PackedData } from './entry-codec.ts';
import { type ExtraField, readExtraFields, writeExtraFields } from './extra-fields.ts';
import type { ZipRecord } from './local-records.ts';
import {
  CENTRAL,
  CENTRAL_LENGTH,
  CENTRAL_SIGNATURE,
  EXTRA_NTFS,
  EXTRA_PKWARE_UNIX,
  EXTRA_TIMESTAMP,
  EXTRA_UNIX_OLD,
  EXTRA_ZIP64,
  FLAG_COMPRESSION_LEVEL,
  FLAG_DESCRIPTOR,
  FLAG_UTF8,
  LOCAL,
  LOCAL_LENGTH,
  LOCAL_SIGNATURE,
  MAX_32,
} from './zip-layout.ts';

/** An entry to be written: its local record with the data, and its central record without a valid offset. */
export interface EncodedEntry {
  readonly local: Buffer;
  readonly data: Buffer;
  readonly central: Buffer;
}

export interface NewEntry {
  /** Name in the archive, with a trailing slash for a folder. */
  readonly name: string;
  readonly kind: EntryKind;
  /** Permission bits. */
  readonly mode: number;
  readonly modified: Date;
}

/** Unix, ZIP 2.0. */
const MADE_BY_UNIX = (3 << 8) | 20;

const FILE_TYPE_BITS: Readonly<Record<EntryKind, number>> = { file: 0o100000, directory: 0o040000, symlink: 0o120000 };

/** The MS-DOS attribute of a folder, which older tools look at. */
const DOS_DIRECTORY = 0x10;

/** Records of an entry that the input does not have. */
export function newEntryRecords(entry: NewEntry, packed: PackedData): EncodedEntry {
  const name = Buffer.from(entry.name, 'utf8');
  const central = Buffer.alloc(CENTRAL_LENGTH);
  central.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  central.writeUInt16LE(MADE_BY_UNIX, CENTRAL.madeBy);
  central.writeUInt16LE(20, CENTRAL.needed);
  central.writeUInt16LE(name.every((byte) => byte < 0x80) ? 0 : FLAG_UTF8, CENTRAL.flags);
  const unixMode = FILE_TYPE_BITS[entry.kind] | entry.mode;
  const attributes = unixMode * 0x10000 + (entry.kind === 'directory' ? DOS_DIRECTORY : 0);
  central.writeUInt32LE(attributes, CENTRAL.externalAttributes);
  return encodedEntry(central, name, [timestampField(entry.modified)], Buffer.alloc(0), packed, entry.modified);
}

/**
 * Records of an entry whose content changed: name, comment, attributes and extra fields stay; sizes, checksum
 * and time are new. The time must change: caches such as Python's compare it, and would run the old code.
 */
export function changedEntryRecords(
  record: ZipRecord,
  packed: PackedData,
  mode: number | null,
  modified: Date,
): EncodedEntry {
  const { raw, rawName } = record;
  const nameEnd = CENTRAL_LENGTH + rawName.length;
  const extraEnd = nameEnd + raw.readUInt16LE(CENTRAL.extraLength);
  const central = Buffer.from(raw.subarray(0, CENTRAL_LENGTH));
  central.writeUInt16LE(record.flags & ~(FLAG_DESCRIPTOR | FLAG_COMPRESSION_LEVEL), CENTRAL.flags);
  if (mode !== null) {
    central.writeUInt16LE((MADE_BY_UNIX & 0xff00) | (raw.readUInt16LE(CENTRAL.madeBy) & 0xff), CENTRAL.madeBy);
    const low = record.externalAttributes & 0xffff;
    central.writeUInt32LE((FILE_TYPE_BITS.file | mode) * 0x10000 + low, CENTRAL.externalAttributes);
  }
  const extra = readExtraFields(raw.subarray(nameEnd, extraEnd));
  const kept = extra.filter((field) => !STALE_FIELDS.has(field.id));
  const timed = extra.some((field) => field.id === EXTRA_TIMESTAMP) ? [timestampField(modified), ...kept] : kept;
  return encodedEntry(central, rawName, timed, raw.subarray(extraEnd), packed, modified);
}

/** Extra fields that tell the old sizes or the old time. */
const STALE_FIELDS = new Set([EXTRA_ZIP64, EXTRA_TIMESTAMP, EXTRA_NTFS, EXTRA_UNIX_OLD, EXTRA_PKWARE_UNIX]);

/** A central record with another offset, widened to ZIP64 when it must be. `offset`: as stored, from the archive's start. */
export function centralRecordAt(raw: Buffer, offset: number): Buffer {
  const isWide = raw.readUInt32LE(CENTRAL.offset) === MAX_32;
  if (!isWide && offset >= MAX_32) return widenedRecord(raw, offset);
  const copy = Buffer.from(raw);
  if (!isWide) copy.writeUInt32LE(offset, CENTRAL.offset);
  else copy.writeBigUInt64LE(BigInt(offset), widePosition(raw));
  return copy;
}

/** Where in a record with a saturated offset its ZIP64 field holds the real one. */
function widePosition(raw: Buffer): number {
  const nameEnd = CENTRAL_LENGTH + raw.readUInt16LE(CENTRAL.nameLength);
  const area = raw.subarray(nameEnd, nameEnd + raw.readUInt16LE(CENTRAL.extraLength));
  const payload = readExtraFields(area).find((field) => field.id === EXTRA_ZIP64)?.payload;
  if (payload === undefined) throw new Error('a record with a saturated offset has no ZIP64 field');
  return payload.byteOffset - raw.byteOffset + wideSizesLength(raw);
}

/** The saturated fields stand in a fixed order: size, packed size, offset. Bytes of the first two. */
function wideSizesLength(raw: Buffer): number {
  return [CENTRAL.size, CENTRAL.compressedSize].filter((field) => raw.readUInt32LE(field) === MAX_32).length * 8;
}

function widenedRecord(raw: Buffer, offset: number): Buffer {
  const nameEnd = CENTRAL_LENGTH + raw.readUInt16LE(CENTRAL.nameLength);
  const extraEnd = nameEnd + raw.readUInt16LE(CENTRAL.extraLength);
  const fields = readExtraFields(raw.subarray(nameEnd, extraEnd));
  const wide = fields.find((field) => field.id === EXTRA_ZIP64)?.payload ?? Buffer.alloc(0);
  const before = wideSizesLength(raw);
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(BigInt(offset));
  const payload = Buffer.concat([wide.subarray(0, before), value, wide.subarray(before)]);
  const others = fields.filter((field) => field.id !== EXTRA_ZIP64);
  const extra = writeExtraFields([{ id: EXTRA_ZIP64, payload }, ...others]);
  const head = Buffer.from(raw.subarray(0, nameEnd));
  head.writeUInt32LE(MAX_32, CENTRAL.offset);
  head.writeUInt16LE(extra.length, CENTRAL.extraLength);
  return Buffer.concat([head, extra, raw.subarray(extraEnd)]);
}

function encodedEntry(
  fixed: Buffer,
  name: Buffer,
  extra: readonly ExtraField[],
  comment: Buffer,
  packed: PackedData,
  modified: Date,
): EncodedEntry {
  const area = writeExtraFields(extra);
  const local = Buffer.alloc(LOCAL_LENGTH);
  local.writeUInt32LE(LOCAL_SIGNATURE, 0);
  local.writeUInt16LE(fixed.readUInt16LE(CENTRAL.needed), LOCAL.needed);
  local.writeUInt16LE(fixed.readUInt16LE(CENTRAL.flags), LOCAL.flags);
  for (const [header, fields] of [[fixed, CENTRAL] as const, [local, LOCAL] as const]) {
    header.writeUInt16LE(packed.method, fields.method);
    header.writeUInt32LE(dosTime(modified), fields.time);
    header.writeUInt32LE(packed.crc, fields.crc);
    header.writeUInt32LE(packed.bytes.length, fields.compressedSize);
    header.writeUInt32LE(packed.size, fields.size);
    header.writeUInt16LE(name.length, fields.nameLength);
    header.writeUInt16LE(area.length, fields.extraLength);
  }
  fixed.writeUInt16LE(comment.length, CENTRAL.commentLength);
  fixed.writeUInt16LE(0, CENTRAL.disk);
  fixed.writeUInt32LE(0, CENTRAL.offset);
  return {
    local: Buffer.concat([local, name, area]),
    data: packed.bytes,
    central: Buffer.concat([fixed, name, area, comment]),
  };
}

function timestampField(modified: Date): ExtraField {
  const payload = Buffer.alloc(5);
  payload.writeUInt8(1, 0);
  payload.writeInt32LE(Math.min(0x7fffffff, Math.max(0, Math.floor(modified.getTime() / 1000))), 1);
  return { id: EXTRA_TIMESTAMP, payload };
}

/** MS-DOS date and time: local, in steps of two seconds, 1980 to 2107. */
function dosTime(date: Date): number {
  const year = Math.min(2107, Math.max(1980, date.getFullYear()));
  const day = ((year - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  return day * 0x10000 + time;
}
