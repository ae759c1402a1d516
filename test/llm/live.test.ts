import { describe, expect, it } from '@jest/globals';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { createModelChain } from '../../src/llm/model-chain.ts';
import { pingProvider } from '../../src/llm/ping.ts';
import { openProviderMemory } from '../../src/llm/provider-memory.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { NO_CAPS } from '../../src/llm/usage-meter.ts';
import { SCHEMA } from './chain-fixture.ts';

/** With real keys and the real services: AUTOFIX_LIVE=1. A provider without a key is skipped. */
const live = process.env.AUTOFIX_LIVE === '1';
const names = PROVIDERS.map(({ name }) => name);
const { configured } = live ? configuredProviders(names, process.env) : { configured: [] };

const run = configured.length > 0 ? describe : describe.skip;

run('live', () => {
  it.each(configured.map((one) => [one.provider.name, one] as const))('%s answers a ping', async (_name, one) => {
    expect(await pingProvider(one, new AbortController().signal)).toMatchObject({ ok: true, exitCode: 0 });
  });

  it.each(configured.map((one) => [one.provider.name, one] as const))(
    '%s answers by schema',
    async (_name, one) => {
      const chain = createModelChain(
        {
          providers: [one],
          caps: { ...NO_CAPS, maxRequests: 8 },
          requestTimeoutMs: null,
          longestWaitMs: null,
          lastResort: null,
        },
        { memory: await openProviderMemory(null), emit: () => {}, record: () => {} },
      );
      const prompt = async () => ({
        system: 'You repair programs. Answer in JSON.',
        user: 'a.js has "const two = 1 + 2;" and shall have "const two = 1 + 1;". Give the edit that replaces it.',
      });
      const answer = await chain.generate(prompt, SCHEMA, new AbortController().signal);
      expect(JSON.parse(answer.text)).toMatchObject({ edits: [{ file: 'a.js' }] });
    },
    120_000,
  );
});

if (configured.length === 0) it.todo('live tests need AUTOFIX_LIVE=1 and a key');
