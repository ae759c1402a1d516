import { describe, expect, it } from '@jest/globals';
import { type ProviderRow, providerTable } from '../../src/cli/provider-table.ts';

const row: ProviderRow = {
  provider: 'gemini',
  keys: 2,
  keyVariable: 'GEMINI_API_KEY',
  models: ['gemini-3.8-flash', 'gemini-3.8-flash-lite', 'gemini-3.5-flash'],
  baseUrl: 'http://127.0.0.1:8080/an/address/that/is/longer/than/a/line',
  price: { input: 0.75, output: 3.75 },
  contextTokens: 1_000_000,
  requestsPerMinute: 10,
  tokensPerMinute: 250_000,
  outages: [{ model: 'gemini-3.8-flash', fault: 'quota-day', until: '2026-11-23T08:00:00.000Z' }],
  metrics: null,
  problem: null,
};
const keyless: ProviderRow = { ...row, provider: 'groq', keys: 0, problem: 'Groq has no key: set GROQ_API_KEY' };

describe('the table of providers', () => {
  it.each([20, 40, 80])('fits %d columns and says the same', (width) => {
    const table = providerTable([row, keyless], width);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(width, 22));
    const squeezed = (text: string) => text.replace(/\s+/g, '');
    expect(squeezed(table)).toBe(squeezed(providerTable([row, keyless], Number.POSITIVE_INFINITY)));
  });

  it('keeps each fact on one line where nobody said how wide it is', () => {
    const lines = providerTable([row, keyless], Number.POSITIVE_INFINITY).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^gemini {4}2 keys in GEMINI_API_KEY; models .*a\/line$/);
    expect(lines[2]).toBe('  out: gemini-3.8-flash quota-day until 2026-11-23T08:00:00.000Z');
  });
});
