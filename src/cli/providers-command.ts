import type { ConfiguredProvider } from '../llm/configured-provider.ts';
import { configuredProviders } from '../llm/configured-providers.ts';
import { modelFacts, priceOf } from '../llm/model-facts.ts';
import { openProviderMemory, outageScope, type ProviderMemory } from '../llm/provider-memory.ts';
import { type ProviderFigures, readProviderMetrics } from '../llm/provider-metrics.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { stateFolderOf } from '../pipeline/default-options.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { environmentWithFile } from './environment-file.ts';
import { printResult, printWarnings } from './print.ts';
import { metricsRow, outageRow, type ProviderRow, providerTable } from './provider-table.ts';
import { terminalWidth } from './terminal-width.ts';

/** `autofix providers`: the chain as configured, and what is remembered of each. Asks nobody. */
export async function providersCommand(flags: { readonly json?: boolean }): Promise<number> {
  const { env, warnings } = environmentWithFile(process.cwd(), process.env);
  printWarnings(warnings);
  const names = PROVIDERS.map((provider) => provider.name);
  const { configured, leftOut } = configuredProviders(names, env);
  const stateFolder = stateFolderOf(env);
  const memory = await openProviderMemory(stateFolder);
  const metrics = await readProviderMetrics(stateFolder);
  const rows: ProviderRow[] = [
    ...configured.map((one) => configuredRow(one, memory, metrics)),
    ...leftOut.map(({ provider, reason }) => ({
      provider: provider.name,
      keys: 0,
      keyVariable: null,
      models: provider.defaultModels,
      baseUrl: null,
      price: null,
      contextTokens: null,
      requestsPerMinute: null,
      tokensPerMinute: null,
      outages: [],
      metrics: metricsRow(metrics.get(provider.name)),
      problem: reason,
    })),
  ];
  // A file or a pipe has no width: there each line stays whole.
  const width = terminalWidth(env) ?? Number.POSITIVE_INFINITY;
  printResult(
    flags.json === true ? JSON.stringify({ providers: rows }, null, 2) : safeForTerminal(providerTable(rows, width)),
  );
  return 0;
}

function configuredRow(
  configured: ConfiguredProvider,
  memory: ProviderMemory,
  metrics: ReadonlyMap<string, ProviderFigures>,
): ProviderRow {
  const { provider, keyVariable, models, baseUrl, limits } = configured;
  const keys = configured.keys.filter((key) => key !== '').length;
  const first = models[0] ?? '';
  const price = priceOf(provider.name, first, Date.now());
  return {
    provider: provider.name,
    keys,
    keyVariable: keys === 0 ? null : keyVariable,
    models,
    baseUrl,
    price: price === null ? null : { input: price.input, output: price.output },
    contextTokens: modelFacts(provider.name, first)?.contextTokens ?? null,
    ...limits,
    outages: outagesOf(configured, memory),
    metrics: metricsRow(metrics.get(provider.name)),
    problem: null,
  };
}

function outagesOf(configured: ConfiguredProvider, memory: ProviderMemory) {
  const { keys, models } = configured;
  return keys.flatMap((key) =>
    [null, ...models].flatMap((model) => {
      const outage = memory.outage(outageScope(configured, key, model), Date.now());
      return outage === null ? [] : [outageRow(model, outage)];
    }),
  );
}
