import type { ArchiveLimits } from '../../src/archive/archive-limits.ts';
import { crc32 } from '../../src/archive/crc32.ts';
import { type BuiltArchive, type BuiltEntry, extraField } from './zip-builder.ts';

/** A ZIP that must be refused. */
export interface HostileZip {
  readonly what: string;
  readonly zip: BuiltArchive | Buffer;
  /** What the message must say: the entry, as it is shown, where one is at fault. */
  readonly says: readonly string[];
  /** Left out: `archive-refused`. */
  readonly code?: 'archive-damaged';
  readonly limits?: Partial<ArchiveLimits>;
}

export const good: BuiltEntry = { name: 'good.txt', content: 'hello' };

export const entry = (name: string | Buffer, rest: Partial<BuiltEntry> = {}): BuiltEntry => ({
  name,
  content: 'x',
  ...rest,
});

/** The same honest archive with one bad entry in the middle of it. */
export const among = (...bad: readonly BuiltEntry[]): BuiltArchive => ({
  entries: [good, ...bad, { name: 'zz.txt', content: 'last' }],
});

/** Info-ZIP's Unicode path field for a stored name. */
export function unicodePath(stored: string | Buffer, shown: string, version = 1, crc?: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(version, 0);
  head.writeUInt32LE(crc ?? crc32(Buffer.from(stored)), 1);
  return extraField(0x7075, Buffer.concat([head, Buffer.from(shown)]));
}

/** A ZIP64 field with these values. */
export function wide(...values: readonly number[]): Buffer {
  const payload = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) payload.writeBigUInt64LE(BigInt(value), index * 8);
  return extraField(1, payload);
}

/** A copy of `bytes` in which the 16- or 32-bit field at `at` is another one. */
export function patched(bytes: Buffer, at: number, value: number, length: 2 | 4 = 4): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUIntLE(value, at < 0 ? copy.length + at : at, length);
  return copy;
}
