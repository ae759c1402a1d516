import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { type Environment, environmentFile, environmentWithFile } from './environment-file.ts';
import { configurationKey, RUN_OPTIONS } from './option-table.ts';
import type { OptionInputs } from './option-values.ts';
import { belongsToInput, withoutSteering } from './own-settings.ts';

interface Configuration {
  readonly file: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

const CONFIGURATION_FILES = ['autofix.config.json', '.autofixrc', '.autofixrc.json'] as const;

/**
 * The configuration of a folder (the current one, never one inside the input): `autofix.config.json`,
 * `.autofixrc` (JSON) or the `autofix` key of package.json. Unknown keys are errors with the nearest name.
 */
function readConfiguration(folder: string): Configuration {
  for (const name of CONFIGURATION_FILES) {
    const text = readText(join(folder, name));
    if (text !== null) return checked(name, parseJson(text));
  }
  const manifest = parseJson(readText(join(folder, 'package.json')) ?? '');
  if (isRecord(manifest) && manifest.autofix !== undefined) return checked('package.json', manifest.autofix);
  return { file: null, values: {} };
}

/** The `.env` of a folder below what the environment itself says; `.env` inside an input is never read. */
export function withEnvironmentFile(folder: string, env: Environment): Environment {
  return environmentWithFile(folder, env).env;
}

export type RunInputs = OptionInputs & {
  /** Settings in files of the project itself that are not used. */
  readonly ignored: readonly string[];
  /** What else is not used, a sentence each. */
  readonly warnings: readonly string[];
};

/**
 * What the options of a run are resolved from. Where the current folder belongs to the project that is repaired,
 * its files do not decide where keys go or what runs outside the sandbox: those settings are left out and named.
 */
export function readInputs(
  project: string,
  flags: Readonly<Record<string, unknown>>,
  folder: string = process.cwd(),
  env: Environment = process.env,
): RunInputs {
  const configuration = readConfiguration(folder);
  if (!belongsToInput(folder, project)) {
    const withFile = environmentWithFile(folder, env);
    return {
      flags,
      ...withFile,
      configuration: configuration.values,
      configurationFile: configuration.file,
      ignored: [],
    };
  }
  const file = withoutSteering(environmentFile(folder));
  const values = withoutSteering(configuration.values);
  return {
    flags,
    env: { ...file.kept, ...env },
    configuration: values.kept,
    configurationFile: configuration.file,
    ignored: [...file.ignored, ...values.ignored],
    warnings: [],
  };
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
