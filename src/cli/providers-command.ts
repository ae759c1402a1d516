import { configuredProviders } from '../llm/configured-providers.ts';
import { openProviderMemory, outageScope, type ProviderMemory } from '../llm/provider-memory.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { stateFolderOf } from '../pipeline/default-options.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { withEnvironmentFile } from './configuration.ts';
import { printResult } from './print.ts';

interface ProviderRow {
  readonly provider: string;
  readonly keys: number;
  readonly keyVariable: string | null;
  readonly models: readonly string[];
  readonly baseUrl: string | null;
  readonly outages: readonly { readonly model: string | null; readonly fault: string; readonly until: string | null }[];
  readonly problem: string | null;
}

/** `autofix providers`: the chain as configured, and what is remembered of each. Asks nobody. */
export async function providersCommand(flags: { readonly json?: boolean }): Promise<number> {
  const env = withEnvironmentFile(process.cwd(), process.env);
  const names = PROVIDERS.map((provider) => provider.name);
  const { configured, leftOut } = configuredProviders(names, env);
  const memory = await openProviderMemory(stateFolderOf(env));
  const rows: ProviderRow[] = [
    ...configured.map((one) => {
      const { provider, keys, keyVariable, models, baseUrl } = one;
      const outages = outagesOf(
        memory,
        keys
          .flatMap((key) => [null, ...models].map((model) => ({ key, model })))
          .map(({ key, model }) => ({ scope: outageScope(one, key, model), model })),
      );
      return { provider: provider.name, keys: keys.length, keyVariable, models, baseUrl, outages, problem: null };
    }),
    ...leftOut.map(({ provider, reason }) => {
      const models = provider.defaultModels;
      return {
        provider: provider.name,
        keys: 0,
        keyVariable: null,
        models,
        baseUrl: null,
        outages: [],
        problem: reason,
      };
    }),
  ];
  printResult(flags.json === true ? JSON.stringify({ providers: rows }, null, 2) : safeForTerminal(asText(rows)));
  return 0;
}

function outagesOf(memory: ProviderMemory, scopes: readonly { scope: string; model: string | null }[]) {
  return scopes.flatMap(({ scope, model }) => {
    const outage = memory.outage(scope, Date.now());
    if (outage === null) return [];
    return [{ model, fault: outage.fault, until: outage.until === null ? null : new Date(outage.until).toISOString() }];
  });
}

function asText(rows: readonly ProviderRow[]): string {
  const lines = rows.flatMap((row) => {
    const key = row.keys === 0 ? 'no key' : `${row.keys} key${row.keys === 1 ? '' : 's'} in ${row.keyVariable}`;
    return [
      `${row.provider.padEnd(9)} ${key}; models ${row.models.join(', ')}${row.baseUrl === null ? '' : `; at ${row.baseUrl}`}`,
      ...(row.problem === null ? [] : [`  ${row.problem}`]),
      ...row.outages.map(
        ({ model, fault, until }) => `  out: ${model ?? 'key'} ${fault} until ${until ?? 'the end of the run'}`,
      ),
    ];
  });
  return [...lines, 'offline   needs no key'].join('\n');
}
