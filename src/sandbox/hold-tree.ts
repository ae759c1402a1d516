import { existsSync } from 'node:fs';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Hold } from '../domain/sandbox.ts';
import { newestProcess } from './machine-use.ts';
import { awaitsStoppedChild, descendants, descendantsNow, isStill } from './process-tree.ts';

/** Processes stop at once but for those that wait for a disk: so many turns, the first of them without a pause. */
const MOST_TURNS = 500;
const FIRST_TURNS = 20;

/** Where other processes of the machine start all the time, so many looks in a row that find nothing must do. */
const ENOUGH_LOOKS = 5;

/** How to hold a process with all below it; undefined where that cannot be seen (no /proc) or it has not started. */
export function holdOf(root: number | undefined): Hold | undefined {
  if (root === undefined || !existsSync('/proc/self/stat')) return undefined;
  const seen: Seen = { newest: null };
  return () => holdTree(root, seen);
}

/** The newest process of the machine when the whole of it was looked at last; null: never, or it cannot be told. */
interface Seen {
  newest: string | null;
}

/**
 * Stops one process after the other, and looks again: what was born meanwhile is stopped too. When all that are there stand
 * still, nobody is left to start another one. SIGSTOP cannot be caught.
 *
 * What threads say of their children is read in a moment, but one may be passed over while others come and go. So all
 * processes of the machine are looked through at the end, unless none was started since they were.
 */
async function holdTree(root: number, seen: Seen): Promise<(() => void) | null> {
  const held = new Set<number>();
  const release = () => {
    for (const pid of [...held].reverse()) send(pid, 'SIGCONT');
  };
  const stopAll = (pids: readonly number[]): boolean => {
    const moving = [root, ...pids].filter((pid) => !held.has(pid) || !(isStill(pid) || awaitsStoppedChild(pid)));
    for (const pid of moving) {
      send(pid, 'SIGSTOP');
      held.add(pid);
    }
    return moving.length > 0;
  };
  let cleanLooks = 0;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (stopAll(descendantsNow(root))) cleanLooks = 0;
    else {
      const newest = newestProcess();
      if (newest !== null && newest === seen.newest) return release;
      cleanLooks = stopAll(descendants(root)) ? 0 : cleanLooks + 1;
      // One that starts another and ends between the list of processes and the look at them is in no look.
      const isWhole = newest !== null && newest === newestProcess();
      if (cleanLooks > 0 && (isWhole || cleanLooks >= ENOUGH_LOOKS)) {
        seen.newest = newest;
        return release;
      }
    }
    await (turn < FIRST_TURNS ? nextTurn() : delay(1));
  }
  release();
  return null;
}

function send(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
