import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { expectValidResult } from './result-schema.ts';

export interface AutofixRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for one test, with an environment without keys and a state folder inside. */
export interface Desk {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Copies a file here and gives its new path. */
  take(file: string): string;
  /** Spawns the built command line in the folder. */
  run(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<AutofixRun>;
  /** Every text of every run folder, for searches. */
  evidence(): string;
  dispose(): void;
}

export function createDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-e2e-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? folder,
    AUTOFIX_STATE_DIR: join(folder, 'state'),
    ...passedOn([
      'NODE_EXTRA_CA_CERTS',
      'SSL_CERT_FILE',
      'HTTPS_PROXY',
      'HTTP_PROXY',
      'NO_PROXY',
      'NPM_CONFIG_REGISTRY',
    ]),
  };
  return {
    folder,
    env,
    take: (file) => {
      const copy = join(folder, basename(file));
      copyFileSync(file, copy);
      return copy;
    },
    run: (argv, extra = {}) => spawnAutofix(argv, folder, { ...env, ...extra }),
    evidence: () => textsBelow(join(folder, 'state')),
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The result document of a run; it is checked against the shipped schema. */
export function outcomeIn(run: AutofixRun): RepairOutcome {
  let outcome: RepairOutcome;
  try {
    outcome = JSON.parse(run.stdout) as RepairOutcome;
  } catch {
    throw new Error(`no JSON on standard output (exit code ${run.exitCode})\n${run.stdout}\n${run.stderr}`);
  }
  expectValidResult(outcome);
  return outcome;
}

export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function passedOn(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function spawnAutofix(argv: readonly string[], cwd: string, env: Record<string, string>): Promise<AutofixRun> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [resolve('bin/autofix.js'), ...argv], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', failed);
    child.on('close', (exitCode) => done({ exitCode, stdout, stderr }));
  });
}

function textsBelow(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
