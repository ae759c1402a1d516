import { describe, expect, it } from '@jest/globals';
import type { ConfiguredProvider } from '../../src/llm/configured-provider.ts';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { type RouteFacts, routeProviders } from '../../src/llm/route.ts';
import type { Route } from '../../src/llm/routes.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

const ENVIRONMENT = {
  GEMINI_API_KEY: 'gemini-key-1',
  GROQ_API_KEY: 'groq-key-1',
  GROQ_MODEL: 'openai/gpt-oss-120b',
  ANTHROPIC_API_KEY: 'anthropic-key-1',
  OPENAI_BASE_URL: 'http://localhost:11434',
  OPENAI_MODEL: 'qwen3-coder',
};

function route(name: Route, facts: Partial<RouteFacts> = {}, environment = {}) {
  const { configured } = configuredProviders(['openai', 'anthropic', 'gemini', 'groq'], {
    ...ENVIRONMENT,
    ...environment,
  });
  const { providers, notes } = routeProviders(configured, name, {
    now: NOW,
    latencyMs: () => null,
    isOut: () => false,
    ...facts,
  });
  return { names: providers.map(({ provider }: ConfiguredProvider) => provider.name), notes };
}

describe('routes', () => {
  it('leave the order of the user alone by default', () => {
    expect(route('order')).toEqual({ names: ['openai', 'anthropic', 'gemini', 'groq'], notes: [] });
  });

  it('cheapest goes by the list price of the first model, an unknown one last and said', () => {
    expect(route('cheapest')).toEqual({
      names: ['groq', 'gemini', 'anthropic', 'openai'],
      notes: [expect.stringMatching(/^OpenAI: the price is not known.*asked last$/)],
    });
    // Gemini's price doubles with the new year; Haiku is cheaper than both.
    expect(route('cheapest', {}, { ANTHROPIC_MODEL: 'claude-haiku-5-5' }).names[0]).toBe('anthropic');
  });

  it('fastest goes by what was measured', () => {
    const measured: Record<string, number> = { gemini: 4000, groq: 700, openai: 9000 };
    expect(route('fastest', { latencyMs: (provider) => measured[provider] ?? null })).toEqual({
      names: ['groq', 'gemini', 'openai', 'anthropic'],
      notes: ['Anthropic: no answer has been timed yet; asked last'],
    });
  });

  it('capable goes by the rank of the model, then by its window', () => {
    const models = { ANTHROPIC_MODEL: 'claude-opus-5-5' };
    expect(route('capable', {}, models).names).toEqual(['anthropic', 'gemini', 'groq', 'openai']);
  });

  it('put a provider that is out behind the others', () => {
    const isOut = ({ provider }: ConfiguredProvider) => provider.name === 'groq';
    expect(route('cheapest', { isOut }).names).toEqual(['gemini', 'anthropic', 'openai', 'groq']);
  });

  it.each(['order', 'cheapest'] as const)('%s passes over a limit that holds no prompt', (name) => {
    const { names, notes } = route(name, {}, { GROQ_TOKENS_PER_MINUTE: '800' });
    expect(names).not.toContain('groq');
    expect(notes).toEqual(expect.arrayContaining(['Groq is passed over: 800 tokens a minute hold no prompt']));
  });
});
