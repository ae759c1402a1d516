import { join } from 'node:path';
import type { ProviderFault } from '../domain/provider-error.ts';
import { isRecord, numberOrNull } from '../shared/json.ts';
import { changeStateFile, readStateFile } from './state-file.ts';

/** What is known of one provider over all runs. */
export interface ProviderFigures {
  readonly requests: number;
  readonly answered: number;
  /** By class. */
  readonly failures: Readonly<Record<string, number>>;
  /** How often another provider had to take over. */
  readonly fallbacks: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars at list price, of the answers whose price was known. */
  readonly costUsd: number;
  /** Answers whose price was not known. */
  readonly unpriced: number;
  /** Milliseconds of the newest answers, oldest first. */
  readonly latenciesMs: readonly number[];
}

/** One answered request. */
interface AnsweredRequest {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

/** Counts what happens with each provider, run after run. Nothing here waits for the disk or fails. */
export interface ProviderMetrics {
  answered(provider: string, request: AnsweredRequest): void;
  failed(provider: string, fault: ProviderFault): void;
  fellBack(provider: string): void;
  /** Resolves when all that was noted is on the disk. */
  settled(): Promise<void>;
}

const FILE_NAME = 'metrics.json';
const VERSION = 1;

/** The newest answers tell how fast a provider is today; older ones make room for them. */
const MOST_LATENCIES = 200;

const NOTHING: ProviderFigures = {
  requests: 0,
  answered: 0,
  failures: {},
  fallbacks: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  unpriced: 0,
  latenciesMs: [],
};

/** Metrics kept in one file of `folder`; parallel runs add theirs one after the other. null: nothing is kept. */
export function openProviderMetrics(folder: string | null): ProviderMetrics {
  let pending = new Map<string, ProviderFigures>();
  let writing: Promise<void> | null = null;

  const writeAll = async (file: string) => {
    // What comes in while a write is under way goes into the next one.
    while (pending.size > 0) {
      const batch = pending;
      pending = new Map();
      await changeStateFile(file, (stored) => {
        const known = figuresIn(stored);
        for (const [name, figures] of batch) known.set(name, sum(known.get(name) ?? NOTHING, figures));
        return { version: VERSION, providers: Object.fromEntries(known) };
      });
    }
    writing = null;
  };
  const note = (provider: string, figures: Partial<ProviderFigures>) => {
    if (folder === null) return;
    pending.set(provider, sum(pending.get(provider) ?? NOTHING, { ...NOTHING, ...figures }));
    writing ??= writeAll(join(folder, FILE_NAME));
  };
  return {
    answered: (provider, { inputTokens, outputTokens, costUsd, latencyMs }) =>
      note(provider, {
        requests: 1,
        answered: 1,
        inputTokens,
        outputTokens,
        costUsd: costUsd ?? 0,
        unpriced: costUsd === null ? 1 : 0,
        latenciesMs: [Math.round(latencyMs)],
      }),
    failed: (provider, fault) => note(provider, { requests: 1, failures: { [fault]: 1 } }),
    fellBack: (provider) => note(provider, { fallbacks: 1 }),
    settled: async () => {
      while (writing !== null) await writing;
    },
  };
}

/** The figures of all providers; empty when the file is missing or damaged. */
export async function readProviderMetrics(folder: string): Promise<ReadonlyMap<string, ProviderFigures>> {
  return figuresIn(await readStateFile(join(folder, FILE_NAME)));
}

/** The latency that a share of the newest answers stayed below, in milliseconds; null without answers. Nearest rank. */
export function latencyAt({ latenciesMs }: ProviderFigures, share: number): number | null {
  const sorted = [...latenciesMs].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

function sum(left: ProviderFigures, right: ProviderFigures): ProviderFigures {
  const faults = [...new Set([...Object.keys(left.failures), ...Object.keys(right.failures)])];
  return {
    requests: left.requests + right.requests,
    answered: left.answered + right.answered,
    failures: Object.fromEntries(
      faults.map((fault) => [fault, (left.failures[fault] ?? 0) + (right.failures[fault] ?? 0)]),
    ),
    fallbacks: left.fallbacks + right.fallbacks,
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    costUsd: left.costUsd + right.costUsd,
    unpriced: left.unpriced + right.unpriced,
    latenciesMs: [...left.latenciesMs, ...right.latenciesMs].slice(-MOST_LATENCIES),
  };
}

function figuresIn(stored: unknown): Map<string, ProviderFigures> {
  const known = new Map<string, ProviderFigures>();
  if (!isRecord(stored) || stored.version !== VERSION || !isRecord(stored.providers)) return known;
  for (const [name, value] of Object.entries(stored.providers)) {
    if (!isRecord(value)) continue;
    const count = (field: keyof ProviderFigures) => numberOrNull(value[field]) ?? 0;
    const failures = isRecord(value.failures) ? Object.entries(value.failures) : [];
    const latencies = Array.isArray(value.latenciesMs) ? value.latenciesMs : [];
    known.set(name, {
      requests: count('requests'),
      answered: count('answered'),
      failures: Object.fromEntries(
        failures.flatMap(([fault, times]) => (typeof times === 'number' ? [[fault, times]] : [])),
      ),
      fallbacks: count('fallbacks'),
      inputTokens: count('inputTokens'),
      outputTokens: count('outputTokens'),
      costUsd: count('costUsd'),
      unpriced: count('unpriced'),
      latenciesMs: latencies.filter((value): value is number => typeof value === 'number'),
    });
  }
  return known;
}
