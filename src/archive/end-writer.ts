import {
  END,
  END_LENGTH,
  END_SIGNATURE,
  MAX_16,
  MAX_32,
  ZIP64_END,
  ZIP64_END_LENGTH,
  ZIP64_END_SIGNATURE,
  ZIP64_LOCATOR_LENGTH,
  ZIP64_LOCATOR_SIGNATURE,
} from './zip-layout.ts';

/** What the end records say; offsets are as stored, from the archive's start. */
export interface DirectoryExtent {
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
}

/** End records to begin from: those of the input, or `NEW_END`. */
export interface EndTemplate {
  readonly between: Buffer;
  readonly endRecord: Buffer;
  readonly zip64Record: Buffer | null;
}

export const NEW_END: EndTemplate = {
  between: Buffer.alloc(0),
  endRecord: newEndRecord(),
  zip64Record: null,
};

/** The end of an archive: comment and extensible data of the template, new numbers; ZIP64 where it was or must be. */
export function endRecords(template: EndTemplate, extent: DirectoryExtent): Buffer {
  const { entries, offset, size } = extent;
  const { zip64Record, between } = template;
  const end = Buffer.from(template.endRecord);
  // A field that was saturated stays so: the reader then takes the ZIP64 record's value, which is there.
  const narrow16 = (value: number, field: number) => {
    const wide = value >= MAX_16 || (zip64Record !== null && end.readUInt16LE(field) === MAX_16);
    end.writeUInt16LE(wide ? MAX_16 : value, field);
  };
  const narrow32 = (value: number, field: number) => {
    const wide = value >= MAX_32 || (zip64Record !== null && end.readUInt32LE(field) === MAX_32);
    end.writeUInt32LE(wide ? MAX_32 : value, field);
  };
  narrow16(entries, END.diskEntries);
  narrow16(entries, END.entries);
  narrow32(size, END.directorySize);
  narrow32(offset, END.directoryOffset);
  const needsWide = entries >= MAX_16 || offset >= MAX_32 || size >= MAX_32;
  if (zip64Record === null && !needsWide) return Buffer.concat([between, end]);
  const position = offset + size + between.length;
  return Buffer.concat([between, ...zip64Records(zip64Record ?? newZip64Record(), extent, position), end]);
}

function zip64Records(from: Buffer, { entries, offset, size }: DirectoryExtent, position: number): Buffer[] {
  const record = Buffer.from(from);
  record.writeBigUInt64LE(BigInt(entries), ZIP64_END.diskEntries);
  record.writeBigUInt64LE(BigInt(entries), ZIP64_END.entries);
  record.writeBigUInt64LE(BigInt(size), ZIP64_END.directorySize);
  record.writeBigUInt64LE(BigInt(offset), ZIP64_END.directoryOffset);
  const locator = Buffer.alloc(ZIP64_LOCATOR_LENGTH);
  locator.writeUInt32LE(ZIP64_LOCATOR_SIGNATURE, 0);
  locator.writeBigUInt64LE(BigInt(position), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}

function newEndRecord(): Buffer {
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END_SIGNATURE, 0);
  return end;
}

function newZip64Record(): Buffer {
  const record = Buffer.alloc(ZIP64_END_LENGTH);
  record.writeUInt32LE(ZIP64_END_SIGNATURE, 0);
  record.writeBigUInt64LE(BigInt(ZIP64_END_LENGTH - 12), ZIP64_END.recordSize);
  record.writeUInt16LE(45, ZIP64_END.madeBy);
  record.writeUInt16LE(45, ZIP64_END.needed);
  return record;
}
