import { readdirSync, readFileSync } from 'node:fs';

/**
 * Every process below `root`, nearest first, by what /proc tells at this moment (proc(5), `stat`). Empty where there
 * is no /proc. A child whose parent has ended belongs to whoever adopted it: inside a process namespace that is its
 * first process, so nothing gets lost there.
 */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of processes()) {
    const stat = read(`/proc/${pid}/stat`);
    // `pid (name) state parent …`: the name may hold anything, brackets too.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  const waiting = [root];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const below = children.get(parent) ?? [];
    found.push(...below);
    waiting.push(...below);
  }
  return found;
}

/** Private and shared memory in bytes that processes hold without a file behind it. */
export function anonymousMemory(pids: readonly number[]): number {
  let kibibytes = 0;
  for (const pid of pids) {
    const status = read(`/proc/${pid}/status`);
    for (const found of status.matchAll(/^(?:RssAnon|RssShmem|VmSwap):\s+(\d+) kB$/gm)) kibibytes += Number(found[1]);
  }
  return kibibytes * 1024;
}

/** Processes that were started with an environment entry, e.g. `HOME=/tmp/x`; only those that we may look into. */
export function processesWith(environmentEntry: string): number[] {
  return processes().filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${environmentEntry}\0`));
}

/** Ends processes for good; those that are gone already do not matter. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended, or (a setuid program) is not ours to end.
    }
  }
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid));
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
