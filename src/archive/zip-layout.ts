// Names for the fixed parts of the records of PKWARE's APPNOTE.TXT 6.3.10: signatures, lengths, field positions.

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const ZIP64_END_SIGNATURE = 0x06064b50;
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
export const DESCRIPTOR_SIGNATURE = 0x08074b50;

/** Length of the fixed part of each record. */
export const LOCAL_LENGTH = 30;
export const CENTRAL_LENGTH = 46;
export const END_LENGTH = 22;
export const ZIP64_END_LENGTH = 56;
export const ZIP64_LOCATOR_LENGTH = 20;

/** A field with this value has its real value in the ZIP64 extra field or record. */
export const MAX_16 = 0xffff;
export const MAX_32 = 0xffffffff;

export const FLAG_ENCRYPTED = 0x0001;
export const FLAG_COMPRESSION_LEVEL = 0x0006;
/** CRC and sizes follow the data; the local header may hold zeros. */
export const FLAG_DESCRIPTOR = 0x0008;
export const FLAG_PATCHED = 0x0020;
export const FLAG_STRONG_ENCRYPTION = 0x0040;
export const FLAG_UTF8 = 0x0800;
export const FLAG_MASKED = 0x2000;

export const METHOD_STORED = 0;
export const METHOD_DEFLATED = 8;

export const EXTRA_ZIP64 = 0x0001;
export const EXTRA_NTFS = 0x000a;
export const EXTRA_UNIX_OLD = 0x5855;
export const EXTRA_PKWARE_UNIX = 0x000d;
/** Info-ZIP's "UT": times in seconds since 1970, UTC. */
export const EXTRA_TIMESTAMP = 0x5455;
/** Info-ZIP's Unicode path: version, CRC-32 of the stored name, the name in UTF-8. */
export const EXTRA_UNICODE_PATH = 0x7075;

/** Positions of fields in a central record. */
export const CENTRAL = {
  madeBy: 4,
  needed: 6,
  flags: 8,
  method: 10,
  time: 12,
  crc: 16,
  compressedSize: 20,
  size: 24,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  disk: 34,
  externalAttributes: 38,
  offset: 42,
} as const;

/** Positions of fields in a local record. */
export const LOCAL = {
  needed: 4,
  flags: 6,
  method: 8,
  time: 10,
  crc: 14,
  compressedSize: 18,
  size: 22,
  nameLength: 26,
  extraLength: 28,
} as const;

/** Positions of fields in the end record. */
export const END = {
  disk: 4,
  directoryDisk: 6,
  diskEntries: 8,
  entries: 10,
  directorySize: 12,
  directoryOffset: 16,
  commentLength: 20,
} as const;

/** Positions of fields in the ZIP64 end record. */
export const ZIP64_END = {
  recordSize: 4,
  madeBy: 12,
  needed: 14,
  disk: 16,
  directoryDisk: 20,
  diskEntries: 24,
  entries: 32,
  directorySize: 40,
  directoryOffset: 48,
} as const;
