import { existsSync } from 'node:fs';
import { chown, lchown, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult, Sandbox, SandboxCommand } from '../domain/sandbox.ts';
import {
  bubblewrapProfile,
  type Confinement,
  HOME_FOLDER,
  isDropping,
  OUTER_ID,
  PROGRAM_FOLDER,
  type ProfileRequest,
  SCRATCH_FOLDER,
  stageWords,
  WORK_FOLDER,
} from './bubblewrap-profile.ts';
import { commandEnvironment } from './command-environment.ts';
import { runContained } from './contained-process.ts';
import type { Host } from './host.ts';
import { findHostToolchains, type HostToolchains } from './host-toolchains.ts';
import { type Overlay, openOverlay } from './overlay.ts';
import { keepPlainFiles } from './plain-files.ts';
import { limitWords } from './prlimit.ts';
import { registrySettings } from './registry-settings.ts';
import { removeBehind } from './remove-behind.ts';
import type { OpenedSandbox, SandboxKind } from './sandbox-kind.ts';
import type { SandboxLimits } from './sandbox-limits.ts';
import { seccompFilter } from './seccomp-filter.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { trySharing } from './try-sharing.ts';

const PROGRAMS = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap'];
const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];
const PROBE_TIMEOUT_MS = 10_000;

const ISOLATION =
  'bubblewrap: tests have no network; the system is read-only; no home folder, environment or process of yours is ' +
  'visible; limits on memory, processes, file size and time. The kernel itself is shared.';

const UNFILTERED = 'System calls are not filtered here: the keyring of your session can be read.';

/** Linux namespaces by the bubblewrap program. */
export const bubblewrap: SandboxKind = {
  name: 'bubblewrap',
  platform: 'linux',
  async open(host, limits) {
    const program = PROGRAMS.find((path) => existsSync(path));
    if (program === undefined) return { kind: 'unavailable', reason: 'bubblewrap (bwrap) is not installed' };
    // Programs are asked meanwhile where they lie; to them, and to the probe, nothing of that matters.
    const finding = findHostToolchains(host);
    const confinements: readonly Confinement[] = host.isRoot ? ['drop', 'drop-only', 'user'] : ['user', 'user-plain'];
    let reason = '';
    // A kernel without filters of system calls, or a machine whose calls are not known, has the rest all the same.
    for (const filter of new Set([seccompFilter(), null])) {
      for (const confinement of confinements) {
        const parts = { program, host, limits, confinement, filter };
        reason = await new Bubblewrap({ ...parts, toolchains: NO_TOOLCHAINS }).probe();
        if (reason !== '') continue;
        const sandbox = new Bubblewrap({ ...parts, toolchains: await finding });
        return { kind: 'open', sandbox } satisfies OpenedSandbox;
      }
    }
    return { kind: 'unavailable', reason: `bubblewrap does not work here: ${reason}` };
  },
};

/** A probe needs the system's own programs alone. */
const NO_TOOLCHAINS: HostToolchains = { binFolders: [], paths: [], programs: {}, pythonUserBase: null };

interface BubblewrapParts {
  readonly program: string;
  readonly host: Host;
  readonly limits: SandboxLimits;
  readonly toolchains: HostToolchains;
  readonly confinement: Confinement;
  readonly filter: Uint8Array | null;
}

class Bubblewrap implements Sandbox {
  readonly name = 'bubblewrap';
  readonly isolation: string;
  readonly separates = true;
  readonly #parts: BubblewrapParts;

  constructor(parts: BubblewrapParts) {
    this.#parts = parts;
    this.isolation = parts.filter === null ? `${ISOLATION} ${UNFILTERED}` : ISOLATION;
  }

  workspaceRoot(): string {
    return WORK_FOLDER;
  }

  scratchRoot(): string {
    return SCRATCH_FOLDER;
  }

  /** Runs `true` in the very profile; '' when that works, else why not. */
  async probe(): Promise<string> {
    const workspace = await temporaryFolder(this.#parts.host, 'probe');
    try {
      const signal = new AbortController().signal;
      const argv = ['touch', 'probe'];
      const folders = { workspace, scratch: null, cwd: '' };
      const result = await this.run({ argv, ...folders, env: {}, network: false, timeoutMs: PROBE_TIMEOUT_MS, signal });
      if (result.exitCode === 0) return '';
      return result.stderr.trim().split('\n').at(-1) || `it ended with exit code ${result.exitCode}`;
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  }

  canShare(root: string): Promise<boolean> {
    const handOver = async (folder: string) => {
      if (this.#parts.host.isRoot) await ownTree(folder, this.#owner());
    };
    return trySharing(root, handOver, (command) => this.run(command));
  }

  async run(command: SandboxCommand): Promise<CommandResult> {
    const { isRoot } = this.#parts.host;
    const home = command.network ? await temporaryFolder(this.#parts.host, 'home') : null;
    let overlay: Overlay | null = null;
    try {
      if (isRoot) await this.#handOver(command, home);
      if (command.shared !== undefined) overlay = await openOverlay(command.shared, command.workspace, isRoot);
      return await this.#start(command, home, overlay);
    } finally {
      await overlay?.close();
      // A package manager keeps what it has fetched there.
      if (home !== null) await removeBehind(this.#parts.host, home);
      if (command.scratch !== null) await keepPlainFiles(command.scratch);
    }
  }

  /** The contained user must own what it may write. */
  async #handOver({ workspace, scratch }: SandboxCommand, home: string | null): Promise<void> {
    const owner = this.#owner();
    if ((await lstat(workspace)).uid !== owner) await ownTree(workspace, owner);
    if (scratch !== null) await ownTree(scratch, owner);
    if (home !== null) await chown(home, owner, owner);
  }

  /** Under root. */
  #owner(): number {
    return isDropping(this.#parts.confinement) ? OUTER_ID : 0;
  }

  #start(command: SandboxCommand, home: string | null, overlay: Overlay | null): Promise<CommandResult> {
    const { program, host, limits, toolchains, confinement, filter } = this.#parts;
    const registry = command.network ? registrySettings(host) : { env: {}, paths: [] };
    const path = [...toolchains.binFolders, ...SYSTEM_PATH, PROGRAM_FOLDER];
    const added = {
      ...(toolchains.pythonUserBase === null ? {} : { PYTHONUSERBASE: toolchains.pythonUserBase }),
      ...registry.env,
      ...command.env,
    };
    const request: ProfileRequest = {
      ...{ confinement, network: command.network, workspace: command.workspace, scratch: command.scratch, home },
      ...{ cwd: command.cwd, env: commandEnvironment(host, HOME_FOLDER, path, added), toolchains, limits, filter },
      readable: registry.paths,
    };
    const profile = bubblewrapProfile(request);
    const words = [...stageWords(confinement, command.cwd), ...limitWords(host, limits, command.timeoutMs, true)];
    return runContained({
      file: overlay?.file ?? program,
      // The options go through a descriptor: the command line of a process can be read by those beside it.
      argv: [...(overlay === null ? [] : [...overlay.words, program]), '--args', '3', '--', ...words, ...command.argv],
      cwd: '/',
      workspace: command.workspace,
      // bwrap's own environment would be there to read in /proc/1/environ.
      env: {},
      inputs: [Buffer.from(profile.options.map((option) => `${option}\0`).join('')), ...profile.files],
      timeoutMs: command.timeoutMs,
      signal: command.signal,
      dialogue: command.dialogue,
      limits,
      ownGroup: false,
      strays: () => [],
    });
  }
}

async function ownTree(path: string, owner: number): Promise<void> {
  await lchown(path, owner, owner);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await ownTree(join(path, name), owner);
}
