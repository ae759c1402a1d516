import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeTextAtomically } from '../shared/atomic-write.ts';
import { parseJson } from '../shared/json.ts';
import { makeFolder } from '../shared/make-folder.ts';

/** A write takes a few milliseconds. */
const LOCK_TRIES = 100;
const LOCK_WAIT_MS = 10;

/** What a file of the state folder holds; null when it is missing or damaged. */
export async function readStateFile(file: string): Promise<unknown> {
  return parseJson(await readFile(file, 'utf8').catch(() => ''));
}

/**
 * Changes a JSON file that parallel runs share: each change takes the file as it is now and replaces it in one step, one
 * run after the other. A state folder that cannot be written costs what it would have told, nothing more: no error.
 */
export async function changeStateFile(file: string, change: (stored: unknown) => unknown): Promise<void> {
  try {
    makeFolder(dirname(file));
    await locked(`${file}.lock`, async () => {
      await writeTextAtomically(file, `${JSON.stringify(change(await readStateFile(file)), null, 2)}\n`);
    });
  } catch {
    return;
  }
}

/** Does `work` while no other run does. A lock that a killed run left behind is waited for in vain, then ignored. */
async function locked(lock: string, work: () => Promise<void>): Promise<void> {
  let held = false;
  for (let tries = 0; tries < LOCK_TRIES && !held; tries++) {
    held = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (!held) await delay(LOCK_WAIT_MS);
  }
  try {
    await work();
  } finally {
    // Held or forsaken: after this long it is nobody's any more.
    await rm(lock, { recursive: true, force: true });
  }
}
