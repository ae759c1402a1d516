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
  /** In order of time; empty: not known. */
  readonly prices: readonly ModelPrice[];
}

/** The day on which this table was last compared with the providers' pages. */
export const MODELS_AS_OF = '2026-11-22';

const gemini = (id: string, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'gemini',
  id,
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  prices,
});

const groq = (id: string, maxOutputTokens: number, ...prices: ModelPrice[]): ModelFacts => ({
  provider: 'groq',
  id,
  contextTokens: 131_072,
  maxOutputTokens,
  prices,
});

/** Sources: Gemini API pricing and changelog, Groq Supported Models. A free plan costs nothing; this is the list price. */
export const MODELS: readonly ModelFacts[] = [
  gemini(
    'gemini-3.8-flash',
    { from: '2026-09-02', input: 0.75, output: 3.75 },
    { from: '2027-01-01', input: 1.5, output: 7.5 },
  ),
  gemini(
    'gemini-3.6-flash',
    { from: '2026-07-21', input: 0.75, output: 3.75 },
    { from: '2027-01-01', input: 1.5, output: 7.5 },
  ),
  gemini('gemini-3.5-flash-lite', { from: '2026-07-21', input: 0.3, output: 2.5 }),
  gemini('gemini-3.1-flash-lite', { from: '2026-05-07', input: 0.25, output: 1.5 }),
  // The price of prompts above 200,000 tokens, which is the higher one: autofix sends smaller ones.
  gemini('gemini-3.1-pro-preview', { from: '2026-01-01', input: 4, output: 18 }),
  gemini('gemini-2.5-flash-lite', { from: '2025-06-01', input: 0.1, output: 0.4 }),
  gemini('gemini-2.5-flash', { from: '2025-06-01', input: 0.3, output: 2.5 }),
  gemini('gemini-2.5-pro', { from: '2025-06-01', input: 1.25, output: 10 }),
  groq('openai/gpt-oss-120b', 65_536, { from: '2025-08-05', input: 0.15, output: 0.6 }),
  groq('openai/gpt-oss-20b', 65_536, { from: '2025-08-05', input: 0.075, output: 0.3 }),
  groq('qwen/qwen3.6-27b', 32_768),
  groq('llama-3.3-70b-versatile', 32_768, { from: '2024-12-06', input: 0.59, output: 0.79 }),
  groq('llama-3.1-8b-instant', 131_072, { from: '2024-07-23', input: 0.05, output: 0.08 }),
];
