import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What the maker of a file or folder that bears a mark is by now; `elsewhere`: a process of another machine or container. */
export type MarkedProcess = 'alive' | 'gone' | 'elsewhere';

/** For regular expressions around a mark. */
export const PROCESS_MARK = String.raw`[0-9a-f]{8}-\d+-\d+`;

/** Names this process for whoever finds what it left: the machine, its number, and when it began, since numbers come again. */
export function processMark(): string {
  return `${hostTag()}-${process.pid}-${startOf(process.pid) ?? 0}`;
}

export function ownerOf(mark: string): MarkedProcess {
  const [host, id, start] = mark.split('-');
  if (host !== hostTag()) return 'elsewhere';
  if (!isAlive(Number(id))) return 'gone';
  const now = startOf(Number(id));
  return now === null || start === '0' || String(now) === start ? 'alive' : 'gone';
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Clock ticks from the machine's start to the process's, proc(5) `stat` field 22; null where there is no /proc. */
export function startOf(processId: number): number | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    // `pid (name) state …`: the name may hold anything, brackets too.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return null;
  }
}

/** Process numbers say nothing on another machine with the same folder. */
function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
