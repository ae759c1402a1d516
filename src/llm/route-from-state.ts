import type { ConfiguredProvider } from './configured-provider.ts';
import { outageScope, type ProviderMemory } from './provider-memory.ts';
import { latencyAt, readProviderMetrics } from './provider-metrics.ts';
import { type RoutedProviders, routeProviders } from './route.ts';
import type { Route } from './routes.ts';

/** The providers of a run in the order of its route, from what earlier runs have left in the state folder. */
export async function routeFromState(
  configured: readonly ConfiguredProvider[],
  route: Route,
  stateFolder: string,
  memory: ProviderMemory,
  now: number = Date.now(),
): Promise<RoutedProviders> {
  const metrics = await readProviderMetrics(stateFolder);
  return routeProviders(configured, route, {
    now,
    latencyMs: (provider) => {
      const figures = metrics.get(provider);
      return figures === undefined ? null : latencyAt(figures, 0.5);
    },
    isOut: (one) => isOut(one, memory, now),
  });
}

/** Out is a provider of which every key is out, or every model of every key. */
function isOut(configured: ConfiguredProvider, memory: ProviderMemory, now: number): boolean {
  const { keys, models } = configured;
  const out = (key: string, model: string | null) => memory.outage(outageScope(configured, key, model), now) !== null;
  return keys.every((key) => out(key, null) || models.every((model) => out(key, model)));
}
