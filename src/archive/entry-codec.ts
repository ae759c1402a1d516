import { crc32 } from './crc32.ts';
import {
  CENTRAL,
  CENTRAL_LENGTH,
  CENTRAL_SIGNATURE,
  END,
  END_LENGTH,
  END_SIGNATURE,
  LOCAL,
  LOCAL_LENGTH,
  LOCAL_SIGNATURE,
  METHOD_STORED,
} from './zip-layout.ts';

/** One entry's packed data and what its headers say of it. */
export interface PackedData {
  readonly bytes: Buffer;
  /** 0 or 8. */
  readonly method: number;
  readonly crc: number;
  /** Unpacked size in bytes. */
  readonly size: number;
}

/** Packs and unpacks the data of single entries; adm-zip's only job. */
export interface EntryCodec {
  /** Throws when the data does not unpack to exactly the declared size and checksum. */
  decode(packed: PackedData): Buffer;
  /** An empty content is stored, whatever the method: some readers trip over an empty deflate stream. */
  encode(bytes: Uint8Array, method: number): PackedData;
}

const NAME = Buffer.from('entry');

/** Loads adm-zip, which is not needed before a project is opened. */
export async function loadEntryCodec(): Promise<EntryCodec> {
  const { default: AdmZip } = await import('adm-zip');
  return {
    decode(packed) {
      const bytes = new AdmZip(singleEntryArchive(packed)).getEntry(NAME.toString())?.getData();
      if (bytes === undefined || bytes.length !== packed.size) throw new Error('unpacks to another size than declared');
      // adm-zip does not look at the checksum of data without a single packed byte.
      if (packed.bytes.length === 0 && packed.crc !== 0) throw new Error('has another checksum than declared');
      return bytes;
    },
    encode(bytes, method) {
      if (bytes.length === 0) return { bytes: Buffer.alloc(0), method: METHOD_STORED, crc: 0, size: 0 };
      const archive = new AdmZip();
      const entry = archive.addFile(NAME.toString(), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      entry.header.method = method;
      return { bytes: entry.getCompressedData(), method, crc: crc32(bytes), size: bytes.length };
    },
  };
}

/**
 * A ZIP of this one entry, for adm-zip to read: it never sees the input's own directory, whose names and
 * offsets it would believe, and its memory stays within the entry.
 */
function singleEntryArchive(packed: PackedData): Buffer {
  const local = Buffer.alloc(LOCAL_LENGTH);
  local.writeUInt32LE(LOCAL_SIGNATURE, 0);
  const central = Buffer.alloc(CENTRAL_LENGTH);
  central.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  for (const [header, fields] of [[local, LOCAL] as const, [central, CENTRAL] as const]) {
    header.writeUInt16LE(20, fields.needed);
    header.writeUInt16LE(packed.method, fields.method);
    header.writeUInt32LE(packed.crc, fields.crc);
    header.writeUInt32LE(packed.bytes.length, fields.compressedSize);
    header.writeUInt32LE(packed.size, fields.size);
    header.writeUInt16LE(NAME.length, fields.nameLength);
  }
  const directoryOffset = LOCAL_LENGTH + NAME.length + packed.bytes.length;
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END_SIGNATURE, 0);
  end.writeUInt16LE(1, END.diskEntries);
  end.writeUInt16LE(1, END.entries);
  end.writeUInt32LE(CENTRAL_LENGTH + NAME.length, END.directorySize);
  end.writeUInt32LE(directoryOffset, END.directoryOffset);
  return Buffer.concat([local, NAME, packed.bytes, central, NAME, end]);
}
