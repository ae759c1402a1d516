import { execFile } from 'node:child_process';
import { type Host, probeEnvironment } from './host.ts';

const TIMEOUT_MS = 10_000;

/**
 * What a program of the machine prints when it is asked for something; null when it is not there, fails or takes too long. It
 * runs in the root folder: no file of anybody's project can choose its version or be loaded by it. Without execa: a run waits
 * for these answers before its first command, and loading that takes longer than the answers.
 */
export function askProgram(host: Host, program: string, parameters: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const settings = { cwd: '/', env: probeEnvironment(host), timeout: TIMEOUT_MS };
    const child = execFile(program, parameters, settings, (error, stdout) => resolve(error === null ? stdout : null));
    // What does not read its input may have ended before this.
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });
}
