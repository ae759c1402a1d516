import type { JsonSchema } from '../domain/model-provider.ts';
import { ProviderError } from '../domain/provider-error.ts';
import type { AttemptRecord, FallbackRecord } from '../domain/repair-outcome.ts';
import type { EventSink } from '../domain/run-event.ts';
import {
  interruption,
  type ProviderFailure,
  providerFailureOf,
  providersExhausted,
  soonestBack,
} from './chain-failure.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ConfiguredProvider, secretsOfProvider } from './configured-provider.ts';
import { createFallbackLedger, type FallbackLedger } from './fallback-ledger.ts';
import { type Ask, type ModelCall, type PromptMaker, UNMADE_PROMPT } from './policies/model-call.ts';
import type { ExchangeRecorder } from './policies/recording.ts';
import { policyStack } from './policies/stack.ts';
import type { ProviderMemory } from './provider-memory.ts';
import { keyRedactor } from './providers/provider-failure.ts';
import { REACTIONS } from './reactions.ts';
import { type Caps, type ChainUsage, createUsageMeter, type UsageMeter } from './usage-meter.ts';

export interface ChainSettings {
  /** In fallback order. */
  readonly providers: readonly ConfiguredProvider[];
  readonly caps: Caps;
  /** How long one request may take, in milliseconds; null: what suits each provider. */
  readonly requestTimeoutMs: number | null;
  /** How long one question may wait for a provider that will be back, when no other is ready; null: a minute. */
  readonly longestWaitMs: number | null;
  /** What takes over when every provider is out, e.g. `offline`, for the record; null: nothing. */
  readonly lastResort: string | null;
}

export interface ChainDependencies {
  readonly memory: ProviderMemory;
  readonly emit: EventSink;
  readonly record: ExchangeRecorder;
  /** Shared by several chains of one run, so that the caps hold for all of them together; left out: one for this chain. */
  readonly meter?: UsageMeter;
  readonly clock?: Clock;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface ChainAnswer {
  readonly text: string;
  readonly provider: string;
  /** The model that answered. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars at list price; null when the price is not known. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

export interface ModelChain {
  /**
   * Asks the providers in their order until one answers; the prompt is made for the budget of each. Throws an
   * `AutofixError`: `providers-exhausted` (exit 3), `cap-reached` (4), `interrupted` (130), or the signal's own reason
   * when that is one. Whether the text is a usable patch is the caller's to judge.
   */
  complete(promptFor: PromptMaker, schema: JsonSchema, signal: AbortSignal): Promise<ChainAnswer>;
  /** What the meter has counted: of all chains that share it. */
  usage(): ChainUsage;
  /** In the order in which they happened. */
  fallbacks(): readonly FallbackRecord[];
  /** Requests that brought no answer, counted by the meter. */
  unanswered(): readonly AttemptRecord[];
}

const LONGEST_WAIT_MS = 60_000;
/** A provider that says "wait" for the third time will say it for the fourth time too. */
const MOST_WAITS = 2;

/** The providers of a run as one: policies around each, fallback between them. */
export function createModelChain(settings: ChainSettings, dependencies: ChainDependencies): ModelChain {
  const { memory, emit, record, clock = systemClock, random = Math.random } = dependencies;
  const meter = dependencies.meter ?? createUsageMeter(settings.caps);
  const ledger = createFallbackLedger(emit);
  const ask = policyStack({
    memory,
    meter,
    clock,
    emit,
    record,
    random,
    redact: keyRedactor(settings.providers.flatMap(secretsOfProvider)),
    costIsCapped: settings.caps.maxCostUsd !== null,
    requestTimeoutMs: settings.requestTimeoutMs,
  });
  const parts = { settings, clock, emit, ledger, ask };
  return {
    complete: (promptFor, schema, signal) => askUntilAnswered(parts, { promptFor, schema, signal }),
    usage: () => meter.usage(),
    fallbacks: () => ledger.records(),
    unanswered: () => meter.unanswered(),
  };
}

interface ChainParts {
  readonly settings: ChainSettings;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly ledger: FallbackLedger;
  readonly ask: Ask;
}

interface Question {
  readonly promptFor: PromptMaker;
  readonly schema: JsonSchema;
  readonly signal: AbortSignal;
}

type Result =
  | { readonly kind: 'answered'; readonly answer: ChainAnswer }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/** Walks the chain; when nobody is ready but somebody soon will be, waits and walks it again. */
async function askUntilAnswered(parts: ChainParts, question: Question): Promise<ChainAnswer> {
  const { settings, clock, ledger, emit } = parts;
  let waitLeftMs = settings.longestWaitMs ?? LONGEST_WAIT_MS;
  for (let waits = 0; ; waits++) {
    const walked = await walkChain(parts, question);
    if (!Array.isArray(walked)) return walked;
    const next = waits < MOST_WAITS ? soonestBack(walked, waitLeftMs) : null;
    if (next === null) {
      const last = walked.at(-1);
      if (last !== undefined && settings.lastResort !== null) ledger.note(last, settings.lastResort);
      throw providersExhausted(walked, clock.now());
    }
    const { failure, waitMs } = next;
    waitLeftMs -= waitMs;
    emit({ kind: 'waiting', provider: failure.configured.provider.name, reason: failure.reason, waitMs });
    await clock.sleep(waitMs, question.signal);
  }
}

/** Asks each provider in turn: the first answer, or every failure. */
async function walkChain(parts: ChainParts, question: Question): Promise<ChainAnswer | ProviderFailure[]> {
  const failures: ProviderFailure[] = [];
  let blocked = 0;
  for (const configured of parts.settings.providers) {
    const last = failures.at(-1);
    if (last !== undefined) parts.ledger.note(last, configured.provider.name);
    const result = await askProvider(parts, configured, question);
    if (result.kind === 'answered') {
      parts.ledger.answered(configured.provider.name);
      return result.answer;
    }
    failures.push(result.failure);
    const { goOn } = REACTIONS[result.failure.error.fault];
    if (goOn === 'stop' || (goOn === 'one-other-provider' && ++blocked > 1)) break;
  }
  return failures;
}

async function askProvider(parts: ChainParts, configured: ConfiguredProvider, question: Question): Promise<Result> {
  if (question.signal.aborted) throw interruption(question.signal);
  try {
    const answer = await parts.ask(firstCall(configured, question));
    const { text, model, inputTokens, outputTokens, costUsd, latencyMs } = answer;
    const provider = configured.provider.name;
    return { kind: 'answered', answer: { text, provider, model, inputTokens, outputTokens, costUsd, latencyMs } };
  } catch (error) {
    if (question.signal.aborted) throw interruption(question.signal);
    if (!(error instanceof ProviderError)) throw error;
    return { kind: 'failed', failure: providerFailureOf(configured, error, parts.clock.now()) };
  }
}

function firstCall(configured: ConfiguredProvider, question: Question): ModelCall {
  const { provider, models, keys } = configured;
  return {
    configured,
    model: models[0] ?? '',
    apiKey: keys[0] ?? '',
    prompt: UNMADE_PROMPT,
    promptFor: question.promptFor,
    budgetTokens: provider.promptBudgetTokens,
    schema: question.schema,
    maxOutputTokens: provider.maxOutputTokens,
    thinking: 'default',
    without: [],
    signal: question.signal,
  };
}
