import { type FileHandle, open } from 'node:fs/promises';
import { damagedArchive, nameLabel } from './archive-error.ts';
import { crc32 } from './crc32.ts';
import type { OutputSink } from './output-file.ts';

const CHUNK = 1024 * 1024;

/**
 * The input, read once from front to back while parts of it are copied: its checksum then tells whether the bytes
 * that were copied are those of the archive that was judged.
 */
export class CopiedInput {
  readonly #handle: FileHandle;
  readonly #path: string;
  /** One is read into while the other is written. */
  readonly #chunks = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const;
  #checksum = 0;
  #position = 0;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  static async open(path: string): Promise<CopiedInput> {
    return new CopiedInput(await open(path, 'r'), path);
  }

  /** Copies the bytes from `start` to `end`; never before an earlier copy's end. */
  async copy(start: number, end: number, sink: OutputSink): Promise<void> {
    await this.#readTo(start, null);
    await this.#readTo(end, sink);
  }

  /** Reads the rest and compares the CRC-32 of the whole with `checksum`. */
  async verify(checksum: number): Promise<void> {
    await this.#readTo(Number.POSITIVE_INFINITY, null);
    if (this.#checksum !== checksum)
      throw damagedArchive(`${nameLabel(this.#path)} was changed while autofix was working on it`);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #readTo(end: number, sink: OutputSink | null): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    try {
      for (let turn = 0; this.#position < end; turn++) {
        const bytes = await this.#next(this.#chunks[turn % 2 === 0 ? 0 : 1], end);
        if (bytes === null) break;
        await writing;
        if (sink !== null) writing = sink.write(bytes);
        // It is awaited later; until then nobody else looks at it.
        writing.catch(() => undefined);
        this.#checksum = crc32(bytes, this.#checksum);
      }
    } finally {
      // Also after a fault: nobody may close a file that is still being written.
      await writing;
    }
  }

  /** null at the end of a file of which the rest was asked for. */
  async #next(chunk: Buffer, end: number): Promise<Buffer | null> {
    const wanted = Math.min(CHUNK, end - this.#position);
    const bytesRead = await this.#read(chunk, wanted);
    this.#position += bytesRead;
    if (bytesRead > 0) return chunk.subarray(0, bytesRead);
    if (end === Number.POSITIVE_INFINITY) return null;
    throw damagedArchive(`${nameLabel(this.#path)} became shorter while autofix was working on it`);
  }

  async #read(chunk: Buffer, wanted: number): Promise<number> {
    try {
      return (await this.#handle.read(chunk, 0, wanted, this.#position)).bytesRead;
    } catch (error) {
      // A fault of the input must not be told as one of the output.
      throw damagedArchive(`${nameLabel(this.#path)} cannot be read any more`, error);
    }
  }
}
