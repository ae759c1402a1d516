import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hold } from '../domain/sandbox.ts';
import { descendants, isStill } from './process-tree.ts';

/** Processes stop at once but for those that wait for a disk. */
const MOST_TURNS = 500;

/** How to hold a process with all below it; undefined where that cannot be seen (no /proc) or it has not started. */
export function holdOf(root: number | undefined): Hold | undefined {
  return root === undefined || !existsSync('/proc/self/stat') ? undefined : () => holdTree(root);
}

/**
 * Stops one process after the other, and looks again: what was born meanwhile is stopped too. When all that are there stand
 * still, nobody is left to start another one. SIGSTOP cannot be caught.
 */
async function holdTree(root: number): Promise<(() => void) | null> {
  const held = new Set<number>();
  const release = () => {
    for (const pid of [...held].reverse()) send(pid, 'SIGCONT');
  };
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const moving = [root, ...descendants(root)].filter((pid) => !held.has(pid) || !isStill(pid));
    if (moving.length === 0) return release;
    for (const pid of moving) {
      send(pid, 'SIGSTOP');
      held.add(pid);
    }
    await delay(1);
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
