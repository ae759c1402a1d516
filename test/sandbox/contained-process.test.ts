import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runContained } from '../../src/sandbox/contained-process.ts';
import { thisHost } from '../../src/sandbox/host.ts';
import { defaultLimits } from '../../src/sandbox/sandbox-limits.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a contained process', () => {
  it('holds no pipe open for one that outlives it', async () => {
    const told = join(folder, 'told');
    const shut = join(folder, 'shut');
    const left = `trap "" PIPE; sleep 3; echo late || touch ${shut}; touch ${told}`;
    const result = await runContained({
      file: '/bin/sh',
      argv: ['-c', `echo early; (${left}) & exit 3`],
      cwd: folder,
      workspace: folder,
      env: { PATH: process.env.PATH ?? '' },
      inputs: [],
      timeoutMs: 30_000,
      signal: new AbortController().signal,
      limits: defaultLimits(thisHost()),
      ownGroup: false,
      strays: () => [],
    });
    expect(result).toMatchObject({ exitCode: 3, stdout: 'early\n', timedOut: false });
    while (!existsSync(told)) await new Promise((done) => setTimeout(done, 50));
    expect(existsSync(shut)).toBe(true);
  });
});
