import type { ModelProvider } from '../domain/model-provider.ts';
import { secretForms, secretsOfEnvironment } from '../shared/secret-words.ts';
import { keysIn } from './configured-providers.ts';
import { PROVIDERS } from './providers.ts';

/** What is shorter would be found by chance: see `redactor`. */
const SHORTEST_KEY = 6;

/** Every key of every provider in the environment, asked for or not. */
export function providerKeys(
  environment: Readonly<Record<string, string | undefined>>,
  registry: readonly ModelProvider[] = PROVIDERS,
): readonly string[] {
  const variables = registry.flatMap((provider) => provider.keyVariables);
  const secretSettings = registry.flatMap(({ settings }) => settings.filter(({ secret }) => secret));
  const keys = [
    ...variables.flatMap((variable) => keysIn(environment[variable])),
    ...secretSettings.flatMap(({ variable }) => environment[variable] ?? []),
  ];
  return [...new Set(keys.filter((key) => key.length >= SHORTEST_KEY))];
}

/**
 * Every key of every provider in the environment, and what else is secret there by its name, in all forms
 * in which it could turn up in a text.
 */
export function secretsOf(
  environment: Readonly<Record<string, string | undefined>>,
  registry: readonly ModelProvider[] = PROVIDERS,
): readonly string[] {
  const secrets = [...providerKeys(environment, registry), ...secretsOfEnvironment(environment)];
  return [...new Set(secrets.flatMap(secretForms))];
}
