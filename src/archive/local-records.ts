import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { CentralDirectory } from './central-directory.ts';
import type { CentralRecord } from './central-record.ts';
import { type ArchiveEnd, severalEnds } from './end-record.ts';
import { decodeEntryName, twoNames } from './entry-name.ts';
import { readExtraFields } from './extra-fields.ts';
import { inspectGap } from './record-gap.ts';
import {
  END_LENGTH,
  END_SIGNATURE,
  EXTRA_UNICODE_PATH,
  EXTRA_ZIP64,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  LOCAL,
  LOCAL_LENGTH,
  LOCAL_SIGNATURE,
  MAX_32,
} from './zip-layout.ts';

/** An entry whose local record was found and agrees with the directory. */
export interface ZipRecord extends CentralRecord {
  /** Absolute position of the packed data. */
  readonly dataStart: number;
  /** Absolute position of the next local record, or of the directory: what lies between belongs to this one. */
  readonly spanEnd: number;
}

/** All entries of an archive with the places of their local records. */
export class ZipRecords {
  /** Numbers of the entries in the order of their local records. */
  readonly physicalOrder: Uint32Array;
  readonly #directory: CentralDirectory;
  readonly #dataStarts: Float64Array;
  readonly #spanEnds: Float64Array;

  constructor(directory: CentralDirectory, order: Uint32Array, dataStarts: Float64Array, spanEnds: Float64Array) {
    this.#directory = directory;
    this.physicalOrder = order;
    this.#dataStarts = dataStarts;
    this.#spanEnds = spanEnds;
  }

  /** The central directory as stored. */
  get directory(): Buffer {
    return this.#directory.bytes;
  }

  get length(): number {
    return this.#directory.length;
  }

  /** `index`: number in the directory's order. */
  at(index: number): ZipRecord {
    const places = { dataStart: this.#dataStarts[index] ?? 0, spanEnd: this.#spanEnds[index] ?? 0 };
    return Object.assign(this.#directory.at(index), places);
  }
}

/** Read with every header, so that most need one system call: Info-ZIP's extra fields take 28 bytes. */
const LIKELY_EXTRA = 64;

/** Finds each local record, compares it with the directory and refuses records that overlap or hide. */
export function locateRecords(file: ArchiveFile, directory: CentralDirectory, end: ArchiveEnd): ZipRecords {
  const count = directory.length;
  const offsets = Float64Array.from({ length: count }, (_, index) => directory.at(index).offset);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  order.sort((left, right) => (offsets[left] ?? 0) - (offsets[right] ?? 0));
  const dataStarts = new Float64Array(count);
  const spanEnds = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    const index = order[place] ?? 0;
    const spanEnd = place + 1 < count ? (offsets[order[place + 1] ?? 0] ?? 0) : end.directoryStart;
    dataStarts[index] = locate(file, directory.at(index), spanEnd);
    spanEnds[index] = spanEnd;
  }
  refusePrependedArchive(file, count === 0 ? end.directoryStart : (offsets[order[0] ?? 0] ?? 0));
  return new ZipRecords(directory, order, dataStarts, spanEnds);
}

/** Absolute position of the entry's data. */
function locate(file: ArchiveFile, record: CentralRecord, spanEnd: number): number {
  const { offset, nameLength, compressedSize } = record;
  if (offset < 0 || offset + LOCAL_LENGTH > spanEnd) throw overlapping(record.name);
  let header = file.read(offset, Math.min(LOCAL_LENGTH + nameLength + LIKELY_EXTRA, file.size - offset));
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw damagedArchive(`the entry ${nameLabel(record.name)} is not where the directory says`);
  const length = LOCAL_LENGTH + header.readUInt16LE(LOCAL.nameLength) + header.readUInt16LE(LOCAL.extraLength);
  if (length > header.length) header = file.read(offset, Math.min(length, file.size - offset));
  const dataStart = offset + length;
  const dataEnd = dataStart + compressedSize;
  if (dataEnd > spanEnd) throw overlapping(record.name);
  header = header.subarray(0, length);
  compareHeaders(record, header);
  if (record.method === 0 && record.size !== compressedSize)
    throw damagedArchive(`the entry ${nameLabel(record.name)} is stored as it is and yet declares two sizes`);
  const described = ((record.flags | header.readUInt16LE(LOCAL.flags)) & FLAG_DESCRIPTOR) !== 0;
  inspectGap(file, record, described, { start: dataEnd, end: spanEnd });
  return dataStart;
}

function overlapping(name: string): Error {
  return refusedArchive(
    `the entry ${nameLabel(name)} overlaps another part of the archive`,
    'Do not use this archive: no ZIP tool writes it like this by accident.',
  );
}

/** A tool that streams an archive believes the local header; it must say what the directory says. */
function compareHeaders(record: CentralRecord, header: Buffer): void {
  const { rawName } = record;
  const flags = header.readUInt16LE(LOCAL.flags);
  const differs = (what: string) =>
    refusedArchive(`the entry ${nameLabel(record.name)} has ${what} in its header than in the directory`);
  const nameLength = header.readUInt16LE(LOCAL.nameLength);
  if (!header.subarray(LOCAL_LENGTH, LOCAL_LENGTH + nameLength).equals(rawName)) throw differs('another name');
  if (header.readUInt16LE(LOCAL.method) !== record.method) throw differs('another method');
  const localName = decodeLocalName(header, rawName, flags);
  if (localName !== null && localName !== record.name) throw twoNames(record.name, localName);
  const isAscii = rawName.every((byte) => byte < 0x80);
  const judged = FLAG_ENCRYPTED | (isAscii ? 0 : FLAG_UTF8);
  if ((flags & judged) !== (record.flags & judged)) throw differs('other flags');
  const later = (flags & FLAG_DESCRIPTOR) !== 0;
  const sizes = localSizes(header);
  const agrees = (local: number, central: number) => local === central || (later && (local === 0 || local === MAX_32));
  if (!agrees(header.readUInt32LE(LOCAL.crc), record.crc)) throw differs('another checksum');
  if (!agrees(sizes.size, record.size) || !agrees(sizes.compressedSize, record.compressedSize))
    throw differs('other sizes');
}

/** The name in Info-ZIP's Unicode field of a local header; null without one. */
function decodeLocalName(header: Buffer, rawName: Buffer, flags: number): string | null {
  if (header.readUInt16LE(LOCAL.extraLength) < 4) return null;
  const extra = readExtraFields(header.subarray(LOCAL_LENGTH + rawName.length));
  return extra.some(({ id }) => id === EXTRA_UNICODE_PATH) ? decodeEntryName(rawName, flags, extra) : null;
}

function localSizes(header: Buffer): { size: number; compressedSize: number } {
  const size = header.readUInt32LE(LOCAL.size);
  const compressedSize = header.readUInt32LE(LOCAL.compressedSize);
  if (size !== MAX_32 && compressedSize !== MAX_32) return { size, compressedSize };
  const extra = readExtraFields(header.subarray(LOCAL_LENGTH + header.readUInt16LE(LOCAL.nameLength)));
  const payload = extra.find((field) => field.id === EXTRA_ZIP64)?.payload;
  if (payload === undefined || payload.length < 16) return { size, compressedSize };
  return { size: Number(payload.readBigUInt64LE(0)), compressedSize: Number(payload.readBigUInt64LE(8)) };
}

const SCAN_CHUNK = 1024 * 1024;

/** Prepended data (a self-extractor's program, say) is fine; a second archive or an unlisted entry is not. */
function refusePrependedArchive(file: ArchiveFile, end: number): void {
  if (end <= 0) return;
  const head = file.read(0, Math.min(4, file.size));
  if (head.length === 4 && head.readUInt32LE(0) === LOCAL_SIGNATURE)
    throw refusedArchive('the archive begins with an entry that its directory does not list');
  const signature = Buffer.alloc(8);
  signature.writeUInt32LE(END_SIGNATURE, 0);
  for (let position = 0; position < end; position += SCAN_CHUNK) {
    const chunk = file.read(position, Math.min(SCAN_CHUNK + END_LENGTH, end - position));
    if (chunk.includes(signature)) throw severalEnds(file);
  }
}
