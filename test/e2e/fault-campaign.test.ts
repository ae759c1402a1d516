import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** The whole of it: npm run campaign:faults */
it('whatever system call of the writing phase fails or is the last one, input and outputs are whole', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/faults.mjs', '--short'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  if (stdout.startsWith('skipped: ')) process.stderr.write(stdout);
  else expect(stdout).toMatch(/^\d\d faults injected, 0 wrong endings$/m);
}, 180_000);
