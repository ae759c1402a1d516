import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { thisHost } from '../../src/sandbox/host.ts';
import { removeStaleFolders } from '../../src/sandbox/temporary-folder.ts';

it('removes what killed runs have left behind, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
  // No process has an id beyond the largest that Linux gives.
  const names = {
    stale: 'autofix-home-4194305-abc',
    fresh: 'autofix-home-4194306-abc',
    alive: `autofix-home-${process.pid}-abc`,
    other: 'work',
  };
  for (const [what, name] of Object.entries(names)) {
    mkdirSync(join(folder, name));
    if (what !== 'fresh') utimesSync(join(folder, name), old, old);
  }
  await removeStaleFolders({ ...thisHost(), tempFolder: folder });
  const left = Object.entries(names).filter(([, name]) => existsSync(join(folder, name)));
  expect(left.map(([what]) => what)).toEqual(['fresh', 'alive', 'other']);
  rmSync(folder, { recursive: true });
});
