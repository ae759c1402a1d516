import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { AttemptRecord } from '../domain/repair-outcome.ts';
import { openAnswerCache } from '../llm/answer-cache.ts';
import type { ConfiguredProvider } from '../llm/configured-provider.ts';
import { configuredProviders, type ProviderConfiguration, providerNameOf } from '../llm/configured-providers.ts';
import { createModelChain } from '../llm/model-chain.ts';
import { openProviderMemory } from '../llm/provider-memory.ts';
import { openProviderMetrics } from '../llm/provider-metrics.ts';
import { routeFromState } from '../llm/route-from-state.ts';
import { secretsOf } from '../llm/secrets.ts';
import { type ChainUsage, createUsageMeter } from '../llm/usage-meter.ts';
import { offlineEngine } from '../offline/offline-engine.ts';
import { DEFAULTS } from './default-options.ts';
import { maskTeller } from './mask-warning.ts';
import { modelGenerator } from './model-generator.ts';
import { QUESTIONS_FOLDER, type RecordedSource } from './recording.ts';
import type { Run } from './run.ts';
import { numberedFiles } from './run-folder.ts';

/** The sources of candidates of a run, and what its model requests have taken. */
export interface Sources {
  readonly generators: readonly PatchGenerator[];
  readonly usage: () => ChainUsage;
  /** Requests that brought no answer. */
  readonly unanswered: () => readonly AttemptRecord[];
}

/** The offline engine's name in the order of the providers. */
export const OFFLINE = 'offline';

/** One request takes at most this share of the time of the run. */
const REQUEST_SHARE = 1 / 5;

/** Most candidates that the offline engine offers in one search; its time ends it earlier as a rule. */
const MOST_OFFLINE_CANDIDATES = 15_000;

/** Providers that form one chain, or the offline engine. */
type Group = readonly ConfiguredProvider[] | typeof OFFLINE;

/**
 * Makes the sources in the order asked for; models that stand side by side form one chain. A provider without a
 * key is left out. Throws an `AutofixError` for an unknown name, and when nobody is left.
 */
export async function createSources(run: Run): Promise<Sources> {
  const { options, env, emit, clock } = run;
  const told = run.state.warnings.length;
  const configuration = configuredProviders(options.providers, env, options.models);
  const memory = await openProviderMemory(options.stateFolder, options.fresh);
  const routed = await routeFromState(configuration.configured, options.route, options.stateFolder, memory);
  for (const message of routed.notes) emit({ kind: 'warning', message });
  // Without tests nothing tells which of several patches is best: the first one is taken.
  const competing = options.compete && options.verify;
  const groups = inGroups(options.providers, routed.providers, competing);
  const own = run.plugins.generators ?? [];
  if (groups.length + own.length === 0) throw nobodyLeft(configuration);
  if (options.providers.join() !== DEFAULTS.providers.join()) {
    for (const { reason } of configuration.leftOut) emit({ kind: 'warning', message: reason });
  }
  const ownSources = own.map(({ name }): RecordedSource => ({ kind: 'own', name }));
  run.recorder.note({
    sources: [...ownSources, ...groups.map(recordedSource)],
    warnings: run.state.warnings.slice(told),
  });
  const caps = { maxRequests: options.maxRequests, maxTokens: options.maxTokens, maxCostUsd: options.maxCostUsd };
  const meter = createUsageMeter(caps);
  const metrics = openProviderMetrics(options.stateFolder);
  const cache = options.cache && !options.fresh ? openAnswerCache(options.stateFolder) : null;
  // Asked twice, a provider that hangs must leave time for whoever stands in for it.
  const requestTimeoutMs = options.timeoutMs * REQUEST_SHARE;
  const record = numberedFiles(run.runFolder, 'exchanges');
  const recordQuestion = numberedFiles(run.runFolder, QUESTIONS_FOLDER);
  const onMasked = maskTeller(emit);
  const secrets = secretsOf(env);
  const generators = groups.map((group, index) => {
    if (group === OFFLINE) return offlineWithin(options.offlineTimeMs);
    // Behind a chain stands the offline engine or nobody; a competitor is asked anyway.
    const lastResort = groups[index + 1] === undefined || competing ? null : OFFLINE;
    const chain = createModelChain(
      { providers: group, caps, requestTimeoutMs, longestWaitMs: null, lastResort },
      { memory, emit, record, meter, metrics, cache, recordQuestion, ...(clock === undefined ? {} : { clock }) },
    );
    const name = group.at(-1)?.provider.name ?? '';
    const firstName = group[0]?.provider.name ?? '';
    const { attempts, candidates, specification } = options;
    return modelGenerator({ name, firstName, chain, attempts, candidates, specification, secrets, onMasked });
  });
  return {
    generators: [...own, ...generators],
    usage: () => meter.usage(),
    unanswered: () => meter.unanswered(),
  };
}

function recordedSource(group: Group): RecordedSource {
  if (group === OFFLINE) return { kind: 'offline' };
  return { kind: 'models', providers: group.map(({ provider }) => provider.name) };
}

/** A search that builds on a partial repair gets what is left of the time, and at least this share of it. */
const LEAST_SHARE = 1 / 3;

/**
 * The offline engine, with one budget of time for all searches of a run. Which candidates it offers does not depend on
 * the time, only how many.
 */
function offlineWithin(totalMs: number): PatchGenerator {
  let leftMs = totalMs;
  return {
    name: OFFLINE,
    async *generate(task, history, signal) {
      const startedAt = performance.now();
      const timeMs = Math.max(leftMs, totalMs * LEAST_SHARE);
      const engine = offlineEngine({ timeMs, maxCandidates: MOST_OFFLINE_CANDIDATES });
      try {
        yield* engine.generate(task, history, signal);
      } finally {
        leftMs -= performance.now() - startedAt;
      }
    },
  };
}

function inGroups(names: readonly string[], routed: readonly ConfiguredProvider[], compete: boolean): Group[] {
  const groups: Group[] = [];
  const waiting = [...routed];
  let chain: ConfiguredProvider[] | null = null;
  for (const name of new Set(names.map(providerNameOf))) {
    if (name === OFFLINE) {
      groups.push(OFFLINE);
      chain = null;
      continue;
    }
    // The places of the models stay; which one stands there is the route's choice.
    const found = routed.some((candidate) => candidate.provider.name === name) ? waiting.shift() : undefined;
    if (found === undefined) continue;
    // Competitors are asked one and all; otherwise neighbours stand in for one another.
    if (chain === null || compete) {
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
