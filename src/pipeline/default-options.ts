import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { DEFAULT_ARCHIVE_LIMITS } from '../archive/archive-limits.ts';
import type { RepairOptions } from './repair-options.ts';

/** What holds when nobody says otherwise. Times in milliseconds. */
export const DEFAULTS = {
  /** Order of fallback; names without a key are left out. */
  providers: ['gemini', 'groq', 'offline'],
  route: 'order',
  cache: true,
  attempts: 3,
  candidates: 1,
  offlineTimeMs: 60_000,
  repeat: 2,
  timeoutMs: 1_800_000,
  testTimeoutMs: 180_000,
  sandbox: 'auto',
  archiveLimits: DEFAULT_ARCHIVE_LIMITS,
} as const;

/** The options of a run about which nothing is said but its input. */
export function defaultOptions(
  input: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): RepairOptions {
  const stateFolder = stateFolderOf(env);
  return {
    ...DEFAULTS,
    input,
    reports: [],
    reportFormat: null,
    out: null,
    models: {},
    specification: false,
    testCommand: null,
    installCommand: null,
    install: true,
    verify: true,
    maxCostUsd: null,
    maxTokens: null,
    maxRequests: null,
    fresh: false,
    compete: false,
    jobs: null,
    allowTestEdits: false,
    allowSuspicious: false,
    allow: [],
    deny: [],
    dryRun: false,
    write: false,
    diffFile: null,
    htmlFile: null,
    summaryFile: null,
    runsFolder: join(stateFolder, 'runs'),
    stateFolder,
  };
}

/** XDG state folder, e.g. ~/.local/state/autofix; `AUTOFIX_STATE_DIR` names another. */
export function stateFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(env.AUTOFIX_STATE_DIR || envPaths('autofix', { suffix: '' }).log);
}
