import type { Host } from './host.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** How much a command may use. Bytes, unless said otherwise. */
export interface SandboxLimits {
  /** Processes and threads at one time, where the system counts them; processes of the tree otherwise. */
  readonly processes: number;
  /** Memory of all processes together that no file stands behind: looked at several times a second. */
  readonly treeMemory: number;
  /** Data segment of one process. */
  readonly processMemory: number;
  readonly fileSize: number;
  readonly openFiles: number;
  /** So much less free on the disk of the work copy than when the command began. */
  readonly diskUse: number;
  /** So much of the disk stays free. */
  readonly diskReserve: number;
  /** Each of the in-memory folders: /tmp, /dev/shm, the home folder. */
  readonly temporaryFolder: number;
  /** Head and tail of stdout and of stderr, each. */
  readonly outputPart: number;
}

export function defaultLimits(host: Host): SandboxLimits {
  return {
    // Node starts about a dozen threads a process, and runners start a process for every core.
    processes: Math.max(1024, 64 * host.cpus),
    treeMemory: Math.min(6 * GIB, Math.max(GIB, Math.floor(host.memoryBytes * 0.75))),
    processMemory: Math.floor(2.5 * GIB),
    fileSize: 2 * GIB,
    diskUse: 16 * GIB,
    diskReserve: 512 * MIB,
    openFiles: 16_384,
    temporaryFolder: GIB,
    outputPart: 4 * MIB,
  };
}
