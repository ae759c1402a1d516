import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CommandResult, Sandbox, SandboxCommand } from '../../src/index.ts';

/**
 * Runs the project's commands at the lowest priority. It contains nothing, and says so: `isolation` stands in every
 * result. Given to `repair` as `ownSandbox`; the registry of autofix's own is `src/sandbox/sandboxes.ts`.
 */
export const nice: Sandbox = {
  name: 'nice',
  isolation: 'none: the commands run at the lowest priority, with all your rights',
  workspaceRoot: (workspace) => workspace,
  scratchRoot: (scratch) => scratch,
  run: (command) => new Promise((resolve) => start(command, resolve)),
};

function start(
  { argv, workspace, cwd, env, timeoutMs, signal }: SandboxCommand,
  done: (result: CommandResult) => void,
) {
  const began = performance.now();
  const limit = AbortSignal.timeout(Math.ceil(timeoutMs));
  const child = spawn('nice', ['-n', '19', ...argv], {
    cwd: join(workspace, cwd),
    // An allow-list: the keys of the user are not in it.
    env: { PATH: process.env.PATH ?? '', ...env },
    signal: AbortSignal.any([signal, limit]),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
  });
  // An aborted child tells an error and closes all the same.
  child.on('error', () => {});
  child.on('close', (exitCode) => {
    const durationMs = performance.now() - began;
    done({ exitCode, timedOut: limit.aborted, notFound: exitCode === 127, ...printed, durationMs });
  });
}
