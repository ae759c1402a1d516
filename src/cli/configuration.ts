import { folderConfiguration, userConfiguration } from './configuration-files.ts';
import { type Environment, environmentFile, environmentWithFile } from './environment-file.ts';
import type { OptionInputs } from './option-values.ts';
import { belongsToInput, withoutSteering } from './own-settings.ts';

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
 * What the options of a run are resolved from. Where the current folder belongs to the project that is repaired, its
 * files do not decide where keys go, what runs outside the sandbox or what is written elsewhere: those settings are left
 * out and named. A configuration that is a program is not run there.
 */
export async function readInputs(
  project: string,
  flags: Readonly<Record<string, unknown>>,
  folder: string = process.cwd(),
  env: Environment = process.env,
): Promise<RunInputs> {
  const isOwn = belongsToInput(folder, project);
  const configuration = await folderConfiguration(folder, !isOwn);
  const user = await userConfiguration();
  const own = isOwn ? withoutSteering(configuration.values) : { kept: configuration.values, ignored: [] };
  const configured = {
    configuration: { ...user.values, ...own.kept },
    configurationFile: (key: string) => (key in own.kept ? configuration.file : user.file),
  };
  if (!isOwn) return { flags, ...environmentWithFile(folder, env), ...configured, ignored: [] };
  const file = withoutSteering(environmentFile(folder));
  const warnings = configuration.withheld === null ? [] : [withheldWarning(configuration.withheld)];
  return {
    ...{ flags, env: { ...file.kept, ...env }, ...configured, warnings },
    ignored: [...file.ignored, ...own.ignored],
  };
}

function withheldWarning(file: string): string {
  return `${file} is a program of the project under repair and is not run: write the settings as autofix.config.json or autofix.config.yaml`;
}
