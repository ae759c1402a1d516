import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ModelProvider, ProviderSettings } from '../domain/model-provider.ts';
import { nearestName } from '../shared/nearest-name.ts';
import type { ConfiguredProvider } from './configured-provider.ts';
import { splitAtCommas } from './providers/command-line.ts';
import { PROVIDERS } from './providers.ts';
import { rateLimits } from './rate-limits.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A provider that was asked for and cannot be used. */
export interface LeftOutProvider {
  readonly provider: ModelProvider;
  /** One sentence that names the variable. */
  readonly reason: string;
}

export interface ProviderConfiguration {
  /** In the order asked for. */
  readonly configured: readonly ConfiguredProvider[];
  readonly leftOut: readonly LeftOutProvider[];
}

/** Model lists by provider name, first choice first. */
export type ModelOverrides = Readonly<Record<string, readonly string[]>>;

/** A name that may stand among the providers without being one: the offline engine's place in the order. */
const OTHER_NAMES = ['offline'];

/**
 * The providers of these names as the environment configures them. A provider without a key is left out and told.
 * Throws an `AutofixError` of exit 2 for an unknown name (with the nearest one) or a base address that is no URL.
 */
export function configuredProviders(
  names: readonly string[],
  environment: Environment,
  modelOverrides: ModelOverrides = {},
  registry: readonly ModelProvider[] = PROVIDERS,
): ProviderConfiguration {
  const configured: ConfiguredProvider[] = [];
  const leftOut: LeftOutProvider[] = [];
  const given = modelsInNames(names);
  for (const name of new Set(names.map(providerNameOf))) {
    if (OTHER_NAMES.includes(name)) continue;
    const provider = providerNamed(name, registry);
    const models = given[name] ?? modelOverrides[name] ?? [];
    const result = configure(provider, environment, models);
    if ('reason' in result) leftOut.push(result);
    else configured.push(result);
  }
  return { configured, leftOut };
}

/** `command:llm -m x` is the provider `command` with the model `llm -m x`; a name without a colon stands for itself. */
export function providerNameOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon).trim();
}

/** Models that stand behind the names in a list of providers, in its order. */
function modelsInNames(names: readonly string[]): ModelOverrides {
  const models: Record<string, string[]> = {};
  for (const name of names) {
    const model = name.slice(name.indexOf(':') + 1).trim();
    if (!name.includes(':') || model === '') continue;
    const provider = providerNameOf(name);
    models[provider] = [...(models[provider] ?? []), model];
  }
  return models;
}

/**
 * Reads the values of `--model provider=model[,successor]`; one value may go on with `,other=model`. A value without a
 * provider goes on with the list before it, so it does not matter who split the commas. A command is one model: it goes
 * on to the next provider or to the end of its value. Throws a usage error for an unknown provider or no model.
 */
export function parseModelOverrides(
  values: readonly string[],
  registry: readonly ModelProvider[] = PROVIDERS,
): ModelOverrides {
  const overrides: Record<string, string[]> = {};
  let current: ModelProvider | null = null;
  for (const value of values.flatMap((one) => splitAtProviders(one, registry))) {
    const equals = value.indexOf('=');
    if (equals >= 0) current = providerNamed(value.slice(0, equals).trim(), registry);
    else if (current?.takesOneModel === true) current = null;
    const models: readonly string[] = current === null ? [] : modelsOf(current, value.slice(equals + 1));
    if (current === null || models.length === 0) {
      throw usageError(`"${value}" does not name a provider and a model`, 'Write --model groq=openai/gpt-oss-120b.');
    }
    overrides[current.name] = [...(overrides[current.name] ?? []), ...models];
  }
  return overrides;
}

/** Cuts `groq=a,b,gemini=c` before `gemini`. What stands in a command as `x=y` names no provider unless one has that name. */
function splitAtProviders(value: string, registry: readonly ModelProvider[]): string[] {
  const values: string[] = [];
  let inCommand = false;
  for (const part of splitAtCommas(value)) {
    const name = part.includes('=') ? part.slice(0, part.indexOf('=')).trim() : null;
    const provider = registry.find((candidate) => candidate.name === name);
    const last = values.length - 1;
    if (last >= 0 && (name === null || (inCommand && provider === undefined))) values[last] += `,${part}`;
    else {
      values.push(part);
      inCommand = provider?.takesOneModel === true;
    }
  }
  return values;
}

/** The models in a value of one provider: a list, or one that may hold commas. */
function modelsOf(provider: ModelProvider, value: string | undefined): string[] {
  if (provider.takesOneModel !== true) return listOf(value);
  const model = (value ?? '').trim();
  return model === '' ? [] : [model];
}

function providerNamed(name: string, registry: readonly ModelProvider[]): ModelProvider {
  const provider = registry.find((candidate) => candidate.name === name);
  if (provider !== undefined) return provider;
  const known = [...registry.map((candidate) => candidate.name), ...OTHER_NAMES];
  const nearest = nearestName(name, known);
  const hint = nearest === null ? `Known are ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw usageError(`there is no provider "${name}"`, hint);
}

function configure(
  provider: ModelProvider,
  environment: Environment,
  models: readonly string[],
): ConfiguredProvider | LeftOutProvider {
  const key = keyOf(provider, environment);
  if (typeof key === 'string') return { provider, reason: key };
  const settings = settingsOf(provider, environment);
  const wanted = models.length > 0 ? models : modelsOf(provider, environment[provider.modelVariable]);
  const list = wanted.length > 0 ? wanted : provider.defaultModels;
  if (list.length === 0) return { provider, reason: unnamed(provider) };
  return {
    provider,
    models: [...new Set(list)],
    ...key,
    settings,
    limits: rateLimits(provider, environment),
    baseUrl: provider.baseUrlVariable === null ? null : baseUrlOf(provider, environment[provider.baseUrlVariable]),
  };
}

function unnamed({ name, modelVariable }: ModelProvider): string {
  return `${name} stands for nothing yet: set ${modelVariable} or write ${name}:"…" in --providers`;
}

type Keys = Pick<ConfiguredProvider, 'keys' | 'keyVariable'>;

/** The keys, or why there are none: one sentence that names the variable. */
function keyOf(provider: ModelProvider, environment: Environment): Keys | string {
  const keyVariable = provider.keyVariables.find((variable) => keysIn(environment[variable]).length > 0);
  if (keyVariable === undefined) {
    const { keylessWith } = provider;
    const keyless = keylessWith === 'always' || keylessWith.some((variable) => (environment[variable] ?? '') !== '');
    return keyless ? { keys: [''], keyVariable: '' } : `${provider.label} has no key: set ${waysIn(provider)}`;
  }
  const keys = [...new Set(keysIn(environment[keyVariable]))];
  return keys.every(isHeaderText)
    ? { keys, keyVariable }
    : `${keyVariable} holds characters that no key has: copy the key again`;
}

/** The variables of which one has to be set: `GOOGLE_API_KEY or GEMINI_API_KEY`. */
export function waysIn({ keyVariables, keylessWith }: ModelProvider): string {
  return [...keyVariables, ...(keylessWith === 'always' ? [] : keylessWith)].join(' or ');
}

function settingsOf(provider: ModelProvider, environment: Environment): ProviderSettings {
  return Object.fromEntries(
    provider.settings.flatMap(({ variable }) => {
      const value = environment[variable] ?? '';
      return value === '' ? [] : [[variable, value]];
    }),
  );
}

/** The keys in a variable: several are separated by commas. */
export function keysIn(value: string | undefined): string[] {
  return listOf(value);
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Anything else would be refused by fetch with the key in the error's text. */
function isHeaderText(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}

function baseUrlOf(provider: ModelProvider, value: string | undefined): string | null {
  const variable = provider.baseUrlVariable;
  const text = (value ?? '').trim();
  if (text === '') return null;
  const { protocol, username } = URL.canParse(text) ? new URL(text) : { protocol: '', username: '' };
  if ((protocol !== 'http:' && protocol !== 'https:') || username !== '') {
    throw new AutofixError(`${variable} is not an http or https address without a user name`, {
      code: 'configuration',
      exitCode: EXIT.usage,
      hint: `Set ${variable} to an address such as http://localhost:8080, or leave it out.`,
    });
  }
  const trimmed = text.replace(/\/+$/, '');
  return provider.apiPath !== '' && trimmed.endsWith(provider.apiPath)
    ? trimmed.slice(0, -provider.apiPath.length).replace(/\/+$/, '')
    : trimmed;
}

function usageError(message: string, hint: string): AutofixError {
  return new AutofixError(message, { code: 'usage', exitCode: EXIT.usage, hint });
}
