import { existsSync, readFileSync } from 'node:fs';
import type { Host } from './host.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

const PROGRAMS = ['/usr/bin/prlimit', '/bin/prlimit'];

/** Names in /proc/self/limits. */
const TITLES = { data: 'Max data size', fsize: 'Max file size', nofile: 'Max open files', nproc: 'Max processes' };

/**
 * Words that start a command under resource limits (util-linux `prlimit`); where it is missing a shell stands in, so
 * that a program that cannot be found ends with 127 in any case. A limit above what we have ourselves is left out.
 */
export function limitWords(host: Host, limits: SandboxLimits, timeoutMs: number, countProcesses: boolean): string[] {
  const program = PROGRAMS.find((path) => existsSync(path));
  if (program === undefined) return ['/bin/sh', '-c', 'exec "$0" "$@"'];
  const ceilings = ownLimits();
  const wanted: Record<keyof typeof TITLES, number> = {
    data: limits.processMemory,
    fsize: limits.fileSize,
    nofile: limits.openFiles,
    nproc: limits.processes,
  };
  const words = [program, '--core=0', `--cpu=${Math.ceil(timeoutMs / 1000) * host.cpus + 10}`];
  for (const name of Object.keys(TITLES) as (keyof typeof TITLES)[]) {
    if (name === 'nproc' && !countProcesses) continue;
    if (wanted[name] < (ceilings.get(TITLES[name]) ?? Number.POSITIVE_INFINITY))
      words.push(`--${name}=${wanted[name]}`);
  }
  return [...words, '--'];
}

/** Hard limits of this process by title. */
function ownLimits(): Map<string, number> {
  const ceilings = new Map<string, number>();
  let text = '';
  try {
    text = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // Not Linux: nothing is known, and prlimit is not there either.
  }
  for (const found of text.matchAll(/^(Max [a-z ]+?) {2,}\S+ +(\d+)\b/gm))
    ceilings.set(found[1] ?? '', Number(found[2]));
  return ceilings;
}
