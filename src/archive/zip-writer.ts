import type { CopiedInput } from './copied-input.ts';
import { crc32 } from './crc32.ts';
import { type EndTemplate, endRecords } from './end-writer.ts';
import type { EncodedEntry } from './entry-records.ts';
import type { ZipRecord } from './local-records.ts';
import type { OutputSink } from './output-file.ts';

/** A stretch of the output, one after another: bytes of the input, or new ones with their CRC-32. Lengths in bytes. */
export type WrittenPart =
  | { readonly kind: 'copied'; readonly from: number; readonly length: number }
  | { readonly kind: 'written'; readonly length: number; readonly checksum: number };

/** Central records are gathered to this many bytes before they are written. */
const DIRECTORY_CHUNK = 256 * 1024;

/** Writes a ZIP front to back: copied records as bytes, encoded ones beside them, one directory at the end. */
export class ZipWriter {
  readonly #sink: OutputSink;
  readonly #base: number;
  readonly #parts: WrittenPart[] = [];
  /** Adjacent records are copied in one go. */
  #pending: { start: number; end: number } | null = null;

  /** `base`: what the input's stored offsets do not count. */
  constructor(sink: OutputSink, base: number) {
    this.#sink = sink;
    this.#base = base;
  }

  /** What was written so far, to be compared with what the disk gives back. */
  get parts(): readonly WrittenPart[] {
    return this.#parts;
  }

  /** Copies what stands before the first record. */
  async copyHead(input: CopiedInput, end: number): Promise<void> {
    if (end > 0) await this.#copy(input, 0, end);
  }

  /** Plans an untouched record and returns the offset to store for it. Records come in the input's physical order. */
  async copyRecord(input: CopiedInput, record: ZipRecord): Promise<number> {
    const { offset } = record;
    if (this.#pending?.end !== offset) await this.flush(input);
    this.#pending ??= { start: offset, end: offset };
    const position = this.#sink.position + offset - this.#pending.start;
    this.#pending.end = record.spanEnd;
    return position - this.#base;
  }

  async flush(input: CopiedInput): Promise<void> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) await this.#copy(input, pending.start, pending.end);
  }

  /** Writes an encoded entry and returns the offset to store for it. Pending copies must be flushed. */
  async writeEntry({ local, data }: EncodedEntry): Promise<number> {
    const offset = this.#sink.position - this.#base;
    await this.#write(local);
    await this.#write(data);
    return offset;
  }

  /** `central`: the records of the directory, in its order. */
  async finish(central: Iterable<Buffer>, template: EndTemplate): Promise<void> {
    const offset = this.#sink.position - this.#base;
    let entries = 0;
    let gathered: Buffer[] = [];
    let length = 0;
    const write = async () => {
      await this.#write(Buffer.concat(gathered));
      gathered = [];
      length = 0;
    };
    for (const record of central) {
      entries++;
      gathered.push(record);
      length += record.length;
      if (length >= DIRECTORY_CHUNK) await write();
    }
    await write();
    const size = this.#sink.position - this.#base - offset;
    await this.#write(endRecords(template, { entries, offset, size }));
  }

  async #copy(input: CopiedInput, start: number, end: number): Promise<void> {
    await input.copy(start, end, this.#sink);
    this.#parts.push({ kind: 'copied', from: start, length: end - start });
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#sink.write(bytes);
    const last = this.#parts.at(-1);
    if (last?.kind !== 'written') {
      this.#parts.push({ kind: 'written', length: bytes.length, checksum: crc32(bytes) });
      return;
    }
    const checksum = crc32(bytes, last.checksum);
    this.#parts[this.#parts.length - 1] = { kind: 'written', length: last.length + bytes.length, checksum };
  }
}
