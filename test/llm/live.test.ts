import { describe, expect, it } from '@jest/globals';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { createModelChain } from '../../src/llm/model-chain.ts';
import { pingProvider } from '../../src/llm/ping.ts';
import { openProviderMemory } from '../../src/llm/provider-memory.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { NO_CAPS } from '../../src/llm/usage-meter.ts';
import { SCHEMA } from './chain-fixture.ts';

/** With real keys and the real services: AUTOFIX_LIVE=1. A provider that is not configured is skipped, with the reason. */
const live = process.env.AUTOFIX_LIVE === '1';
const { configured, leftOut } = configuredProviders(live ? PROVIDERS.map(({ name }) => name) : [], process.env);
const skipped = live
  ? leftOut.map(({ provider, reason }) => `${provider.name}: ${reason}`)
  : PROVIDERS.map(({ name }) => `${name}: only with AUTOFIX_LIVE=1`);

describe('live', () => {
  for (const reason of skipped) it.skip(reason, () => {});

  for (const one of configured) {
    it(`${one.provider.name} answers a ping`, async () => {
      expect(await pingProvider(one, new AbortController().signal)).toMatchObject({ ok: true, exitCode: 0 });
    }, 120_000);

    it(`${one.provider.name} answers by schema`, async () => {
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
    }, 120_000);
  }
});
