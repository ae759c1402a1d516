import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { splitAtCommas } from '../llm/providers/command-line.ts';
import { configurationKey, environmentName, type OptionSpec } from './option-table.ts';

export type OptionValue = string | number | boolean | readonly string[] | null;

/** Where a value came from, for messages and `autofix config`. */
export interface ValueSource {
  readonly kind: 'flag' | 'environment' | 'configuration' | 'default';
  readonly name: string;
}

export interface ResolvedValue {
  readonly value: OptionValue;
  readonly source: ValueSource;
}

export interface OptionInputs {
  /** By option name, as the command line gave them; absent when not given. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** File that a key of `configuration` came from, for messages. */
  readonly configurationFile: (key: string) => string | null;
}

/** flag > environment > configuration file > default. */
export function resolveValue(spec: OptionSpec, inputs: OptionInputs): ResolvedValue {
  const flag = inputs.flags[configurationKey(spec)];
  if (flag !== undefined) return parsed(spec, flag, { kind: 'flag', name: `--${spec.name}` });
  const variable = environmentName(spec);
  const text = inputs.env[variable];
  if (text !== undefined && text !== '') {
    const value = parsed(spec, text, { kind: 'environment', name: variable });
    return spec.negated === true ? { ...value, value: value.value !== true } : value;
  }
  const key = configurationKey(spec);
  const configured = inputs.configuration[key];
  if (configured !== undefined) {
    return parsed(spec, configured, {
      kind: 'configuration',
      name: `${key} in ${inputs.configurationFile(key) ?? 'no file'}`,
    });
  }
  return { value: spec.fallback, source: { kind: 'default', name: 'default' } };
}

function parsed(spec: OptionSpec, raw: unknown, source: ValueSource): ResolvedValue {
  const value = parseValue(spec, raw);
  if (value === undefined) {
    throw new AutofixError(`${source.name}: ${JSON.stringify(raw)} is not ${expectation(spec)}`, {
      code: source.kind === 'configuration' ? 'configuration' : 'usage',
      exitCode: EXIT.usage,
      hint: `Give ${expectation(spec)}; see autofix run --help.`,
    });
  }
  return { value, source };
}

function parseValue(spec: OptionSpec, raw: unknown): OptionValue | undefined {
  switch (spec.kind) {
    case 'text':
      return typeof raw === 'string' && raw !== '' ? raw : undefined;
    case 'choice':
      return spec.choices?.includes(String(raw)) ? String(raw) : undefined;
    case 'list':
      return parseList(raw, splitAtCommas);
    case 'repeated':
      return parseList(typeof raw === 'string' && spec.uncut !== true ? raw.split(',') : raw, (item) => [item]);
    case 'switch':
      return parseSwitch(raw);
    case 'count':
      return parseNumber(raw, (value) => Number.isInteger(value) && value >= 1);
    case 'amount':
      return parseNumber(raw, (value) => value >= 0);
    case 'duration':
      return parseDuration(raw);
    case 'size':
      return parseSize(raw);
  }
}

function parseList(raw: unknown, split: (item: string) => readonly string[]): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (!items.every((item) => typeof item === 'string')) return undefined;
  const trimmed = items.flatMap(split).map((item) => item.trim());
  return trimmed.includes('') ? undefined : trimmed;
}

function parseSwitch(raw: unknown): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  if (raw === '1' || raw === 'true' || raw === 'yes') return true;
  return raw === '0' || raw === 'false' || raw === 'no' ? false : undefined;
}

function parseNumber(raw: unknown, allowed: (value: number) => boolean): number | undefined {
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text !== 'string' || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  return allowed(Number(text)) ? Number(text) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds from `90`, `90s`, `5m`, `1h`, `500ms`; a bare number is seconds. */
function parseDuration(raw: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(raw));
  if (match === null) return undefined;
  const milliseconds = Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? 's'] ?? 1000));
  // Timers of Node hold 31 bits; anything longer would fire at once.
  return milliseconds > 0 && milliseconds < 2 ** 31 ? milliseconds : undefined;
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/** Bytes from `4096`, `800MB`, `4GiB`, `1.5g`; a bare number is bytes. */
function parseSize(raw: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(?:([kmgt]i?)?b?)$/i.exec(String(raw));
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * (UNIT_BYTES[match[2]?.toLowerCase() ?? ''] ?? 1));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `4GiB`: in the largest unit that leaves no rest. */
export function shownSize(bytes: number): string {
  const units = [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const;
  const [name, factor] = units.find(([, each]) => bytes % each === 0) ?? ['B', 1];
  return `${bytes / factor}${name}`;
}

function expectation(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'choice':
      return `one of ${spec.choices?.join(', ')}`;
    case 'list':
    case 'repeated':
      return 'a list of names';
    case 'switch':
      return 'true or false';
    case 'count':
      return 'a whole number from 1 up';
    case 'amount':
      return 'a number from 0 up';
    case 'duration':
      return 'a time such as 90, 90s, 5m or 1h';
    case 'size':
      return 'a size such as 4096, 800MB or 4GiB';
    case 'text':
      return 'a text';
  }
}
