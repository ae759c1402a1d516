import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { ModelProvider } from '../domain/model-provider.ts';
import { PROVIDERS } from '../llm/providers.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FolderEnvironment {
  readonly env: Environment;
  /** What of the `.env` is not used, a sentence each. */
  readonly warnings: readonly string[];
}

/** Settings of the provider `command`: a program that runs with all rights of the user. */
export function namesProgram(variable: string): boolean {
  return /^AUTOFIX_COMMAND(_|$)/.test(variable);
}

/**
 * The `.env` of a folder below what the environment itself says. The folder may be a freshly cloned repository: its file
 * may bring keys and their addresses, but it cannot send the user's own keys to an address of its choice, nor name a
 * program to be run. `.env` inside an input is never read.
 */
export function environmentWithFile(folder: string, env: Environment): FolderEnvironment {
  const file = environmentFile(folder);
  const addresses = PROVIDERS.filter((provider) => isForeignAddress(provider, file, env));
  const programs = Object.keys(file).filter((name) => namesProgram(name) && (env[name] ?? '') === '');
  const withheld = new Set([...addresses.map(({ baseUrlVariable }) => baseUrlVariable ?? ''), ...programs]);
  const kept = Object.fromEntries(Object.entries(file).filter(([name]) => !withheld.has(name)));
  const warnings = [
    ...addresses.map(({ baseUrlVariable, label }) => {
      return `${baseUrlVariable} of .env is ignored: a file of the folder does not decide where your key of ${label} is sent. Set ${baseUrlVariable} in the environment, or keep the key in the same .env`;
    }),
    ...programs.map((name) => {
      return `${name} of .env is ignored: a file of the folder does not name a program to be run. Set it in the environment, or write --providers command:"…"`;
    }),
  ];
  return { env: { ...kept, ...env }, warnings };
}

/** What the `.env` of a folder sets. */
export function environmentFile(folder: string): Record<string, string> {
  try {
    return parseEnv(readFileSync(join(folder, '.env'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Whether the file sets an address to which something would be sent that the file itself does not hold. */
function isForeignAddress(provider: ModelProvider, file: Environment, env: Environment): boolean {
  const { baseUrlVariable, keyVariables, keylessWith, settings } = provider;
  const isSet = (values: Environment) => (variable: string) => (values[variable] ?? '').trim() !== '';
  if (baseUrlVariable === null || !isSet(file)(baseUrlVariable) || isSet(env)(baseUrlVariable)) return false;
  if (isLoopback(file[baseUrlVariable] ?? '')) return false;
  const secrets = settings.filter(({ secret }) => secret).map(({ variable }) => variable);
  // Bedrock's profiles and token files are the user's own, whoever names them.
  const elsewhere = keylessWith === 'always' ? [] : keylessWith.filter((variable) => variable !== baseUrlVariable);
  if ([...keyVariables, ...secrets, ...elsewhere].some(isSet(env)) || elsewhere.some(isSet(file))) return true;
  const needsNoKey = keylessWith === 'always' || keylessWith.includes(baseUrlVariable);
  return !needsNoKey && !keyVariables.some(isSet(file));
}

/** A server of this very machine (Ollama, a test) gets nothing that the user does not have already. */
function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
