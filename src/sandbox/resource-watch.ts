import { statfsSync } from 'node:fs';
import { anonymousMemory, descendants, unmappedMemory } from './process-tree.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

/** Tells what a process tree uses too much of; null when all is well. */
export type ResourceWatch = () => string | null;

/** `folder`: one on the disk that the tree may write to. */
export function watchResources(pid: number, folder: string, limits: SandboxLimits): ResourceWatch {
  const freeAtStart = freeBytes(folder);
  return () => {
    const tree = descendants(pid);
    if (tree.length > limits.processes) return `ended: more than ${limits.processes} processes`;
    if (anonymousMemory(tree) + unmappedMemory(tree) > limits.treeMemory)
      return `ended: more than ${limits.treeMemory} bytes of memory`;
    const free = freeBytes(folder);
    if (freeAtStart - free > limits.diskUse) return `ended: more than ${limits.diskUse} bytes written to the disk`;
    return free < Math.min(limits.diskReserve, freeAtStart / 2) ? 'ended: the disk is nearly full' : null;
  };
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
