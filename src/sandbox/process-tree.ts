import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

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

/**
 * The same by what each thread says of its own children (proc(5), `children`): a few reads instead of one for each process
 * of the machine, but a child may be passed over while another one ends. Good for watching, not for ending.
 */
export function descendantsNow(root: number): number[] {
  if (!existsSync(`/proc/${root}/task/${root}/children`)) return descendants(root);
  const found: number[] = [];
  const waiting = [root];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const threads = list(`/proc/${parent}/task`);
    const below = threads.flatMap((thread) => read(`/proc/${parent}/task/${thread}/children`).split(' '));
    const children = below.filter((pid) => pid !== '').map(Number);
    found.push(...children);
    waiting.push(...children);
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

/**
 * Memory in bytes that processes hold open as files in memory (memfd_create(2)): unless it is mapped too, no other count of
 * theirs has it. Each is counted once, however many hold it.
 */
export function unmappedMemory(pids: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const pid of pids) {
    for (const descriptor of list(`/proc/${pid}/fd`)) {
      const path = `/proc/${pid}/fd/${descriptor}`;
      if (!linkOf(path).startsWith('/memfd:')) continue;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) sizes.set(stats.ino, stats.blocks * 512);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Processes that are at work in one of these folders. A link to a folder is not looked through. */
export function processesIn(folders: readonly string[]): number[] {
  return processes().filter((pid) => {
    const at = linkOf(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '');
    return folders.some((folder) => at === folder || at.startsWith(`${folder}/`));
  });
}

/** Processes that were started with an environment entry, e.g. `HOME=/tmp/x`; only those that we may look into. */
export function processesWith(environmentEntry: string): number[] {
  return processes().filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${environmentEntry}\0`));
}

/** Whether a process was started with an environment entry that begins like this, e.g. `HOME=/tmp/x-`. */
export function isStartedWith(pid: number, environmentEntry: string): boolean {
  return `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${environmentEntry}`);
}

/** Whether a process is stopped or has ended: then it does nothing of itself. */
export function isStill(pid: number): boolean {
  return /^[TtZX]?$/.test(stateOf(pid));
}

/** The letter of proc(5), `stat`; '' when there is no such process. */
function stateOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.charAt(stat.lastIndexOf(')') + 2);
}

/**
 * Whether a process can do nothing until a stopped child of its goes on: vfork(2) holds the parent, and keeps it from being
 * stopped, until the child runs another program.
 */
export function awaitsStoppedChild(pid: number): boolean {
  return stateOf(pid) === 'D' && descendantsNow(pid).some((child) => /[Tt]/.test(stateOf(child)));
}

/** How often a stopped process is looked at before it is ended as it is: some milliseconds. */
const MOST_LOOKS = 200;

/** Ends a process with every one below it. Stopped first, it starts no more while those are looked for. */
export function killTree(root: number): void {
  signalAll([root], 'SIGSTOP');
  // It stops where it comes out of the kernel, which may be a moment later.
  for (let look = 0; look < MOST_LOOKS && !isStill(root); look++);
  killAll([root, ...descendants(root)]);
}

/** Ends processes for good; those that are gone already do not matter. */
export function killAll(pids: readonly number[]): void {
  signalAll(pids, 'SIGKILL');
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended, or (a setuid program) is not ours to end.
    }
  }
}

function processes(): number[] {
  return list('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
