import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import { unreadableZip } from './unreadable-zip.ts';
import {
  CENTRAL_SIGNATURE,
  END,
  END_LENGTH,
  END_SIGNATURE,
  LOCAL_SIGNATURE,
  MAX_16,
  MAX_32,
  ZIP64_END,
  ZIP64_END_LENGTH,
  ZIP64_END_SIGNATURE,
  ZIP64_LOCATOR_LENGTH,
  ZIP64_LOCATOR_SIGNATURE,
} from './zip-layout.ts';

/** Where the central directory stands, as the archive's end tells. */
export interface ArchiveEnd {
  /** Absolute position and length of the central directory. */
  readonly directoryStart: number;
  readonly directorySize: number;
  /** As declared; writers without ZIP64 let it overflow at 65,536. */
  readonly entryCount: number;
  /** Added to every stored offset: the length of prepended data that the offsets do not count. */
  readonly base: number;
  /** What stands between the directory and the end records, e.g. a signature; nearly always nothing. */
  readonly between: Buffer;
  /** The end record with the archive's comment. */
  readonly endRecord: Buffer;
  /** The ZIP64 end record as stored; null without one. */
  readonly zip64Record: Buffer | null;
}

/** Reads the one end record of an archive; throws when there is none, more than one, or a contradictory one. */
export function readArchiveEnd(file: ArchiveFile): ArchiveEnd {
  const position = findEndRecord(file);
  const endRecord = file.read(position, file.size - position);
  const zip64 = readZip64Record(file, position);
  refuseSplitArchive(file, endRecord, zip64?.record ?? null);
  const declared = declaredDirectory(file, endRecord, zip64?.record ?? null);
  const limit = zip64?.position ?? position;
  const { directorySize, directoryOffset } = declared;
  const start = directoryPosition(file, limit, directorySize, directoryOffset);
  const between = readBetween(file, start + directorySize, limit);
  return {
    between,
    directoryStart: start,
    directorySize,
    entryCount: declared.entries,
    base: start - directoryOffset,
    endRecord,
    zip64Record: zip64?.record ?? null,
  };
}

/** A digital signature takes a few kilobytes. */
const LONGEST_BETWEEN = 64 * 1024;

function readBetween(file: ArchiveFile, from: number, to: number): Buffer {
  const bytes = to - from > LONGEST_BETWEEN ? null : file.read(from, to - from);
  const signature = Buffer.alloc(4);
  const holds = (value: number) => {
    signature.writeUInt32LE(value, 0);
    return bytes?.includes(signature) === true;
  };
  if (bytes !== null && (holds(END_SIGNATURE) || holds(ZIP64_END_SIGNATURE))) throw severalEnds(file);
  if (bytes === null || holds(LOCAL_SIGNATURE) || holds(CENTRAL_SIGNATURE))
    throw refusedArchive(`${nameLabel(file.path)} hides something between its directory and its end`);
  return bytes;
}

/** The end record's comment must reach exactly to the end of the file, so that all readers find the same one. */
function findEndRecord(file: ArchiveFile): number {
  const windowLength = Math.min(file.size, END_LENGTH + MAX_16);
  const windowStart = file.size - windowLength;
  const window = file.read(windowStart, windowLength);
  let found = -1;
  let strays = 0;
  for (let index = window.length - END_LENGTH; index >= 0; index--) {
    if (window[index] !== 0x50 || window.readUInt32LE(index) !== END_SIGNATURE) continue;
    const fits = index + END_LENGTH + window.readUInt16LE(index + END.commentLength) === window.length;
    if (found < 0 && !fits) strays++;
    if (!fits) continue;
    if (found >= 0 || strays > 0) throw severalEnds(file);
    found = index;
  }
  if (found < 0 && strays > 0)
    throw damagedArchive(`${nameLabel(file.path)} has bytes after its end record that do not belong to it`);
  if (found < 0) throw unreadableZip(file);
  return windowStart + found;
}

export function severalEnds(file: ArchiveFile): Error {
  return refusedArchive(
    `${nameLabel(file.path)} has several end records: ZIP tools would disagree about what it holds`,
    'Pack the project again into a new ZIP, not into an existing one.',
  );
}

interface Zip64Record {
  readonly record: Buffer;
  readonly position: number;
}

function readZip64Record(file: ArchiveFile, endPosition: number): Zip64Record | null {
  const locatorPosition = endPosition - ZIP64_LOCATOR_LENGTH;
  if (locatorPosition < ZIP64_END_LENGTH) return null;
  const locator = file.read(locatorPosition, ZIP64_LOCATOR_LENGTH);
  if (locator.readUInt32LE(0) !== ZIP64_LOCATOR_SIGNATURE) return null;
  const stored = Number(locator.readBigUInt64LE(8));
  // Prepended data shifts the record; without extensible data it then stands right before its locator.
  for (const position of [stored, locatorPosition - ZIP64_END_LENGTH]) {
    if (position < 0 || position + ZIP64_END_LENGTH > locatorPosition) continue;
    const head = file.read(position, ZIP64_END_LENGTH);
    if (head.readUInt32LE(0) !== ZIP64_END_SIGNATURE) continue;
    const length = Number(head.readBigUInt64LE(ZIP64_END.recordSize)) + 12;
    if (length < ZIP64_END_LENGTH || position + length !== locatorPosition) continue;
    return { record: file.read(position, length), position };
  }
  throw damagedArchive(`${nameLabel(file.path)} has a ZIP64 locator that points nowhere`);
}

function refuseSplitArchive(file: ArchiveFile, end: Buffer, zip64: Buffer | null): void {
  const disks = [end.readUInt16LE(END.disk), end.readUInt16LE(END.directoryDisk)];
  const wide = zip64 === null ? [] : [zip64.readUInt32LE(ZIP64_END.disk), zip64.readUInt32LE(ZIP64_END.directoryDisk)];
  const split =
    disks.some((disk) => disk !== 0 && !(disk === MAX_16 && zip64 !== null)) || wide.some((disk) => disk !== 0);
  if (!split) return;
  throw refusedArchive(
    `${nameLabel(file.path)} is one part of a split archive`,
    'Join the parts into one ZIP first, e.g. with `zip -s 0 parts.zip --out whole.zip`.',
  );
}

interface DeclaredDirectory {
  readonly entries: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
}

function declaredDirectory(file: ArchiveFile, end: Buffer, zip64: Buffer | null): DeclaredDirectory {
  const pick = (narrow: number, saturated: number, wideField: number): number => {
    if (zip64 === null) return narrow;
    const wide = Number(zip64.readBigUInt64LE(wideField));
    if (narrow !== saturated && narrow !== wide)
      throw refusedArchive(`${nameLabel(file.path)} has two end records that contradict each other`);
    return wide;
  };
  const entries = pick(end.readUInt16LE(END.entries), MAX_16, ZIP64_END.entries);
  const diskEntries = pick(end.readUInt16LE(END.diskEntries), MAX_16, ZIP64_END.diskEntries);
  if (entries !== diskEntries) throw damagedArchive(`${nameLabel(file.path)} counts its entries in two ways`);
  return {
    entries,
    directorySize: pick(end.readUInt32LE(END.directorySize), MAX_32, ZIP64_END.directorySize),
    directoryOffset: pick(end.readUInt32LE(END.directoryOffset), MAX_32, ZIP64_END.directoryOffset),
  };
}

/**
 * The directory stands right before the end records, or where its stored offset says. Both may be true at
 * once only when they are the same place: else two readers would see two directories.
 */
function directoryPosition(file: ArchiveFile, limit: number, size: number, offset: number): number {
  const before = limit - size;
  if (before < 0 || offset > before)
    throw damagedArchive(`${nameLabel(file.path)} has lost a part: its directory does not fit in`);
  if (before === offset || size === 0) return before;
  const isDirectory = (position: number) =>
    position + 4 <= file.size && file.read(position, 4).readUInt32LE(0) === CENTRAL_SIGNATURE;
  const candidates = [before, offset].filter(isDirectory);
  if (candidates.length > 1) throw refusedArchive(`${nameLabel(file.path)} has two central directories`);
  const [position] = candidates;
  if (position === undefined)
    throw damagedArchive(`${nameLabel(file.path)} has lost a part: its directory is not where it should be`);
  return position;
}
