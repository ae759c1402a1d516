import { EXIT } from '../domain/autofix-error.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { type RunInputs, readInputs } from './configuration.ts';
import { configurationKey, type OptionSpec, RUN_OPTIONS } from './option-table.ts';
import { type OptionValue, type ResolvedValue, resolveValue, shownSize } from './option-values.ts';
import { printResult } from './print.ts';
import { runSettings } from './run-settings.ts';

/** `autofix config`: gives the exit code. Settings that contradict one another are an error here as in a run. */
export async function configCommand(project: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const inputs = await readInputs(project, flags);
  runSettings(project, inputs);
  // What is asked for here is the form of this list, not a setting of the run.
  const { json, ...others } = flags;
  const resolved = RUN_OPTIONS.map((spec) => ({ spec, ...resolveValue(spec, { ...inputs, flags: others }) }));
  if (json === true) printResult(asJson(resolved, inputs));
  else printResult(safeForTerminal(asText(resolved, inputs)));
  return EXIT.fixed;
}

type Setting = ResolvedValue & { readonly spec: OptionSpec };

function asJson(settings: readonly Setting[], { ignored, warnings }: RunInputs): string {
  const rows = settings.map(({ spec, value, source }) => [configurationKey(spec), { value, source }]);
  return JSON.stringify({ settings: Object.fromEntries(rows), ignored, warnings }, null, 2);
}

function asText(settings: readonly Setting[], { ignored, warnings }: RunInputs): string {
  const width = Math.max(...settings.map(({ spec }) => configurationKey(spec).length));
  return [
    ...settings.map(({ spec, value, source }) => {
      return `${configurationKey(spec).padEnd(width)}  ${words(spec, value)}  (${source.name})`;
    }),
    ...ignored.map((name) => `ignored: ${name} in a file of the project itself`),
    ...warnings.map((warning) => `ignored: ${warning}`),
  ].join('\n');
}

function words(spec: OptionSpec, value: OptionValue): string {
  if (value === null) return '-';
  if (spec.kind === 'duration') return `${Number(value) / 1000}s`;
  if (spec.kind === 'size') return shownSize(Number(value));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value.length === 0 ? '-' : value.join(', ');
}
