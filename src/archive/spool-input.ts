import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerOf, PROCESS_MARK, processMark } from '../shared/process-mark.ts';

const SPOOL_NAME = new RegExp(`^autofix-input-(${PROCESS_MARK})-[0-9a-f]{16}\\.zip$`);

/**
 * Keeps a ZIP that comes through a pipe in a private temporary file, so that it can be read at random and
 * without filling the memory. The file goes with the process; what a killed process left goes now.
 */
export async function spoolInput(input: AsyncIterable<Uint8Array>, folder: string = tmpdir()): Promise<string> {
  await removeStaleSpools(folder);
  const path = join(folder, `autofix-input-${processMark()}-${randomBytes(8).toString('hex')}.zip`);
  const handle = await open(path, 'wx', 0o600);
  process.once('exit', () => rmSync(path, { force: true }));
  try {
    for await (const chunk of input) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
  return path;
}

async function removeStaleSpools(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const mark = SPOOL_NAME.exec(name)?.[1];
    if (mark !== undefined && ownerOf(mark) === 'gone') await rm(join(folder, name), { force: true });
  }
}
