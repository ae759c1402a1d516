import type { JsonSchema } from '../domain/model-provider.ts';
import { ProviderError } from '../domain/provider-error.ts';
import type { AttemptRecord, FallbackRecord } from '../domain/repair-outcome.ts';
import type { EventSink } from '../domain/run-event.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { AnswerReader } from './answer-reader.ts';
import { type ChainAnswer, type StructuredAnswer, withValue } from './chain-answer.ts';
import {
  askedNext,
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
import { openProviderMetrics, type ProviderMetrics } from './provider-metrics.ts';
import { keyRedactor } from './providers/provider-failure.ts';
import { type Question, questionNotes } from './question-notes.ts';
import type { QuestionRecord } from './question-record.ts';
import { REACTIONS } from './reactions.ts';
import { schemaReader } from './schema-check.ts';
import { type Caps, type ChainUsage, createUsageMeter, type UsageMeter } from './usage-meter.ts';

export interface ChainSettings {
  /** In fallback order. */
  readonly providers: readonly ConfiguredProvider[];
  readonly caps: Caps;
  /** How long one request may take at most, in milliseconds; each provider has a limit of its own. null: only that. */
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
  /** Left out: nothing is kept for the next run. */
  readonly metrics?: ProviderMetrics;
  /** null or left out: every question is asked. */
  readonly cache?: AnswerCache | null;
  /** Told how each question ended, free of keys. */
  readonly recordQuestion?: (record: QuestionRecord) => void;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface ModelChain {
  /**
   * Asks the providers in their order until one answers; the prompt is made for the budget of each. Throws an
   * `AutofixError`: `providers-exhausted` (exit 3), `cap-reached` (4), `interrupted` (130), or the signal's own reason
   * when that is one. Whether the text is of use is the caller's to judge.
   */
  generate(promptFor: PromptMaker, schema: JsonSchema, signal: AbortSignal): Promise<ChainAnswer>;
  /**
   * The same, read: what `read` cannot read is asked for once more with what was wrong, and a provider whose second answer is no
   * better counts as failed. Without `read`, JSON is taken out of prose and fences, repaired when nearly JSON, and
   * checked against the schema.
   */
  generateStructured(promptFor: PromptMaker, schema: JsonSchema, signal: AbortSignal): Promise<StructuredAnswer>;
  generateStructured<Value>(
    promptFor: PromptMaker,
    schema: JsonSchema,
    signal: AbortSignal,
    read: AnswerReader<Value>,
  ): Promise<StructuredAnswer<Value>>;
  /** Tells that an answer was of no use: the cache forgets it. */
  reject(answer: ChainAnswer): Promise<void>;
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
  const { memory, record, clock = systemClock, random = Math.random, cache = null } = dependencies;
  const warnings: string[] = [];
  const emit: EventSink = (event) => {
    if (event.kind === 'warning') warnings.push(event.message);
    dependencies.emit(event);
  };
  const { metrics = openProviderMetrics(null), recordQuestion = () => {} } = dependencies;
  const meter = dependencies.meter ?? createUsageMeter(settings.caps);
  const ledger = createFallbackLedger((event) => {
    if (event.kind === 'fallback') metrics.fellBack(event.fallback.from);
    emit(event);
  });
  const redact = keyRedactor(settings.providers.flatMap(secretsOfProvider));
  const ask = policyStack({
    memory,
    meter,
    clock,
    emit,
    record,
    random,
    cache,
    metrics,
    redact,
    costIsCapped: settings.caps.maxCostUsd !== null,
    requestTimeoutMs: settings.requestTimeoutMs,
  });
  const parts = { settings, clock, emit, ledger, ask };
  const names = settings.providers.map(({ provider }) => provider.name);
  const note = questionNotes({ providers: names, meter, ledger, warnings, redact, record: recordQuestion });
  const answer = (question: Question) => note(question, (noted) => askUntilAnswered(parts, noted));
  return {
    generate: (promptFor, schema, signal) => answer({ promptFor, schema, signal, read: null }),
    async generateStructured<Value>(
      promptFor: PromptMaker,
      schema: JsonSchema,
      signal: AbortSignal,
      read: AnswerReader<Value> = schemaReader(schema) as AnswerReader<Value>,
    ) {
      return withValue(await answer({ promptFor, schema, signal, read }), read);
    },
    reject: async (rejected) => {
      if (rejected.cache !== null) await cache?.forget(rejected.cache.key);
    },
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
    const next = waits < MOST_WAITS ? soonestBack(walked, waitLeftMs, clock.now()) : null;
    if (next === null) {
      const last = walked.at(-1);
      if (last !== undefined && settings.lastResort !== null) ledger.note(last, settings.lastResort);
      throw providersExhausted(walked, clock.now());
    }
    const { failure, waitMs } = next;
    // Who failed last hands over too; nobody stands in for a provider that is only waited for.
    const back = askedNext(walked, clock.now() + waitMs);
    const last = walked.at(-1);
    if (last !== undefined && back !== null && back !== last) ledger.note(last, back.configured.provider.name);
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
    const { quotaLeft: _quotaLeft, ...told } = answer;
    return { kind: 'answered', answer: { ...told, provider: configured.provider.name } };
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
    read: question.read,
    signal: question.signal,
  };
}
