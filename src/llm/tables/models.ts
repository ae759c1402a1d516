/** List price from a day on, in US dollars for a million tokens. */
export interface ModelPrice {
  readonly from: string;
  readonly input: number;
  readonly output: number;
}

export interface ModelFacts {
  readonly provider: string;
  readonly id: string;
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** Where the maker places it in its own range, 1 small to 3 large; for `--route capable`. */
  readonly rank: 1 | 2 | 3;
  /** In order of time; empty: not known. */
  readonly prices: readonly ModelPrice[];
}

type Rank = ModelFacts['rank'];

/** The day on which this table was last compared with the providers' pages. */
export const MODELS_AS_OF = '2026-11-22';

const gemini = (id: string, rank: Rank, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'gemini',
  id,
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  rank,
  prices,
});

const groq = (id: string, rank: Rank, maxOutputTokens: number, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'groq',
  id,
  contextTokens: 131_072,
  maxOutputTokens,
  rank,
  prices,
});

const claude = (id: string, rank: Rank, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'anthropic',
  id,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  rank,
  prices,
});

const haiku45 = (provider: string, id: string): ModelFacts => ({
  provider,
  id,
  contextTokens: 200_000,
  maxOutputTokens: 64_000,
  rank: 1,
  prices: [{ from: '2025-10-15', input: 1, output: 5 }],
});

/** Served by OpenAI itself; other servers of its kind are free to use the same names at other prices. */
const openai = (id: string, rank: Rank, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'openai',
  id,
  contextTokens: 400_000,
  maxOutputTokens: 128_000,
  rank,
  prices,
});

/**
 * Sources: Gemini API pricing and changelog, Groq Supported Models, Claude Platform model pages, OpenAI API pricing (as
 * read in May 2026). A free plan costs nothing; this is the list price.
 */
export const MODELS: readonly ModelFacts[] = [
  gemini(
    'gemini-3.8-flash',
    2,
    { from: '2026-09-02', input: 0.75, output: 3.75 },
    { from: '2027-01-01', input: 1.5, output: 7.5 },
  ),
  gemini(
    'gemini-3.6-flash',
    2,
    { from: '2026-07-21', input: 0.75, output: 3.75 },
    { from: '2027-01-01', input: 1.5, output: 7.5 },
  ),
  gemini('gemini-3.5-flash-lite', 1, { from: '2026-07-21', input: 0.3, output: 2.5 }),
  gemini('gemini-3.1-flash-lite', 1, { from: '2026-05-07', input: 0.25, output: 1.5 }),
  // The price of prompts above 200,000 tokens, which is the higher one: autofix sends smaller ones.
  gemini('gemini-3.1-pro-preview', 3, { from: '2026-01-01', input: 4, output: 18 }),
  gemini('gemini-2.5-flash-lite', 1, { from: '2025-06-01', input: 0.1, output: 0.4 }),
  gemini('gemini-2.5-flash', 2, { from: '2025-06-01', input: 0.3, output: 2.5 }),
  gemini('gemini-2.5-pro', 3, { from: '2025-06-01', input: 1.25, output: 10 }),
  groq('openai/gpt-oss-120b', 2, 65_536, { from: '2025-08-05', input: 0.15, output: 0.6 }),
  groq('openai/gpt-oss-20b', 1, 65_536, { from: '2025-08-05', input: 0.075, output: 0.3 }),
  groq('qwen/qwen3.6-27b', 1, 32_768),
  groq('llama-3.3-70b-versatile', 1, 32_768, { from: '2024-12-06', input: 0.59, output: 0.79 }),
  groq('llama-3.1-8b-instant', 1, 131_072, { from: '2024-07-23', input: 0.05, output: 0.08 }),
  claude('claude-opus-5-5', 3, { from: '2026-09-01', input: 4, output: 20 }),
  claude('claude-opus-5', 3, { from: '2026-07-24', input: 5, output: 25 }),
  claude('claude-sonnet-5-5', 2, { from: '2026-09-01', input: 2, output: 10 }),
  claude('claude-sonnet-5', 2, { from: '2026-03-01', input: 2, output: 10 }),
  // The price of prompts up to 100,000 tokens; autofix sends smaller ones.
  claude('claude-haiku-5-5', 1, { from: '2026-10-07', input: 0.1, output: 0.5 }),
  haiku45('anthropic', 'claude-haiku-4-5'),
  haiku45('bedrock', 'global.anthropic.claude-haiku-4-5-20251001-v1:0'),
  haiku45('bedrock', 'anthropic.claude-haiku-4-5-20251001-v1:0'),
  openai('gpt-5.4', 3, { from: '2026-05-01', input: 2.5, output: 15 }),
  openai('gpt-5.4-mini', 2, { from: '2026-05-01', input: 0.75, output: 4.5 }),
  openai('gpt-5.4-nano', 1, { from: '2026-05-01', input: 0.2, output: 1.25 }),
  openai('gpt-5-mini', 1, { from: '2025-08-07', input: 0.25, output: 2 }),
];
