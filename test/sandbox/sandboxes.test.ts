import { describe, expect, it } from '@jest/globals';
import { thisHost } from '../../src/sandbox/host.ts';
import type { SandboxKind } from '../../src/sandbox/sandbox-kind.ts';
import { defaultLimits } from '../../src/sandbox/sandbox-limits.ts';
import { chooseSandbox, SANDBOXES, type SandboxMode } from '../../src/sandbox/sandboxes.ts';
import { unconfined } from '../../src/sandbox/unconfined.ts';

const absent: SandboxKind = {
  name: 'bubblewrap',
  platform: 'linux',
  open: async () => ({ kind: 'unavailable', reason: 'bwrap is not installed' }),
};

function choose(mode: SandboxMode) {
  const host = thisHost();
  return chooseSandbox(mode, host, defaultLimits(host), [absent, unconfined]);
}

describe('chooseSandbox', () => {
  it('has the sandboxes of the systems to choose from, and what is left without one at the end', () => {
    expect(SANDBOXES.map((kind) => kind.name)).toEqual(['bubblewrap', 'sandbox-exec', 'none']);
  });

  it('does not look for the sandbox of another system', async () => {
    const host = { ...thisHost(), platform: 'win32' };
    const { sandbox } = await chooseSandbox('auto', host, defaultLimits(host), [absent, unconfined]);
    expect(sandbox.name).toBe('none');
    await expect(chooseSandbox('require', host, defaultLimits(host))).rejects.toMatchObject({ exitCode: 6 });
  });

  it('falls back with a warning that names the remedy', async () => {
    const { sandbox, warning } = await choose('auto');
    expect(sandbox.name).toBe('none');
    expect(warning).toMatch(/bwrap is not installed.*apt install bubblewrap/);
  });

  it('does not warn of what was asked for', async () => {
    expect(await choose('none')).toMatchObject({ sandbox: { name: 'none' }, warning: null });
  });

  it('refuses to run without the one that is required', async () => {
    await expect(choose('require')).rejects.toMatchObject({ code: 'sandbox-unavailable', exitCode: 6 });
  });
});
