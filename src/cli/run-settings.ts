import { join, resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { parseModelOverrides } from '../llm/configured-providers.ts';
import type { Route } from '../llm/routes.ts';
import { stateFolderOf } from '../pipeline/default-options.ts';
import type { RepairOptions, SandboxMode } from '../pipeline/repair-options.ts';
import { configurationKey, RUN_OPTIONS } from './option-table.ts';
import { type OptionInputs, type OptionValue, resolveValue } from './option-values.ts';

/** What of a run concerns the terminal alone. */
export interface DisplaySettings {
  readonly json: boolean;
  readonly events: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly interactive: boolean;
}

export interface RunSettings {
  readonly options: RepairOptions;
  readonly display: DisplaySettings;
}

/** Everything about a run out of flags, environment, configuration and defaults. */
export function runSettings(input: string, inputs: OptionInputs): RunSettings {
  const values = new Map<string, OptionValue>();
  for (const spec of RUN_OPTIONS) values.set(configurationKey(spec), resolveValue(spec, inputs).value);
  const options = repairOptions(input, values, stateFolderOf(inputs.env));
  refuseContradictions(options, values.get('interactive') === true);
  return { options, display: displaySettings(values) };
}

type Values = ReadonlyMap<string, OptionValue>;

function displaySettings(values: Values): DisplaySettings {
  const on = (key: string) => values.get(key) === true;
  return {
    interactive: on('interactive'),
    json: on('json'),
    events: on('events'),
    quiet: on('quiet'),
    verbose: on('verbose'),
    color: on('color'),
  };
}

/** The values have been checked against the option table: their kinds are known. */
function repairOptions(input: string, values: Values, stateFolder: string): RepairOptions {
  const text = (key: string) => values.get(key) as string | null;
  const file = (key: string) => (text(key) === null ? null : resolve(text(key) as string));
  const on = (key: string) => values.get(key) === true;
  const number = (key: string) => values.get(key) as number;
  const list = (key: string) => values.get(key) as readonly string[];
  return {
    input,
    reports: list('report'),
    reportFormat: text('format'),
    out: file('out'),
    providers: on('offline') ? ['offline'] : list('providers'),
    models: parseModelOverrides(list('model')),
    route: text('route') as Route,
    attempts: number('attempts'),
    candidates: number('candidates'),
    specification: on('specification'),
    testCommand: text('testCommand'),
    installCommand: text('installCommand'),
    install: on('install'),
    verify: on('verify'),
    maxCostUsd: values.get('maxCost') as number | null,
    maxTokens: values.get('maxTokens') as number | null,
    maxRequests: values.get('maxRequests') as number | null,
    fresh: on('fresh'),
    cache: on('cache'),
    offlineTimeMs: number('offlineTime'),
    compete: on('compete'),
    repeat: number('repeat'),
    jobs: values.get('jobs') as number | null,
    timeoutMs: number('timeout'),
    testTimeoutMs: number('testTimeout'),
    sandbox: text('sandbox') as SandboxMode,
    archiveLimits: {
      maxEntries: number('maxEntries'),
      maxTotalBytes: number('maxUnpacked'),
      maxEntryBytes: number('maxEntrySize'),
      maxRatio: number('maxRatio'),
      maxNameBytes: number('maxNameLength'),
      maxDepth: number('maxDepth'),
    },
    allowTestEdits: on('allowTestEdits'),
    allowSuspicious: on('allowSuspicious'),
    allow: list('allow'),
    deny: list('deny'),
    dryRun: on('dryRun'),
    write: on('write'),
    diffFile: file('diff'),
    htmlFile: file('html'),
    summaryFile: file('summary'),
    runsFolder: resolve(text('runDir') ?? join(stateFolder, 'runs')),
    stateFolder,
  };
}

function refuseContradictions(options: RepairOptions, interactive: boolean): void {
  const refuse = (message: string, hint: string) => {
    throw new AutofixError(message, { code: 'usage', exitCode: EXIT.usage, hint });
  };
  const fromStandardInput = [options.input, ...options.reports].filter((source) => source === '-');
  if (fromStandardInput.length > 1) refuse('Standard input can be read once only', 'Give all but one as files.');
  if (options.write && options.out !== null) refuse('--write and --out exclude one another', 'Choose one of them.');
  if (interactive && !options.verify)
    refuse('--interactive and --no-verify exclude one another', 'Choose one of them.');
  if (options.write && options.dryRun) refuse('--write and --dry-run exclude one another', 'Choose one of them.');
}
