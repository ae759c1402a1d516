import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult, Sandbox } from '../../src/domain/sandbox.ts';
import { bubblewrap } from '../../src/sandbox/bubblewrap.ts';
import { type Host, thisHost } from '../../src/sandbox/host.ts';
import { defaultLimits, type SandboxLimits } from '../../src/sandbox/sandbox-limits.ts';
import { chooseSandbox } from '../../src/sandbox/sandboxes.ts';

/** A key that must never be seen by a command of the project. */
export const CANARY = 'canary-8c1f2b7d9e';

/** This machine with a canary in its environment, and with what a test runner around us would leave there. */
export function hostWithCanary(): Host {
  const host = thisHost();
  const env = {
    ...host.env,
    GEMINI_API_KEY: CANARY,
    NODE_ENV: 'test',
    JEST_WORKER_ID: '1',
    NODE_OPTIONS: '--no-warnings',
  };
  return { ...host, env };
}

/** Whether bubblewrap works on this machine: its tests say nothing where it does not. */
export async function hasBubblewrap(): Promise<boolean> {
  const host = thisHost();
  return (await bubblewrap.open(host, defaultLimits(host))).kind === 'open';
}

/** Two fresh folders and a sandbox to run things in them. */
export class SandboxRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  readonly workspace = join(this.folder, 'work');
  readonly scratch = join(this.folder, 'scratch');
  readonly sandbox: Sandbox;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    mkdirSync(this.workspace);
    mkdirSync(this.scratch);
  }

  static async open(mode: 'require' | 'none', limits: Partial<SandboxLimits> = {}): Promise<SandboxRig> {
    const host = hostWithCanary();
    const { sandbox } = await chooseSandbox(mode, host, { ...defaultLimits(host), ...limits });
    return new SandboxRig(sandbox);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.workspace, path), text);
  }

  run(
    argv: readonly string[],
    more: Partial<{
      network: boolean;
      timeoutMs: number;
      signal: AbortSignal;
      env: Record<string, string>;
      cwd: string;
    }> = {},
  ): Promise<CommandResult> {
    return this.sandbox.run({
      argv,
      workspace: this.workspace,
      scratch: this.scratch,
      cwd: '',
      env: {},
      network: false,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      ...more,
    });
  }

  shell(line: string, more: Parameters<SandboxRig['run']>[1] = {}): Promise<CommandResult> {
    return this.run(['sh', '-c', line], more);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
