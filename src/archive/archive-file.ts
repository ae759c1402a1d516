import { type BigIntStats, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { damagedArchive, nameLabel } from './archive-error.ts';

/** A ZIP on disk, opened for reading only. Positions are absolute, in bytes. */
export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
  /** Changes when the file is written to or replaced. */
  readonly fingerprint: string;
  /** When it or anything about it last changed, in nanoseconds since 1970; unlike the time in `fingerprint` nobody can set it. */
  readonly changeTime: bigint;
  /** Exactly `length` bytes; throws `archive-damaged` when the file does not have them. */
  read(position: number, length: number): Buffer;
  /** The same into the beginning of `target`; returns that part of it. */
  readInto(target: Buffer, position: number, length: number): Buffer;
}

/** Opens a file for the duration of `use`. */
export async function withArchiveFile<Result>(
  path: string,
  use: (file: ArchiveFile) => Result | Promise<Result>,
): Promise<Result> {
  const descriptor = openSync(path, 'r');
  try {
    return await use(archiveFile(path, descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** The same for a caller that cannot wait. */
export function withArchiveFileSync<Result>(path: string, use: (file: ArchiveFile) => Result): Result {
  const descriptor = openSync(path, 'r');
  try {
    return use(archiveFile(path, descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function archiveFile(path: string, descriptor: number): ArchiveFile {
  const stats = fstatSync(descriptor, { bigint: true });
  const size = Number(stats.size);
  const readInto = (target: Buffer, position: number, length: number): Buffer => {
    if (position < 0 || length < 0 || position + length > size) throw cutOff(path);
    let done = 0;
    while (done < length) {
      const count = readSync(descriptor, target, done, length - done, position + done);
      if (count === 0) throw cutOff(path);
      done += count;
    }
    return target.subarray(0, length);
  };
  return {
    path,
    size,
    fingerprint: fingerprintOf(stats),
    changeTime: stats.ctimeNs,
    read(position, length) {
      // Before the memory is asked for: lengths come from the file itself.
      if (position < 0 || length < 0 || position + length > size) throw cutOff(path);
      return readInto(Buffer.allocUnsafe(length), position, length);
    },
    readInto,
  };
}

/** Identity, size and time of a file. */
export function fingerprintOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs].join(':');
}

function cutOff(path: string): Error {
  return damagedArchive(`${nameLabel(path)} points beyond its own end`);
}
