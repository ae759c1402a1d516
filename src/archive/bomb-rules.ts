import { nameLabel, refusedArchive } from './archive-error.ts';
import { type ArchiveLimits, RATIO_FLOOR_BYTES } from './archive-limits.ts';
import type { ZipRecord } from './local-records.ts';

const hint = (option: string) =>
  `If this archive is honest, leave the large files out or raise the limit with ${option}.`;

/** Refuses what unpacks to too much, by one entry, by the total, or measured against what is packed. */
export class BombRules {
  readonly #limits: ArchiveLimits;
  #total = 0;
  #packed = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  add(record: ZipRecord): void {
    const { maxEntryBytes, maxRatio } = this.#limits;
    const { size, compressedSize } = record;
    if (size > maxEntryBytes)
      throw refusedArchive(
        `the entry ${nameLabel(record.name)} unpacks to ${size} bytes; the limit is ${maxEntryBytes}`,
        hint('--max-entry-size'),
      );
    if (this.#isBomb(size, compressedSize))
      throw refusedArchive(
        `the entry ${nameLabel(record.name)} unpacks to more than ${maxRatio} times its packed size`,
        hint('--max-ratio'),
      );
    this.#total += size;
    this.#packed += compressedSize;
  }

  /** To be asked after the last entry. */
  judgeTotal(): void {
    const { maxTotalBytes, maxRatio } = this.#limits;
    if (this.#total > maxTotalBytes)
      throw refusedArchive(
        `the archive unpacks to ${this.#total} bytes; the limit is ${maxTotalBytes}`,
        hint('--max-unpacked'),
      );
    if (this.#isBomb(this.#total, this.#packed))
      throw refusedArchive(`the archive unpacks to more than ${maxRatio} times its packed size`, hint('--max-ratio'));
  }

  #isBomb(size: number, packed: number): boolean {
    return size > RATIO_FLOOR_BYTES && size > packed * this.#limits.maxRatio;
  }
}
