import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { holdOf } from '../../src/sandbox/hold-tree.ts';

const isLinux = process.platform === 'linux';

(isLinux ? it : it.skip)('processes that start others all the time stand still until they are let go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  const log = join(folder, 'log');
  const busy = `spawning() { while :; do sh -c "echo x >> '${log}'"; done; }; spawning & spawning & wait`;
  const child = spawn('sh', ['-c', busy], { detached: true, stdio: 'ignore' });
  const size = () => readFileSync(log).length;
  try {
    await delay(150);
    const release = await holdOf(child.pid)?.();
    expect(release).toBeInstanceOf(Function);
    const held = size();
    await delay(150);
    expect(size()).toBe(held);
    release?.();
    await delay(300);
    expect(size()).toBeGreaterThan(held);
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

it('what has not started cannot be held', () => expect(holdOf(undefined)).toBeUndefined());
