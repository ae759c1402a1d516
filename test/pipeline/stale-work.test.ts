import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { removeStaleWork, workFolderName } from '../../src/pipeline/stale-work.ts';

it('what a killed run left at work is ended and removed, and its record stays', async () => {
  const runs = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  const own = workFolderName();
  const dead = own.replace(/-\d+-\d+$/, '-4194305-7');
  for (const name of [own, dead, 'work-00000000-1-1', 'workshop']) {
    mkdirSync(join(runs, 'run', name), { recursive: true });
    writeFileSync(join(runs, 'run', name, 'file'), '');
  }
  writeFileSync(join(runs, 'run', 'result.json'), '{}');
  const left = spawn('sleep', ['60'], { cwd: join(runs, 'run', dead), stdio: 'ignore' });
  const ended = once(left, 'exit');
  await removeStaleWork(runs);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(readdirSync(join(runs, 'run')).sort()).toEqual(['result.json', own, 'work-00000000-1-1', 'workshop'].sort());
  await removeStaleWork(join(runs, 'nowhere'));
  rmSync(runs, { recursive: true });
});
