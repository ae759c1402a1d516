import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Loader } from 'lilconfig';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { isRecord } from '../shared/json.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { configurationKey, RUN_OPTIONS } from './option-table.ts';

/** A configuration as its file has it. */
export interface Configuration {
  /** Name for messages; null: there is none. */
  readonly file: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** These are programs: they run when they are read. */
const PROGRAMS = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `autofix.config.${ending}`);
const DOCUMENTS = [
  ...['json', 'yaml', 'yml'].map((ending) => `autofix.config.${ending}`),
  ...['', '.json', '.yaml', '.yml'].map((ending) => `.autofixrc${ending}`),
  'package.json',
];
const USER_DOCUMENTS = ['json', 'yaml', 'yml'].map((ending) => `config.${ending}`);

export interface FolderConfiguration extends Configuration {
  /** A program that would be the configuration, were it not the project's own. */
  readonly withheld: string | null;
}

/**
 * The configuration of a folder, never of one above it: `autofix.config.{ts,mts,js,mjs,cjs,json,yaml,yml}`,
 * `.autofixrc` (JSON or YAML) or the `autofix` key of package.json, the first that there is. `mayRun` is false where the
 * folder belongs to the project under repair: then nothing of it is executed. Unknown keys are errors with the nearest name.
 */
export async function folderConfiguration(folder: string, mayRun: boolean): Promise<FolderConfiguration> {
  const places = [...PROGRAMS, ...DOCUMENTS];
  const { lilconfig } = await import('lilconfig');
  const loaders = {
    ...LOADERS,
    ...Object.fromEntries(PROGRAM_ENDINGS.map((ending) => [ending, mayRun ? runProgram : withhold])),
  };
  const search = lilconfig('autofix', { searchPlaces: places, stopDir: folder, loaders, packageProp: 'autofix' });
  const found = await search.search(folder).catch((error: unknown) => {
    throw unreadable(error, 'of this folder');
  });
  if (found === null) return { file: null, values: {}, withheld: null };
  const file = found.filepath.slice(join(folder, 'x').length - 1);
  if (found.config === WITHHELD) return { file: null, values: {}, withheld: file };
  return { ...checked(file, found.isEmpty === true ? {} : found.config), withheld: null };
}

/** What the user has set for every project: `config.{json,yaml,yml}` in the XDG folder of autofix. */
export async function userConfiguration(): Promise<Configuration> {
  const folder = envPaths('autofix', { suffix: '' }).config;
  const { lilconfig } = await import('lilconfig');
  const search = lilconfig('autofix', { searchPlaces: USER_DOCUMENTS, stopDir: folder, loaders: LOADERS });
  const found = await search.search(folder).catch((error: unknown) => {
    throw unreadable(error, `in ${folder}`);
  });
  if (found === null) return { file: null, values: {} };
  return checked(found.filepath, found.isEmpty === true ? {} : found.config);
}

const WITHHELD = { withheld: true };
const withhold: Loader = () => WITHHELD;

/** TypeScript and both kinds of modules, on every Node that autofix runs on. */
const runProgram: Loader = async (path) => {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, { fsCache: false }).import(path, { default: true });
};

/** JSON is YAML too. */
const readDocument: Loader = async (_path, content) => (await import('yaml')).parse(content) as unknown;

const PROGRAM_ENDINGS = ['.ts', '.mts', '.js', '.mjs', '.cjs'];
const LOADERS: Readonly<Record<string, Loader>> = {
  ...{ '.yaml': readDocument, '.yml': readDocument, noExt: readDocument },
  '.json': (_path, content) => JSON.parse(content) as unknown,
};

function checked(file: string, values: unknown): Configuration {
  if (!isRecord(values)) throw unusable(file, 'it does not hold an object', 'Write an object of options.');
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

function unreadable(error: unknown, where: string): AutofixError {
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return unusable(where, message ?? '', 'Mend the file; autofix config shows what is read.', error);
}

function unusable(file: string, what: string, hint: string, cause?: unknown): AutofixError {
  return new AutofixError(`The configuration ${file} cannot be used: ${what}`, {
    ...{ code: 'configuration', exitCode: EXIT.usage, hint },
    cause,
  });
}
