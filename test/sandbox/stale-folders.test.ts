import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { thisHost } from '../../src/sandbox/host.ts';
import { removeStaleFolders } from '../../src/sandbox/stale-folders.ts';
import { processMark } from '../../src/shared/process-mark.ts';

it('removes what killed runs have left behind and ends what is at work there, and touches nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  const old = new Date(Date.now() - 48 * 60 * 60 * 1000);
  const mark = processMark();
  // No process has an id beyond the largest that Linux gives.
  const dead = mark.replace(/-\d+-\d+$/, '-4194305-77');
  const names = {
    killed: `autofix-home-${dead}-abc`,
    reused: `autofix-home-${mark.replace(/\d+$/, '7')}-abc`,
    elsewhere: 'autofix-home-00000000-1-5-abc',
    elsewhereOld: 'autofix-probe-00000000-1-5-abc',
    gone: `autofix-gone-${dead}-abc`,
    alive: `autofix-home-${mark}-abc`,
    other: 'work',
  };
  for (const name of Object.values(names)) mkdirSync(join(folder, name));
  utimesSync(join(folder, names.elsewhereOld), old, old);
  const left = spawn('sleep', ['60'], { env: { HOME: join(folder, names.killed) }, stdio: 'ignore' });
  const ended = once(left, 'exit');
  await removeStaleFolders({ ...thisHost(), tempFolder: folder });
  expect(await ended).toEqual([null, 'SIGKILL']);
  // Nobody waits for what is on its way out.
  while (existsSync(join(folder, names.gone))) await new Promise((done) => setTimeout(done, 5));
  const kept = Object.entries(names).filter(([, name]) => existsSync(join(folder, name)));
  expect(kept.map(([what]) => what)).toEqual(['elsewhere', 'alive', 'other']);
  rmSync(folder, { recursive: true });
});
