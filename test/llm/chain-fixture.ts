import { inspect } from 'node:util';
import type { AutofixError } from '../../src/domain/autofix-error.ts';
import type { JsonSchema } from '../../src/domain/model-provider.ts';
import type { RunEvent } from '../../src/domain/run-event.ts';
import type { ChainAnswer } from '../../src/llm/chain-answer.ts';
import { configuredProviders, type Environment } from '../../src/llm/configured-providers.ts';
import {
  type ChainDependencies,
  type ChainSettings,
  createModelChain,
  type ModelChain,
} from '../../src/llm/model-chain.ts';
import type { Exchange } from '../../src/llm/policies/recording.ts';
import { openProviderMemory, type ProviderMemory } from '../../src/llm/provider-memory.ts';
import { NO_CAPS } from '../../src/llm/usage-meter.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';

export const GEMINI_KEY = 'AQ.fake-gemini/key+0123456789';
export const GROQ_KEY = 'gsk_fake_groq_key_0123456789';

export const ANTHROPIC_KEY = 'sk-ant-fake-0123456789';
export const OPENAI_KEY = 'sk-fake-openai-0123456789';
export const BEDROCK_KEY = 'ABSKfake/bedrock+token=0123456789';

/** All keys, in the forms in which they could turn up. */
export const KEYS = [GEMINI_KEY, GROQ_KEY, ANTHROPIC_KEY, OPENAI_KEY, BEDROCK_KEY];

export const SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    analysis: { type: 'string' },
    edits: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['replace', 'create'] },
          file: { type: 'string' },
          find: { type: 'string' },
        },
        required: ['kind', 'file'],
      },
    },
  },
  required: ['analysis', 'edits'],
};

export const ANSWER = '{"analysis":"the import is missing","edits":[]}';

export interface ChainTest {
  readonly server: ProviderServer;
  readonly chain: ModelChain;
  readonly clock: FakeClock;
  readonly events: RunEvent[];
  readonly exchanges: Exchange[];
  readonly budgets: number[];
  readonly memory: ProviderMemory;
  ask(signal?: AbortSignal): Promise<ChainAnswer>;
  /** Everything that a run could print or store. */
  trace(thrown?: unknown): string;
}

export interface ChainTestOptions {
  readonly order?: readonly string[];
  readonly environment?: Environment;
  readonly settings?: Partial<ChainSettings>;
  readonly memory?: ProviderMemory;
  readonly clock?: FakeClock;
  readonly dependencies?: Partial<ChainDependencies>;
}

/** A chain of providers through their real SDKs, against one loopback server. */
export async function startChain(script: ProviderScript, options: ChainTestOptions = {}): Promise<ChainTest> {
  const server = await startProviderServer(script);
  const { order = ['gemini', 'groq'], clock = new FakeClock() } = options;
  const environment = {
    GEMINI_API_KEY: GEMINI_KEY,
    GROQ_API_KEY: GROQ_KEY,
    GROQ_MODEL: 'openai/gpt-oss-120b',
    ANTHROPIC_API_KEY: ANTHROPIC_KEY,
    OPENAI_API_KEY: OPENAI_KEY,
    OPENAI_MODEL: 'gpt-5.4-mini',
    AWS_BEARER_TOKEN_BEDROCK: BEDROCK_KEY,
    AWS_REGION: 'eu-west-1',
    GEMINI_BASE_URL: server.url,
    GROQ_BASE_URL: server.url,
    ANTHROPIC_BASE_URL: server.url,
    OPENAI_BASE_URL: server.url,
    BEDROCK_BASE_URL: server.url,
    ...options.environment,
  };
  const { configured } = configuredProviders(order, environment);
  const events: RunEvent[] = [];
  const exchanges: Exchange[] = [];
  const budgets: number[] = [];
  const memory = options.memory ?? (await openProviderMemory(null));
  const chain = createModelChain(
    {
      providers: configured,
      caps: NO_CAPS,
      requestTimeoutMs: 10_000,
      longestWaitMs: null,
      lastResort: 'offline',
      ...options.settings,
    },
    {
      memory,
      clock,
      random: () => 0,
      emit: (event) => events.push(event),
      record: (exchange) => void exchanges.push(exchange),
      ...options.dependencies,
    },
  );
  const promptFor = async (budgetTokens: number) => {
    budgets.push(budgetTokens);
    return { system: 'You repair programs.', user: `Repair this (budget ${budgetTokens}).` };
  };
  return {
    server,
    chain,
    clock,
    events,
    exchanges,
    budgets,
    memory,
    ask: (signal = new AbortController().signal) => chain.generate(promptFor, SCHEMA, signal),
    trace: (thrown) =>
      inspect([thrown, events, exchanges, chain.fallbacks(), chain.unanswered(), memory.outages(clock.now())], {
        depth: null,
        showHidden: true,
        maxStringLength: null,
        maxArrayLength: null,
      }),
  };
}

/** The error of a promise that must reject. */
export async function failureOf(promise: Promise<unknown>): Promise<AutofixError> {
  return promise.then(
    (value) => {
      throw new Error(`resolved to ${inspect(value)}`);
    },
    (error: unknown) => error as AutofixError,
  );
}
