import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { configurationKey, RUN_OPTIONS } from './option-table.ts';

export interface Configuration {
  readonly file: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

const CONFIGURATION_FILES = ['autofix.config.json', '.autofixrc', '.autofixrc.json'] as const;

/**
 * The configuration of a folder (the current one, never one inside the input): `autofix.config.json`,
 * `.autofixrc` (JSON) or the `autofix` key of package.json. Unknown keys are errors with the nearest name.
 */
export function readConfiguration(folder: string): Configuration {
  for (const name of CONFIGURATION_FILES) {
    const text = readText(join(folder, name));
    if (text !== null) return checked(name, parseJson(text));
  }
  const manifest = parseJson(readText(join(folder, 'package.json')) ?? '');
  if (isRecord(manifest) && manifest.autofix !== undefined) return checked('package.json', manifest.autofix);
  return { file: null, values: {} };
}

/** The `.env` of a folder below what the environment itself says; `.env` inside an input is never read. */
export function withEnvironmentFile(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const text = readText(join(folder, '.env'));
  return text === null ? env : { ...parseEnv(text), ...env };
}

function checked(file: string, values: unknown): Configuration {
  if (!isRecord(values)) throw unusable(file, 'it does not hold a JSON object', 'Write an object of options.');
  const known = RUN_OPTIONS.map(configurationKey);
  for (const key of Object.keys(values)) {
    if (key === '$schema' || known.includes(key)) continue;
    const nearest = nearestName(key, known);
    throw unusable(
      file,
      `unknown key ${JSON.stringify(key)}`,
      nearest === null ? 'See autofix run --help for the options.' : `Did you mean ${nearest}?`,
    );
  }
  return { file, values };
}

function unusable(file: string, what: string, hint: string): AutofixError {
  return new AutofixError(`The configuration ${file} cannot be used: ${what}`, {
    code: 'configuration',
    exitCode: EXIT.usage,
    hint,
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
