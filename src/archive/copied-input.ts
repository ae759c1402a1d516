import { type FileHandle, open } from 'node:fs/promises';
import { damagedArchive, nameLabel } from './archive-error.ts';
import { fingerprintOf, withArchiveFile } from './archive-file.ts';
import { checkEntries } from './check-entries.ts';
import type { OutputSink } from './output-file.ts';
import type { ZipOrigin } from './zip-project.ts';

const CHUNK = 1024 * 1024;

/** Two changes within one step of a file system's clock have the same time. */
const CLOCK_STEP_MS = 50;

/** The input while parts of it are copied, from front to back. */
export class CopiedInput {
  readonly #handle: FileHandle;
  readonly #path: string;
  /** One is read into while the other is written. */
  readonly #chunks = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  static async open(path: string): Promise<CopiedInput> {
    return new CopiedInput(await open(path, 'r'), path);
  }

  /** Copies the bytes from `start` to `end`. */
  async copy(start: number, end: number, sink: OutputSink): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    try {
      let position = start;
      for (let turn = 0; position < end; turn++) {
        const chunk = this.#chunks[turn % 2 === 0 ? 0 : 1];
        const bytes = chunk.subarray(0, await this.#read(chunk, position, Math.min(CHUNK, end - position)));
        position += bytes.length;
        await writing;
        writing = sink.write(bytes);
        // It is awaited later; until then nobody else looks at it.
        writing.catch(() => undefined);
      }
    } finally {
      // Also after a fault: nobody may close a file that is still being written.
      await writing;
    }
  }

  /**
   * To be asked when everything is copied: throws `archive-damaged` when the file is no longer the one that was
   * judged. Where only its change time is another (a link to it was made, its permissions were changed) or says
   * nothing, the contents tell.
   */
  async verify(origin: ZipOrigin): Promise<void> {
    const stats = await this.#handle.stat({ bigint: true });
    const isOld = origin.openedMs - Number(stats.ctimeNs / 1_000_000n) > CLOCK_STEP_MS;
    if (fingerprintOf(stats) === origin.fingerprint) {
      if (stats.ctimeNs === origin.changeTime && isOld) return;
      if (await isSameArchive(origin)) return;
    }
    throw damagedArchive(`${nameLabel(this.#path)} was changed while autofix was working on it`);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** At least one byte. */
  async #read(chunk: Buffer, position: number, wanted: number): Promise<number> {
    const bytesRead = await this.#tryRead(chunk, position, wanted);
    if (bytesRead > 0) return bytesRead;
    throw damagedArchive(`${nameLabel(this.#path)} became shorter while autofix was working on it`);
  }

  async #tryRead(chunk: Buffer, position: number, wanted: number): Promise<number> {
    try {
      return (await this.#handle.read(chunk, 0, wanted, position)).bytesRead;
    } catch (error) {
      // A fault of the input must not be told as one of the output.
      throw damagedArchive(`${nameLabel(this.#path)} cannot be read any more`, error);
    }
  }
}

/** Whether the directory is what it was, and every content what the directory says. */
async function isSameArchive({ file, listing }: ZipOrigin): Promise<boolean> {
  return await withArchiveFile(file, async (archive) => {
    const { directoryStart, directorySize } = listing.end;
    if (!archive.read(directoryStart, directorySize).equals(listing.records.directory)) return false;
    await checkEntries(archive, listing, 0);
    return true;
  });
}
