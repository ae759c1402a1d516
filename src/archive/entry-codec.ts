import { inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.ts';
import { METHOD_STORED } from './zip-layout.ts';

/** One entry's packed data and what its headers say of it. */
export interface PackedData {
  readonly bytes: Buffer;
  /** 0 or 8. */
  readonly method: number;
  readonly crc: number;
  /** Unpacked size in bytes. */
  readonly size: number;
}

/** Packs (adm-zip's only job) and unpacks the data of single entries. */
export interface EntryCodec {
  /** Throws when the data does not unpack, all of it, to exactly the declared size and checksum. */
  decode(packed: PackedData): Buffer;
  /** An empty content is stored, whatever the method: some readers trip over an empty deflate stream. */
  encode(bytes: Uint8Array, method: number): PackedData;
}

const NAME = 'entry';

/** Loads adm-zip, which is not needed before a project is opened. */
export async function loadEntryCodec(): Promise<EntryCodec> {
  const { default: AdmZip } = await import('adm-zip');
  return {
    decode,
    encode(bytes, method) {
      if (bytes.length === 0) return { bytes: Buffer.alloc(0), method: METHOD_STORED, crc: 0, size: 0 };
      const archive = new AdmZip();
      const entry = archive.addFile(NAME, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      entry.header.method = method;
      return { bytes: entry.getCompressedData(), method, crc: crc32(bytes), size: bytes.length };
    },
  };
}

/**
 * Not adm-zip's part: it takes bytes behind the end of the deflate stream for nothing, where other readers see other
 * contents, and does not look at the checksum of data without a single packed byte.
 */
function decode({ bytes, method, crc, size }: PackedData): Buffer {
  // Some writers pack an empty file into no byte at all.
  const unpacked = method === METHOD_STORED || bytes.length === 0 ? bytes : inflate(bytes, size);
  if (unpacked.length !== size) throw new Error('unpacks to another size than declared');
  if (crc32(unpacked) !== crc) throw new Error('has another checksum than declared');
  return unpacked;
}

/** With `info`, zlib gives its engine along, which knows how much it has read; the types leave that out. */
interface InflatedWithInfo {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflate(packed: Buffer, size: number): Buffer {
  // zlib wants at least 1; an empty entry then unpacks to nothing or fails the comparison of sizes.
  const limits = { maxOutputLength: Math.max(1, size), info: true };
  const { buffer, engine } = inflateRawSync(packed, limits) as unknown as InflatedWithInfo;
  if (engine.bytesWritten !== packed.length) throw new Error('holds more than its packed data');
  return buffer;
}
