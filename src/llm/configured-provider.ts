import type { ModelProvider } from '../domain/model-provider.ts';

/** A provider with all that a call needs. */
export interface ConfiguredProvider {
  readonly provider: ModelProvider;
  /** First choice first; at least one. */
  readonly models: readonly string[];
  /** At least one; several rotate when one is out. */
  readonly keys: readonly string[];
  /** Variable that the keys came from. */
  readonly keyVariable: string;
  /** null: the provider's own address. */
  readonly baseUrl: string | null;
}
