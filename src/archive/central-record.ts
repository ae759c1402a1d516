import { decodeEntryName } from './entry-name.ts';
import { type ExtraField, readExtraFields } from './extra-fields.ts';
import { CENTRAL, CENTRAL_LENGTH, EXTRA_ZIP64, MAX_32 } from './zip-layout.ts';

/** A view of one record of a directory that was judged. */
export class CentralRecord {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #base: number;

  /** `start`: position of the record in `bytes`; `base`: what the stored offsets do not count. */
  constructor(bytes: Buffer, start: number, base: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#base = base;
  }

  /** The whole record as stored. */
  get raw(): Buffer {
    return this.#bytes.subarray(this.#start, this.#start + recordLength(this.#bytes, this.#start));
  }

  get rawName(): Buffer {
    const from = this.#start + CENTRAL_LENGTH;
    return this.#bytes.subarray(from, from + this.nameLength);
  }

  /** In bytes. */
  get nameLength(): number {
    return this.#short(CENTRAL.nameLength);
  }

  get name(): string {
    return decodeEntryName(this.rawName, this.flags, this.extra);
  }

  get extra(): ExtraField[] {
    const from = this.#start + CENTRAL_LENGTH + this.nameLength;
    return readExtraFields(this.#bytes.subarray(from, from + this.#short(CENTRAL.extraLength)));
  }

  get flags(): number {
    return this.#short(CENTRAL.flags);
  }

  /** 0 or 8. */
  get method(): number {
    return this.#short(CENTRAL.method);
  }

  get disk(): number {
    return this.#short(CENTRAL.disk);
  }

  get crc(): number {
    return this.#long(CENTRAL.crc);
  }

  get externalAttributes(): number {
    return this.#long(CENTRAL.externalAttributes);
  }

  get compressedSize(): number {
    return this.#wide(CENTRAL.compressedSize);
  }

  get size(): number {
    return this.#wide(CENTRAL.size);
  }

  /** Absolute position of the local record. */
  get offset(): number {
    return this.#wide(CENTRAL.offset) + this.#base;
  }

  /** Fields whose real value is in the ZIP64 field, in its order. */
  get saturated(): readonly number[] {
    return WIDE_FIELDS.filter((field) => this.#long(field) === MAX_32);
  }

  #short(field: number): number {
    return this.#bytes.readUInt16LE(this.#start + field);
  }

  #long(field: number): number {
    return this.#bytes.readUInt32LE(this.#start + field);
  }

  /** A size or offset, taken from the ZIP64 field where the 32-bit one is saturated, in APPNOTE's order. */
  #wide(field: number): number {
    const narrow = this.#long(field);
    if (narrow !== MAX_32) return narrow;
    const payload = this.extra.find(({ id }) => id === EXTRA_ZIP64)?.payload;
    return Number(payload?.readBigUInt64LE(this.saturated.indexOf(field) * 8) ?? narrow);
  }
}

/** In the order of their values in the ZIP64 field. */
const WIDE_FIELDS: readonly number[] = [CENTRAL.size, CENTRAL.compressedSize, CENTRAL.offset];

/** Length of the record at `position`, of which the fixed part must be there. */
export function recordLength(directory: Buffer, position: number): number {
  return (
    CENTRAL_LENGTH +
    directory.readUInt16LE(position + CENTRAL.nameLength) +
    directory.readUInt16LE(position + CENTRAL.extraLength) +
    directory.readUInt16LE(position + CENTRAL.commentLength)
  );
}
