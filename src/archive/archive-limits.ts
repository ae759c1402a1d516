/** What an archive may ask of the machine before it is refused. */
export interface ArchiveLimits {
  /** Files, folders and links together. */
  readonly maxEntries: number;
  /** Declared unpacked size of everything, in bytes. */
  readonly maxTotalBytes: number;
  /** Declared unpacked size of one entry, in bytes: an entry is decoded in memory. */
  readonly maxEntryBytes: number;
  /** Unpacked bytes for one packed byte; asked only of what unpacks to more than `RATIO_FLOOR_BYTES`. */
  readonly maxRatio: number;
  /** Length of one name as stored, in bytes. */
  readonly maxNameBytes: number;
  /** Folders inside folders. */
  readonly maxDepth: number;
}

const MEBIBYTE = 1024 * 1024;

/** Fit every real project that was looked at; DESIGN.md and security.md tell where they come from. */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: 100_000,
  maxTotalBytes: 4096 * MEBIBYTE,
  maxEntryBytes: 1024 * MEBIBYTE,
  maxRatio: 200,
  maxNameBytes: 4096,
  maxDepth: 256,
};

/** For reading again what was already judged under the user's own limits. */
export const NO_ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: Number.MAX_SAFE_INTEGER,
  maxTotalBytes: Number.MAX_SAFE_INTEGER,
  maxEntryBytes: Number.MAX_SAFE_INTEGER,
  maxRatio: Number.MAX_SAFE_INTEGER,
  maxNameBytes: Number.MAX_SAFE_INTEGER,
  maxDepth: Number.MAX_SAFE_INTEGER,
};

/** Small files of zeros or blanks pack better than any ratio; below this size nobody is harmed by them. */
export const RATIO_FLOOR_BYTES = 32 * MEBIBYTE;
