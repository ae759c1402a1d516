import { readFileSync } from 'node:fs';

/** What of the whole machine is in use; two small reads, whatever runs. */
export interface MachineUse {
  /** Bytes that could be given to processes. */
  readonly availableMemory: number;
  /** Threads of all processes. */
  readonly threads: number;
}

/** By proc(5), `meminfo` and `loadavg` (its fourth field is `runnable/all`); null where that is not there. */
export function machineUse(): MachineUse | null {
  try {
    const available = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
    const threads = /^\S+ \S+ \S+ \d+\/(\d+)/.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1];
    if (available === undefined || threads === undefined) return null;
    return { availableMemory: Number(available) * 1024, threads: Number(threads) };
  } catch {
    return null;
  }
}

/** The id of the process or thread that was started last, by proc(5), `loadavg`; null where that is not there. */
export function newestProcess(): string | null {
  try {
    return readFileSync('/proc/loadavg', 'latin1').trim().split(' ').at(-1) ?? null;
  } catch {
    return null;
  }
}
