import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { damagedArchive, nameLabel } from './archive-error.ts';
import type { OutputSink } from './output-file.ts';

const CHUNK = 1024 * 1024;

/**
 * The input, read once from front to back while parts of it are copied: its hash then tells whether the bytes
 * that were copied are those of the archive that was judged.
 */
export class HashedInput {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  #position = 0;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  static async open(path: string): Promise<HashedInput> {
    return new HashedInput(await open(path, 'r'), path);
  }

  /** Copies the bytes from `start` to `end`; never before an earlier copy's end. */
  async copy(start: number, end: number, sink: OutputSink): Promise<void> {
    await this.#readTo(start, null);
    await this.#readTo(end, sink);
  }

  /** Reads the rest and compares the whole with `sha256`. */
  async verify(sha256: string): Promise<void> {
    await this.#readTo(Number.POSITIVE_INFINITY, null);
    if (this.#hash.digest('hex') !== sha256)
      throw damagedArchive(`${nameLabel(this.#path)} was changed while autofix was working on it`);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #readTo(end: number, sink: OutputSink | null): Promise<void> {
    while (this.#position < end) {
      const wanted = Math.min(CHUNK, end - this.#position);
      const { bytesRead } = await this.#handle.read(this.#chunk, 0, wanted, this.#position);
      if (bytesRead === 0) {
        if (end === Number.POSITIVE_INFINITY) return;
        throw damagedArchive(`${nameLabel(this.#path)} became shorter while autofix was working on it`);
      }
      const bytes = this.#chunk.subarray(0, bytesRead);
      this.#hash.update(bytes);
      this.#position += bytesRead;
      if (sink !== null) await sink.write(bytes);
    }
  }
}
