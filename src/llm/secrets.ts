import type { ModelProvider } from '../domain/model-provider.ts';
import { keysIn } from './configured-providers.ts';
import { keyForms } from './providers/provider-failure.ts';
import { PROVIDERS } from './providers.ts';

/** Every key of every provider in the environment, asked for or not, in all forms in which it could turn up in a text. */
export function secretsOf(
  environment: Readonly<Record<string, string | undefined>>,
  registry: readonly ModelProvider[] = PROVIDERS,
): readonly string[] {
  const variables = registry.flatMap((provider) => provider.keyVariables);
  const secretSettings = registry.flatMap(({ settings }) => settings.filter(({ secret }) => secret));
  return keyForms([
    ...variables.flatMap((variable) => keysIn(environment[variable])),
    ...secretSettings.flatMap(({ variable }) => environment[variable] ?? []),
  ]);
}
