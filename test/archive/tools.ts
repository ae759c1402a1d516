import { spawnSync } from 'node:child_process';
import { it } from '@jest/globals';

/** A test that needs programs of the system: skipped, and listed as skipped, where one of them is missing. */
export function withTools(...programs: readonly string[]): typeof it | typeof it.skip {
  const missing = programs.some((program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined);
  return missing ? it.skip : it;
}
