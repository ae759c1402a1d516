import type { ModelProvider, ProviderSettings } from '../domain/model-provider.ts';

/** What one key may use in a minute; null: no limit of our own. */
export interface RateLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** A provider with all that a call needs. */
export interface ConfiguredProvider {
  readonly provider: ModelProvider;
  /** First choice first; at least one. */
  readonly models: readonly string[];
  /** At least one; several rotate when one is out. A provider that needs none has the one key ''. */
  readonly keys: readonly string[];
  /** Variable that the keys came from; '' without one. */
  readonly keyVariable: string;
  readonly settings: ProviderSettings;
  readonly limits: RateLimits;
  /** null: the provider's own address. */
  readonly baseUrl: string | null;
}

/** The values that must not turn up anywhere: keys, and settings that are as good as a key. */
export function secretsOfProvider({ provider, keys, settings }: ConfiguredProvider): string[] {
  const secret = provider.settings.filter((setting) => setting.secret).map(({ variable }) => settings[variable] ?? '');
  return [...keys, ...secret].filter((value) => value !== '');
}
