import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult, Sandbox, SandboxCommand } from '../domain/sandbox.ts';
import { commandEnvironment } from './command-environment.ts';
import { runContained } from './contained-process.ts';
import type { Host } from './host.ts';
import { findHostToolchains, type HostToolchains } from './host-toolchains.ts';
import { keepPlainFiles } from './plain-files.ts';
import { limitWords } from './prlimit.ts';
import { isStartedWith, processesIn, processesWith } from './process-tree.ts';
import { registrySettings } from './registry-settings.ts';
import { removeBehind } from './remove-behind.ts';
import { removeTree } from './remove-tree.ts';
import type { SandboxKind } from './sandbox-kind.ts';
import type { SandboxLimits } from './sandbox-limits.ts';
import { HOME_PREFIX, temporaryFolder } from './temporary-folder.ts';

const ISOLATION =
  'none: your environment is kept out, the home folder is a temporary one and all processes are ended, but the ' +
  'commands of the project can use the network, and read, write and end what you can.';

/** No containment by the system: what can be done without it. */
export const unconfined: SandboxKind = {
  name: 'none',
  platform: null,
  async open(host, limits) {
    const toolchains = await findHostToolchains(host);
    const parts = { name: 'none', isolation: ISOLATION, host, limits, toolchains, wrap: () => [] };
    return { kind: 'open', sandbox: new PlainSandbox(parts) };
  },
};

export interface PlainSandboxParts {
  readonly name: string;
  readonly isolation: string;
  readonly host: Host;
  readonly limits: SandboxLimits;
  readonly toolchains: HostToolchains;
  /** Words to stand before a command, which contain it further; `home`: its home folder. */
  readonly wrap: (command: SandboxCommand, home: string) => readonly string[];
}

/** Runs commands at their own places, with a cleaned environment and a home folder of their own. */
export class PlainSandbox implements Sandbox {
  readonly name: string;
  readonly isolation: string;
  readonly #host: Host;
  readonly #limits: SandboxLimits;
  readonly #toolchains: HostToolchains;
  readonly #wrap: PlainSandboxParts['wrap'];

  constructor({ name, isolation, host, limits, toolchains, wrap }: PlainSandboxParts) {
    this.name = name;
    this.isolation = isolation;
    this.#host = host;
    this.#limits = limits;
    this.#toolchains = toolchains;
    this.#wrap = wrap;
  }

  workspaceRoot(workspace: string): string {
    return workspace;
  }

  scratchRoot(scratch: string): string {
    return scratch;
  }

  async run(command: SandboxCommand): Promise<CommandResult> {
    const home = await temporaryFolder(this.#host, 'home');
    try {
      await mkdir(join(home, 'tmp'));
      return await this.#start(command, home);
    } finally {
      // A package manager keeps what it has fetched there.
      await (command.network ? removeBehind(this.#host, home) : removeTree(home));
      if (command.scratch !== null) await keepPlainFiles(command.scratch);
    }
  }

  #start(command: SandboxCommand, home: string): Promise<CommandResult> {
    const { argv, file } = this.#words(command, home);
    return runContained({
      file,
      argv,
      cwd: join(command.workspace, command.cwd),
      workspace: command.workspace,
      env: this.#environment(command, home),
      inputs: [],
      timeoutMs: command.timeoutMs,
      signal: command.signal,
      dialogue: command.dialogue,
      limits: this.#limits,
      ownGroup: true,
      // A process that left the group still carries the home folder that nobody else has, or is at work in our folders.
      strays: () => [...processesWith(`HOME=${home}`), ...this.#hiddenIn(command, home)],
    });
  }

  /** Processes in our folders without the home folder of any command: another command may be at work beside this one. */
  #hiddenIn({ workspace, scratch }: SandboxCommand, home: string): number[] {
    const folders = [workspace, home, ...(scratch === null ? [] : [scratch])];
    const anyHome = `HOME=${join(this.#host.tempFolder, HOME_PREFIX)}`;
    return processesIn(folders).filter((pid) => !isStartedWith(pid, anyHome));
  }

  #words(command: SandboxCommand, home: string): { readonly file: string; readonly argv: readonly string[] } {
    // Processes are not counted: here they would be all of the user's.
    const limits =
      this.#host.platform === 'linux' ? limitWords(this.#host, this.#limits, command.timeoutMs, false) : [];
    const [file = '', ...argv] = [...this.#wrap(command, home), ...limits, ...command.argv];
    return { file, argv };
  }

  #environment(command: SandboxCommand, home: string): Record<string, string> {
    const own = (this.#host.env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(':');
    // A version manager's shims look for their settings in the home folder, which is another one here.
    const path = [...this.#toolchains.binFolders, ...own.filter((folder) => !folder.endsWith('/shims'))];
    const base = this.#toolchains.pythonUserBase;
    const registry = command.network ? registrySettings(this.#host).env : {};
    return commandEnvironment(this.#host, home, path, {
      TMPDIR: join(home, 'tmp'),
      ...(base === null ? {} : { PYTHONUSERBASE: base }),
      ...registry,
      ...command.env,
    });
  }
}
