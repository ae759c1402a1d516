import type { ExitCode } from '../domain/autofix-error.ts';
import { EXIT } from '../domain/autofix-error.ts';
import type { ModelProvider } from '../domain/model-provider.ts';
import type { ProviderFault } from '../domain/provider-error.ts';
import { clockTime } from './fault-words.ts';
import { PROVIDERS } from './providers.ts';

/** What a remedy may name. */
interface Situation {
  readonly provider: ModelProvider;
  readonly model: string;
  /** ` (until 08:00 UTC)` or nothing. */
  readonly until: string;
}

const keysOf = (provider: ModelProvider) => provider.keyVariables.join(' or ');

const takeAnotherModel = ({ provider }: Situation) =>
  `set ${provider.modelVariable} (or --model ${provider.name}=MODEL) to a model that your account offers`;

const addKey = ({ provider }: Situation) => `add a second key to ${keysOf(provider)}, separated by a comma`;

const shorterPrompt = 'ask with fewer failing tests at a time, or use a provider with a larger limit';

/** What the user can do about each class of fault: a clause without a final stop. */
const REMEDIES: Readonly<Record<ProviderFault, (situation: Situation) => string>> = {
  'quota-minute': (situation) => `wait a minute${situation.until}, or ${addKey(situation)}`,
  'quota-day': (situation) => `wait for the quota to reset${situation.until}, or ${addKey(situation)}`,
  'quota-money': ({ provider }) => `top up the account or raise its spending limit at ${provider.keyUrl}`,
  'no-free-tier': (situation) => `${takeAnotherModel(situation)}, or enable billing for the project`,
  overloaded: () => 'try again in a few minutes, or configure a second provider',
  'server-fault': () => 'try again in a few minutes, or configure a second provider',
  network: ({ provider }) => `check the network, a proxy and ${provider.baseUrlVariable}`,
  unreachable: ({ provider }) => `check the network, a proxy and ${provider.baseUrlVariable}`,
  deadline: () => 'try again in a few minutes, or configure a second provider',
  authentication: ({ provider }) => `set ${keysOf(provider)} to a valid key from ${provider.keyUrl}`,
  'not-available-here': () => 'use another provider: this one does not serve your region or network',
  'model-gone': takeAnotherModel,
  'bad-request': (situation) => `${takeAnotherModel(situation)}, or check ${situation.provider.baseUrlVariable}`,
  'price-unknown': (situation) => `${takeAnotherModel(situation)}, or leave --max-cost out`,
  'context-too-long': () => shorterPrompt,
  blocked: () => 'use another provider for this project',
  truncated: () => shorterPrompt,
  malformed: takeAnotherModel,
  aborted: () => 'start it again',
};

export function remedyFor(
  fault: ProviderFault,
  provider: ModelProvider,
  model: string,
  until: number | null,
  now: number,
): string {
  const when = until === null ? '' : ` (until ${clockTime(until, now)})`;
  return REMEDIES[fault]({ provider, model, until: when });
}

const CONFIGURATION_FAULTS: ReadonlySet<ProviderFault> = new Set([
  'authentication',
  'not-available-here',
  'model-gone',
  'bad-request',
  'price-unknown',
]);

/** Exit code for a fault that stays: 2 when the user has to change a setting, 3 when the provider is out. */
export function exitCodeOf(fault: ProviderFault): ExitCode {
  if (fault === 'aborted') return EXIT.interrupted;
  return CONFIGURATION_FAULTS.has(fault) ? EXIT.usage : EXIT.providersExhausted;
}

/** An environment variable of a provider, for `.env.example`, `--help` and the docs. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly provider: string;
  readonly kind: 'key' | 'model' | 'base-url';
  readonly purpose: string;
}

/** All variables of the registry's providers, in its order. */
export function environmentVariables(registry: readonly ModelProvider[] = PROVIDERS): readonly EnvironmentVariable[] {
  return registry.flatMap((provider) => [
    ...provider.keyVariables.map((name) => ({
      name,
      provider: provider.name,
      kind: 'key' as const,
      purpose: `Key of ${provider.label}, from ${provider.keyUrl}; several are separated by commas`,
    })),
    {
      name: provider.modelVariable,
      provider: provider.name,
      kind: 'model' as const,
      purpose: `Model of ${provider.label} with successors; default ${provider.defaultModels.join(',')}`,
    },
    {
      name: provider.baseUrlVariable,
      provider: provider.name,
      kind: 'base-url' as const,
      purpose: `Address of ${provider.label} or of a gateway in its place`,
    },
  ]);
}
