import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownerOf, PROCESS_MARK, processMark } from '../shared/process-mark.ts';

/** Where the bytes of an output go, one after another. */
export interface OutputSink {
  /** Bytes written so far: the position of the next one. */
  readonly position: number;
  write(bytes: Uint8Array): Promise<void>;
}

export interface OutputWork {
  /** Writes the whole content. */
  fill(sink: OutputSink): Promise<void>;
  /** Looks at the flushed temporary file before it becomes the target; throws to refuse it. */
  verify(temporary: string): Promise<void>;
  /** Permission bits; left out: those of a new file. */
  readonly mode?: number;
  /** Whose file it shall be, as far as the system lets us; left out or null: ours. */
  readonly owner?: { readonly uid: number; readonly gid: number } | null;
}

/**
 * Writes a file so that its name always stands for a whole content, the old or the new one: a temporary file
 * in the same folder, flushed, verified, renamed, the folder flushed. On failure the temporary file is removed and the target is as it was.
 */
export async function writeAtomically(target: string, work: OutputWork): Promise<void> {
  const folder = dirname(target);
  await removeStaleTemporaries(folder);
  const temporary = join(folder, temporaryName());
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once('exit', removeAtExit);
  try {
    await fillTemporary(temporary, work);
    await work.verify(temporary);
    await rename(temporary, target);
    await flushFolder(folder);
  } finally {
    await removeFile(temporary);
    process.off('exit', removeAtExit);
  }
}

async function fillTemporary(temporary: string, work: OutputWork): Promise<void> {
  const handle = await open(temporary, 'wx', work.mode ?? 0o666);
  const sink = new FileSink(handle);
  try {
    await work.fill(sink);
    if (work.owner && process.getuid?.() === 0) await handle.chown(work.owner.uid, work.owner.gid);
    // The process's umask may have taken bits away.
    if (work.mode !== undefined) await handle.chmod(work.mode);
    await sink.settled();
    await handle.sync();
  } finally {
    await sink.settled().catch(() => undefined);
    await handle.close();
  }
}

/** So much is written before the disk is asked to take it: flushing goes on beside the writing. */
const FLUSHED_AHEAD = 64 * 1024 * 1024;

class FileSink implements OutputSink {
  readonly #handle: FileHandle;
  #position = 0;
  #flushedTo = 0;
  #flushing: Promise<void> | null = null;
  #fault: unknown = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#fault !== null) throw this.#fault;
    await writeAll(this.#handle, bytes, this.#position);
    this.#position += bytes.byteLength;
    if (this.#flushing === null && this.#position - this.#flushedTo >= FLUSHED_AHEAD) this.#flush();
  }

  /** Waits for the flush that is under way, and throws what it or an earlier one met. */
  async settled(): Promise<void> {
    await this.#flushing;
    if (this.#fault !== null) throw this.#fault;
  }

  #flush(): void {
    this.#flushedTo = this.#position;
    this.#flushing = this.#handle
      .datasync()
      .catch((error: unknown) => {
        // The system tells of a lost page only once: forgotten here, the last flush would succeed.
        this.#fault ??= error;
      })
      .finally(() => {
        this.#flushing = null;
      });
  }
}

/** Removes a file of ours, if it is there. A failure is not worth hiding the one before it: the next start cleans up. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch {
    // Nothing there, or nothing to be done.
  }
}

/** A single write may be short: on a nearly full disk, say. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position + done);
    done += bytesWritten;
  }
}

/** Makes a rename last through a power cut. Some systems cannot flush folders: then it is theirs to do. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP')))
      throw error;
  } finally {
    await handle.close();
  }
}

/** Its maker and a random part: a file whose process is gone is stale. */
export function temporaryName(): string {
  return `.autofix-${processMark()}-${randomBytes(8).toString('hex')}.tmp`;
}

const TEMPORARY_NAME = new RegExp(`^\\.autofix-(${PROCESS_MARK})-[0-9a-f]{16}\\.tmp$`);

/** On a shared folder the process ids of another host say nothing; a day is longer than any run. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

async function removeStaleTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const mark = TEMPORARY_NAME.exec(name)?.[1];
    if (mark === undefined) continue;
    const path = join(folder, name);
    const owner = ownerOf(mark);
    if (owner === 'gone' || (owner === 'elsewhere' && (await isOld(path)))) await removeFile(path);
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}
