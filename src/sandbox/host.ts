import { availableParallelism, homedir, tmpdir, totalmem } from 'node:os';
import process from 'node:process';
import { isSecretName, passwordIn } from '../shared/secret-words.ts';

/** What a sandbox knows of the machine and of the person it runs for. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The running Node. */
  readonly nodePath: string;
  readonly homeFolder: string;
  readonly tempFolder: string;
  /** Where the machine's own settings are. */
  readonly etcFolder: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly isRoot: boolean;
}

/** The environment for a program of the machine that is asked where it lies: a version manager needs its settings, no secrets. */
export function probeEnvironment({ env }: Host): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !isSecretName(name) && passwordIn(value) === null) kept[name] = value;
  return kept;
}

export function thisHost(): Host {
  return {
    env: process.env,
    platform: process.platform,
    nodePath: process.execPath,
    homeFolder: homedir(),
    tempFolder: tmpdir(),
    etcFolder: '/etc',
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    isRoot: process.getuid?.() === 0,
  };
}
