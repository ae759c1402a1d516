import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/archive/crc32.ts';

/** An entry of a hand-made ZIP; whatever is given in `local` or `central` overrides the honest value there. */
export interface BuiltEntry {
  readonly name: string | Buffer;
  readonly content?: Buffer | string;
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode with file type bits. */
  readonly mode?: number;
  readonly comment?: string;
  readonly localExtra?: Buffer;
  readonly centralExtra?: Buffer;
  readonly local?: Partial<HeaderFields>;
  readonly central?: Partial<HeaderFields & { offset: number }>;
  /** Packed bytes to write instead of the honest ones. */
  readonly packed?: Buffer;
  /** Flag 8, zeros in the local header, and an honest descriptor of this length after the data. */
  readonly descriptor?: 12 | 16 | 20 | 24;
  /** Written after the data. */
  readonly trailer?: Buffer;
}

interface HeaderFields {
  name: Buffer;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
}

export interface BuiltArchive {
  readonly entries: readonly BuiltEntry[];
  readonly prepended?: Buffer;
  /** True: stored offsets count the prepended data. */
  readonly adjusted?: boolean;
  readonly comment?: Buffer;
  readonly zip64?: boolean;
  readonly entryCount?: number;
}

export function extraField(id: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** Builds a ZIP byte by byte, honest unless told otherwise. */
export function buildZip(archive: BuiltArchive): Buffer {
  const prepended = archive.prepended ?? Buffer.alloc(0);
  const base = archive.adjusted === true ? 0 : prepended.length;
  const parts: Buffer[] = [prepended];
  const directory: Buffer[] = [];
  let position = prepended.length;
  for (const entry of archive.entries) {
    const { local, central } = records(entry, position - base);
    parts.push(local);
    directory.push(central);
    position += local.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  const extent = { entries: archive.entryCount ?? directory.length, size, offset: position - base };
  return Buffer.concat([...parts, ...directory, end(extent, archive)]);
}

function records(entry: BuiltEntry, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const honest: HeaderFields = {
    name: Buffer.from(entry.name),
    flags: (entry.flags ?? 0) | (entry.descriptor === undefined ? 0 : 8),
    method,
    crc: crc32(content),
    compressedSize: packed.length,
    size: content.length,
  };
  const zeros = entry.descriptor === undefined ? {} : { crc: 0, size: 0, compressedSize: 0 };
  const there = { ...honest, ...zeros, ...entry.local };
  const here = { ...honest, offset, ...entry.central };
  const localExtra = entry.localExtra ?? Buffer.alloc(0);
  const centralExtra = entry.centralExtra ?? Buffer.alloc(0);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  writeFields(local, 4, there, localExtra.length);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE((3 << 8) | 20, 4);
  writeFields(central, 6, here, centralExtra.length);
  const comment = Buffer.from(entry.comment ?? '');
  central.writeUInt16LE(comment.length, 32);
  central.writeUInt32LE((entry.mode ?? 0o100644) * 0x10000, 38);
  central.writeUInt32LE(here.offset, 42);
  return {
    local: Buffer.concat([
      local,
      there.name,
      localExtra,
      packed,
      descriptorOf(entry, honest),
      entry.trailer ?? Buffer.alloc(0),
    ]),
    central: Buffer.concat([central, here.name, centralExtra, comment]),
  };
}

function descriptorOf({ descriptor: length }: BuiltEntry, { crc, compressedSize, size }: HeaderFields): Buffer {
  if (length === undefined) return Buffer.alloc(0);
  const signed = length === 16 || length === 24;
  const bytes = Buffer.alloc(length);
  const at = signed ? 4 : 0;
  if (signed) bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, at);
  const wide = length >= 20;
  bytes.writeUInt32LE(compressedSize, at + 4);
  bytes.writeUInt32LE(size, at + (wide ? 12 : 8));
  return bytes;
}

function writeFields(header: Buffer, at: number, fields: HeaderFields, extraLength: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(fields.flags, at + 2);
  header.writeUInt16LE(fields.method, at + 4);
  // 2001-02-03 04:05:06
  header.writeUInt32LE(0x2a4320a3, at + 6);
  header.writeUInt32LE(fields.crc, at + 10);
  header.writeUInt32LE(fields.compressedSize, at + 14);
  header.writeUInt32LE(fields.size, at + 18);
  header.writeUInt16LE(fields.name.length, at + 22);
  header.writeUInt16LE(extraLength, at + 24);
}

function end(extent: { entries: number; size: number; offset: number }, archive: BuiltArchive): Buffer {
  const comment = archive.comment ?? Buffer.alloc(0);
  const record = Buffer.alloc(22);
  const wide = archive.zip64 === true;
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(wide ? 0xffff : extent.entries & 0xffff, 8);
  record.writeUInt16LE(wide ? 0xffff : extent.entries & 0xffff, 10);
  record.writeUInt32LE(wide ? 0xffffffff : extent.size, 12);
  record.writeUInt32LE(wide ? 0xffffffff : extent.offset, 16);
  record.writeUInt16LE(comment.length, 20);
  if (!wide) return Buffer.concat([record, comment]);
  const zip64 = Buffer.alloc(56);
  zip64.writeUInt32LE(0x06064b50, 0);
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeUInt16LE(45, 12);
  zip64.writeUInt16LE(45, 14);
  zip64.writeBigUInt64LE(BigInt(extent.entries), 24);
  zip64.writeBigUInt64LE(BigInt(extent.entries), 32);
  zip64.writeBigUInt64LE(BigInt(extent.size), 40);
  zip64.writeBigUInt64LE(BigInt(extent.offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(extent.offset + extent.size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([zip64, locator, record, comment]);
}
