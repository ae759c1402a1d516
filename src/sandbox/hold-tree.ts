import { existsSync } from 'node:fs';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Hold } from '../domain/sandbox.ts';
import { descendantsNow, isStill } from './process-tree.ts';

/** Processes stop at once but for those that wait for a disk: so many turns, the first of them without a pause. */
const MOST_TURNS = 500;
const FIRST_TURNS = 20;

/** How to hold a process with all below it; undefined where that cannot be seen (no /proc) or it has not started. */
export function holdOf(root: number | undefined): Hold | undefined {
  return root === undefined || !existsSync('/proc/self/stat') ? undefined : () => holdTree(root);
}

/**
 * Stops one process after the other, and looks again: what was born meanwhile is stopped too. When all that are there stand
 * still, nobody is left to start another one, and nobody ends: what threads say of their children is whole then, and two
 * looks must agree. SIGSTOP cannot be caught.
 */
async function holdTree(root: number): Promise<(() => void) | null> {
  const held = new Set<number>();
  const release = () => {
    for (const pid of [...held].reverse()) send(pid, 'SIGCONT');
  };
  let quietLooks = 0;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const moving = [root, ...descendantsNow(root)].filter((pid) => !held.has(pid) || !isStill(pid));
    quietLooks = moving.length === 0 ? quietLooks + 1 : 0;
    if (quietLooks === 2) return release;
    for (const pid of moving) {
      send(pid, 'SIGSTOP');
      held.add(pid);
    }
    if (moving.length > 0) await (turn < FIRST_TURNS ? nextTurn() : delay(1));
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
