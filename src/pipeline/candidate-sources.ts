import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { AttemptRecord } from '../domain/repair-outcome.ts';
import type { ConfiguredProvider } from '../llm/configured-provider.ts';
import { configuredProviders, type ProviderConfiguration } from '../llm/configured-providers.ts';
import { createModelChain } from '../llm/model-chain.ts';
import { openProviderMemory } from '../llm/provider-memory.ts';
import { type ChainUsage, createUsageMeter } from '../llm/usage-meter.ts';
import { offlineEngine } from '../offline/offline-engine.ts';
import { DEFAULTS } from './default-options.ts';
import { modelGenerator } from './model-generator.ts';
import type { Run } from './run.ts';

/** The sources of candidates of a run, and what its model requests have taken. */
export interface Sources {
  readonly generators: readonly PatchGenerator[];
  readonly usage: () => ChainUsage;
  /** Requests that brought no answer. */
  readonly unanswered: () => readonly AttemptRecord[];
}

/** The offline engine's name in the order of the providers. */
const OFFLINE = 'offline';

/** Most candidates that the offline engine offers in one search; its time ends it earlier as a rule. */
const MOST_OFFLINE_CANDIDATES = 5000;

/** Providers that form one chain, or the offline engine. */
type Group = readonly ConfiguredProvider[] | typeof OFFLINE;

/**
 * Makes the sources in the order asked for; models that stand side by side form one chain. A provider without a
 * key is left out. Throws an `AutofixError` for an unknown name, and when nobody is left.
 */
export async function createSources(run: Run): Promise<Sources> {
  const { options, env, emit } = run;
  const configuration = configuredProviders(options.providers, env, options.models);
  const groups = inGroups(options.providers, configuration);
  if (groups.length === 0) throw nobodyLeft(configuration);
  if (options.providers.join() !== DEFAULTS.providers.join()) {
    for (const { reason } of configuration.leftOut) emit({ kind: 'warning', message: reason });
  }
  const memory = await openProviderMemory(options.stateFolder, options.fresh);
  const caps = { maxRequests: options.maxRequests, maxTokens: options.maxTokens, maxCostUsd: options.maxCostUsd };
  const meter = createUsageMeter(caps);
  let exchanges = 0;
  const generators = groups.map((group, index) => {
    if (group === OFFLINE) {
      return offlineWithin(options.offlineTimeMs);
    }
    const record = (exchange: unknown) => {
      run.runFolder.writeJson(`exchanges/${String(++exchanges).padStart(4, '0')}.json`, exchange);
    };
    const lastResort = groups[index + 1] === undefined ? null : OFFLINE;
    const chain = createModelChain(
      { providers: group, caps, requestTimeoutMs: null, longestWaitMs: null, lastResort },
      { memory, emit, record, meter },
    );
    const name = group.at(-1)?.provider.name ?? '';
    return modelGenerator({ name, chain, attempts: options.attempts, candidates: options.candidates });
  });
  return {
    generators,
    usage: () => meter.usage(),
    unanswered: () => meter.unanswered(),
  };
}

/** A search that builds on a partial repair gets what is left of the time, and at least this share of it. */
const LEAST_SHARE = 1 / 3;

/** The offline engine, with one budget of time for all searches of a run. */
function offlineWithin(totalMs: number): PatchGenerator {
  let leftMs = totalMs;
  return {
    name: OFFLINE,
    async *generate(task, history, signal) {
      const startedAt = performance.now();
      const timeMs = Math.max(leftMs, totalMs * LEAST_SHARE);
      try {
        yield* offlineEngine({ timeMs, maxCandidates: MOST_OFFLINE_CANDIDATES }).generate(task, history, signal);
      } finally {
        leftMs -= performance.now() - startedAt;
      }
    },
  };
}

function inGroups(names: readonly string[], { configured }: ProviderConfiguration): Group[] {
  const groups: Group[] = [];
  let chain: ConfiguredProvider[] | null = null;
  for (const name of new Set(names)) {
    if (name === OFFLINE) {
      groups.push(OFFLINE);
      chain = null;
      continue;
    }
    const found = configured.find((candidate) => candidate.provider.name === name);
    if (found === undefined) continue;
    if (chain === null) {
      chain = [];
      groups.push(chain);
    }
    chain.push(found);
  }
  return groups;
}

function nobodyLeft({ leftOut }: ProviderConfiguration): AutofixError {
  return new AutofixError(`No source of patches is left: ${leftOut.map(({ reason }) => reason).join('; ')}`, {
    code: 'configuration',
    exitCode: EXIT.usage,
    hint: 'Set the key, or add offline to --providers.',
  });
}
