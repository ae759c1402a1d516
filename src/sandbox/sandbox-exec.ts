import { existsSync, realpathSync } from 'node:fs';
import type { SandboxCommand } from '../domain/sandbox.ts';
import type { Host } from './host.ts';
import { findHostToolchains } from './host-toolchains.ts';
import { registrySettings } from './registry-settings.ts';
import { removeTree } from './remove-tree.ts';
import { seatbeltProfile } from './sandbox-exec-profile.ts';
import type { SandboxKind } from './sandbox-kind.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { PlainSandbox } from './unconfined.ts';

const PROGRAM = '/usr/bin/sandbox-exec';

const ISOLATION =
  'sandbox-exec: tests have no network but this machine’s own, and write nowhere but to their work copy; your home folder ' +
  'and environment are not visible. Services of the system can be asked, other processes be seen, and only time is limited.';

/** The sandbox of macOS, by a profile for each command. */
export const sandboxExec: SandboxKind = {
  name: 'sandbox-exec',
  platform: 'darwin',
  async open(host, limits) {
    if (!existsSync(PROGRAM)) return { kind: 'unavailable', reason: 'sandbox-exec is not there' };
    const toolchains = await findHostToolchains(host);
    const wrap = ({ network, workspace, scratch }: SandboxCommand, home: string): readonly string[] => {
      const writable = [workspace, home, ...(scratch === null ? [] : [scratch])].map((path) => realpathSync(path));
      const readable = [...toolchains.paths, ...(network ? registrySettings(host).paths : [])];
      return [PROGRAM, '-p', seatbeltProfile({ network, writable, readable })];
    };
    const sandbox = new PlainSandbox({ name: 'sandbox-exec', isolation: ISOLATION, host, limits, toolchains, wrap });
    return (await works(sandbox, host))
      ? { kind: 'open', sandbox }
      : { kind: 'unavailable', reason: 'sandbox-exec does not take its profile' };
  },
};

async function works(sandbox: PlainSandbox, host: Host): Promise<boolean> {
  const workspace = await temporaryFolder(host, 'probe');
  try {
    const { signal } = new AbortController();
    const folders = { workspace, scratch: null, cwd: '', env: {} };
    const command = { ...folders, argv: ['/usr/bin/touch', 'probe'], network: false, timeoutMs: 10_000, signal };
    return (await sandbox.run(command)).exitCode === 0;
  } finally {
    await removeTree(workspace);
  }
}
