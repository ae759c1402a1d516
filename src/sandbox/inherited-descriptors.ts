import { readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC of Linux, as `flags` of proc(5) `fdinfo` shows it. */
const CLOSED_ON_EXEC = 0o2000000;

/**
 * Descriptors from `first` on that a child would get from us without being asked: those that whoever started us left open
 * (a shell's pipes, make's job server). Node shuts its own, and of these only the lowest. Empty where there is no /proc.
 */
export function inheritedDescriptors(first: number): number[] {
  return ownDescriptors().filter((descriptor) => {
    if (descriptor < first) return false;
    try {
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
      return flags !== undefined && (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) === 0;
    } catch {
      // It was the one that listed the folder.
      return false;
    }
  });
}

function ownDescriptors(): number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}
