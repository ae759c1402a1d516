import type { ExitCode } from '../domain/autofix-error.ts';
import { EXIT } from '../domain/autofix-error.ts';
import type { ModelProvider } from '../domain/model-provider.ts';
import type { ProviderFault } from '../domain/provider-error.ts';
import type { ConfiguredProvider } from './configured-provider.ts';
import { waysIn } from './configured-providers.ts';
import { clockTime } from './fault-words.ts';
import { PROVIDERS } from './providers.ts';
import { rateLimitVariables } from './rate-limits.ts';

/** What a remedy may name. */
interface Situation {
  readonly provider: ModelProvider;
  /** Whether it runs at an address of the user's own, or as the user's own program: then no list of prices knows it. */
  readonly isOwn: boolean;
  readonly model: string;
  /** ` (until 08:00 UTC)` or nothing. */
  readonly until: string;
}

const checkAddress = ({ baseUrlVariable, modelVariable }: ModelProvider) =>
  baseUrlVariable === null ? `check the command in ${modelVariable} or --providers` : `check ${baseUrlVariable}`;

const takeAnotherModel = ({ provider }: Situation) =>
  `set ${provider.modelVariable} (or --model ${provider.name}=MODEL) to a model that your account offers`;

const addKey = ({ provider }: Situation) =>
  provider.keyVariables.length === 0
    ? 'configure a second provider'
    : `add a second key to ${provider.keyVariables.join(' or ')}, separated by a comma`;

const checkConnection = ({ provider }: Situation) =>
  provider.baseUrlVariable === null
    ? checkAddress(provider)
    : `check the network, a proxy and ${provider.baseUrlVariable}`;

const shorterPrompt = 'ask with fewer failing tests at a time, or use a provider with a larger limit';

/** What the user can do about each class of fault: a clause without a final stop. */
const REMEDIES: Readonly<Record<ProviderFault, (situation: Situation) => string>> = {
  'quota-minute': (situation) => `wait a minute${situation.until}, or ${addKey(situation)}`,
  'quota-day': (situation) => `wait for the quota to reset${situation.until}, or ${addKey(situation)}`,
  'quota-money': ({ provider }) => `top up the account or raise its spending limit at ${provider.keyUrl}`,
  'no-free-tier': (situation) => `${takeAnotherModel(situation)}, or enable billing for the project`,
  overloaded: () => 'try again in a few minutes, or configure a second provider',
  'server-fault': () => 'try again in a few minutes, or configure a second provider',
  network: checkConnection,
  unreachable: checkConnection,
  deadline: () => 'try again in a few minutes, or configure a second provider',
  authentication: ({ provider }) =>
    provider.keyVariables.length === 0
      ? checkAddress(provider)
      : `set ${waysIn(provider)} to a valid key from ${provider.keyUrl}`,
  'not-available-here': () => 'use another provider: this one does not serve your region or network',
  'model-gone': takeAnotherModel,
  'bad-request': (situation) => `${takeAnotherModel(situation)}, or ${checkAddress(situation.provider)}`,
  'price-unknown': (situation) =>
    situation.isOwn ? 'leave --max-cost out' : `${takeAnotherModel(situation)}, or leave --max-cost out`,
  'over-cap': () => 'raise --max-cost or --max-tokens, or use a cheaper model',
  'sdk-missing': ({ provider }) => `install it beside autofix: npm install ${provider.packages.join(' ')}`,
  'context-too-long': () => shorterPrompt,
  blocked: () => 'use another provider for this project',
  truncated: () => shorterPrompt,
  malformed: takeAnotherModel,
  aborted: () => 'start it again',
};

export function remedyFor(
  fault: ProviderFault,
  { provider, baseUrl }: Pick<ConfiguredProvider, 'provider' | 'baseUrl'>,
  model: string,
  until: number | null,
  now: number,
): string {
  const when = until === null ? '' : ` (until ${clockTime(until, now)})`;
  const isOwn = baseUrl !== null || provider.baseUrlVariable === null;
  return REMEDIES[fault]({ provider, isOwn, model, until: when });
}

const CONFIGURATION_FAULTS: ReadonlySet<ProviderFault> = new Set([
  'authentication',
  'not-available-here',
  'model-gone',
  'bad-request',
  'price-unknown',
  'over-cap',
  'sdk-missing',
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
  readonly kind: 'key' | 'model' | 'base-url' | 'setting' | 'limit';
  readonly purpose: string;
}

/** All variables of the registry's providers, in its order. */
export function environmentVariables(registry: readonly ModelProvider[] = PROVIDERS): readonly EnvironmentVariable[] {
  return registry.flatMap((provider) => {
    const { name, label, defaultModels, baseUrlVariable } = provider;
    const variable = (kind: EnvironmentVariable['kind'], of: string, purpose: string) =>
      ({ name: of, provider: name, kind, purpose }) as const;
    const limits = rateLimitVariables(provider);
    const first = defaultModels.length === 0 ? '' : `; default ${defaultModels.join(',')}`;
    const requests =
      provider.requestsPerMinute === null ? '' : `; default ${provider.requestsPerMinute}, 0 for no limit`;
    return [
      ...provider.keyVariables.map((key) =>
        variable('key', key, `Key of ${label}, from ${provider.keyUrl}; several are separated by commas`),
      ),
      ...provider.settings.map((setting) => variable('setting', setting.variable, setting.purpose)),
      provider.takesOneModel === true
        ? variable('model', provider.modelVariable, `${label}: one program with its arguments, commas and all`)
        : variable('model', provider.modelVariable, `Model of ${label} with successors${first}`),
      ...(baseUrlVariable === null
        ? []
        : [variable('base-url', baseUrlVariable, `Address of ${label} or of a gateway in its place`)]),
      variable('limit', limits.requests, `Most requests a minute to ${label} with one key${requests}`),
      variable('limit', limits.tokens, `Most tokens a minute to ${label} with one key; left out: as its answers tell`),
    ];
  });
}
