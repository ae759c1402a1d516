import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult, SandboxCommand } from '../domain/sandbox.ts';
import { removeTree } from './remove-tree.ts';

const TIMEOUT_MS = 10_000;

/** What a tool may do to a package that it finds installed: it goes, and another one comes. */
const SPOIL = 'cd it && rm -r package && mkdir package && touch package/new && test ! -e package/old';

/**
 * Whether a command that spoils a shared folder does so for itself alone. `root`: where the shared folders are to be. `handOver`
 * gives a folder to whom commands run as.
 */
export async function trySharing(
  root: string,
  handOver: (folder: string) => Promise<void>,
  run: (command: SandboxCommand) => Promise<CommandResult>,
): Promise<boolean> {
  const place = await mkdtemp(join(root, 'probe-'));
  const [workspace, shared] = [join(place, 'workspace'), join(place, 'shared')];
  try {
    for (const folder of [workspace, join(shared, '0/package')]) await mkdir(folder, { recursive: true });
    await writeFile(join(shared, '0/package/old'), '');
    await handOver(join(shared, '0'));
    const { exitCode } = await run({
      argv: ['sh', '-c', SPOIL],
      ...{ workspace, scratch: null, cwd: '', shared: { root: shared, folders: ['it'] } },
      ...{ env: {}, network: false, timeoutMs: TIMEOUT_MS, signal: new AbortController().signal },
    });
    return exitCode === 0 && (await readdir(join(shared, '0/package'))).join() === 'old';
  } catch {
    return false;
  } finally {
    await removeTree(place);
  }
}
