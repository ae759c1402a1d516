import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isProcessAlive } from './process-alive.ts';

/** Where the bytes of an output go, one after another. */
export interface OutputSink {
  /** Bytes written so far: the position of the next one. */
  readonly position: number;
  write(bytes: Uint8Array): Promise<void>;
}

export interface OutputWork {
  /** Writes the whole content. */
  fill(sink: OutputSink): Promise<void>;
  /** Looks at the flushed temporary file, whose bytes should hash to `sha256`, before it becomes the target; throws to refuse it. */
  verify(temporary: string, sha256: string): Promise<void>;
  /** Permission bits; left out: those of a new file. */
  readonly mode?: number;
  /** Whose file it shall be, as far as the system lets us; left out or null: ours. */
  readonly owner?: { readonly uid: number; readonly gid: number } | null;
}

/**
 * Writes a file so that its name always stands for a whole content, the old or the new one: a temporary file
 * in the same folder, flushed, verified, renamed, the folder flushed. Returns the SHA-256 of what was written.
 * On failure the temporary file is removed and the target is as it was.
 */
export async function writeAtomically(target: string, work: OutputWork): Promise<string> {
  const folder = dirname(target);
  await removeStaleTemporaries(folder);
  const temporary = join(folder, temporaryName());
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once('exit', removeAtExit);
  try {
    const sha256 = await fillTemporary(temporary, work);
    await work.verify(temporary, sha256);
    await rename(temporary, target);
    await flushFolder(folder);
    return sha256;
  } finally {
    await rm(temporary, { force: true });
    process.off('exit', removeAtExit);
  }
}

async function fillTemporary(temporary: string, work: OutputWork): Promise<string> {
  const handle = await open(temporary, 'wx', work.mode ?? 0o666);
  try {
    const hash = createHash('sha256');
    let position = 0;
    await work.fill({
      get position() {
        return position;
      },
      async write(bytes) {
        hash.update(bytes);
        await writeAll(handle, bytes);
        position += bytes.byteLength;
      },
    });
    if (work.owner && process.getuid?.() === 0) await handle.chown(work.owner.uid, work.owner.gid);
    // The process's umask may have taken bits away.
    if (work.mode !== undefined) await handle.chmod(work.mode);
    await handle.sync();
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

/** A single write may be short: on a nearly full disk, say. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, null);
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

/** Host, process and a random part: a file of a process that is gone on this host is stale. */
function temporaryName(): string {
  return `.autofix-${hostTag()}-${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
}

const TEMPORARY_NAME = /^\.autofix-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.tmp$/;

/** On a shared folder the process ids of another host say nothing; a day is longer than any run. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

async function removeStaleTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, host, owner] = TEMPORARY_NAME.exec(name) ?? [];
    if (host === undefined || owner === undefined) continue;
    const path = join(folder, name);
    const stale = host === hostTag() ? !isProcessAlive(Number(owner)) : await isOld(path);
    if (stale) await rm(path, { force: true });
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}

function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
