import { type EndTemplate, endRecords } from './end-writer.ts';
import { centralRecordAt, type EncodedEntry } from './entry-records.ts';
import type { HashedInput } from './hashed-input.ts';
import type { ZipRecord } from './local-records.ts';
import type { OutputSink } from './output-file.ts';

/** Writes a ZIP front to back: copied records as bytes, encoded ones beside them, one directory at the end. */
export class ZipWriter {
  readonly #sink: OutputSink;
  readonly #base: number;
  /** Adjacent records are copied in one go. */
  #pending: { start: number; end: number } | null = null;

  /** `base`: what the input's stored offsets do not count. */
  constructor(sink: OutputSink, base: number) {
    this.#sink = sink;
    this.#base = base;
  }

  /** Copies what stands before the first record. */
  async copyHead(input: HashedInput, end: number): Promise<void> {
    if (end > 0) await input.copy(0, end, this.#sink);
  }

  /** Plans an untouched record and returns its place in the directory. Records come in the input's physical order. */
  async copyRecord(input: HashedInput, record: ZipRecord): Promise<Buffer> {
    if (this.#pending?.end !== record.offset) await this.flush(input);
    this.#pending ??= { start: record.offset, end: record.offset };
    const position = this.#sink.position + record.offset - this.#pending.start;
    this.#pending.end = record.spanEnd;
    return centralRecordAt(record.raw, position - this.#base);
  }

  async flush(input: HashedInput): Promise<void> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) await input.copy(pending.start, pending.end, this.#sink);
  }

  /** Writes an encoded entry and returns its place in the directory. Pending copies must be flushed. */
  async writeEntry({ local, data, central }: EncodedEntry): Promise<Buffer> {
    const position = this.#sink.position;
    await this.#sink.write(local);
    await this.#sink.write(data);
    return centralRecordAt(central, position - this.#base);
  }

  async finish(central: readonly Buffer[], template: EndTemplate): Promise<void> {
    const offset = this.#sink.position - this.#base;
    const directory = Buffer.concat(central);
    await this.#sink.write(directory);
    await this.#sink.write(endRecords(template, { entries: central.length, offset, size: directory.length }));
  }
}
