import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** The whole of it: npm run campaign:kills */
it('whenever a run is ended, input and outputs are whole, and the next run leaves nothing of it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/kills.mjs', '--short'], { encoding: 'utf8' });
  expect({ status, stderr, stdout }).toMatchObject({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^6 runs ended, 0 wrong endings$/m);
}, 180_000);
