import { statfsSync } from 'node:fs';
import { type MachineUse, machineUse } from './machine-use.ts';
import { anonymousMemory, descendantsNow, unmappedMemory } from './process-tree.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

/** Tells what a process tree uses too much of; null when all is well. */
export type ResourceWatch = () => string | null;

/** So many turns at most go by without a look at the tree, which takes a read for each process of the machine and more. */
const MOST_TURNS = 5;

/** Since the last look: what a tree takes that grows fast shows in the use of the whole machine. */
const GROWTH = { memory: 64 * 1024 * 1024, threads: 50 };

/** `folder`: one on the disk that the tree may write to. */
export function watchResources(pid: number, folder: string, limits: SandboxLimits): ResourceWatch {
  const freeAtStart = freeBytes(folder);
  const isTurnOfTree = treeTurns();
  return () => {
    const excess = isTurnOfTree() ? treeExcess(pid, limits) : null;
    if (excess !== null) return excess;
    const free = freeBytes(folder);
    if (freeAtStart - free > limits.diskUse) return `ended: more than ${limits.diskUse} bytes written to the disk`;
    return free < Math.min(limits.diskReserve, freeAtStart / 2) ? 'ended: the disk is nearly full' : null;
  };
}

/** Tells at each turn whether the tree is to be looked at. */
function treeTurns(): () => boolean {
  let turnsLeft = 0;
  let last: MachineUse | null = null;
  return () => {
    const now = machineUse();
    const grows =
      now === null ||
      last === null ||
      last.availableMemory - now.availableMemory > GROWTH.memory ||
      now.threads - last.threads > GROWTH.threads;
    if (!grows && --turnsLeft > 0) return false;
    last = now;
    turnsLeft = MOST_TURNS;
    return true;
  };
}

function treeExcess(pid: number, limits: SandboxLimits): string | null {
  const tree = descendantsNow(pid);
  if (tree.length > limits.processes) return `ended: more than ${limits.processes} processes`;
  const memory = anonymousMemory(tree) + unmappedMemory(tree);
  return memory > limits.treeMemory ? `ended: more than ${limits.treeMemory} bytes of memory` : null;
}

/** Others write to the same disk: this is the best that can be told without quotas. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
