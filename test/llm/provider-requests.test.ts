import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompletionRequest } from '../../src/domain/model-provider.ts';
import type { ProviderError } from '../../src/domain/provider-error.ts';
import { anthropicProvider } from '../../src/llm/providers/anthropic.ts';
import { bedrockProvider } from '../../src/llm/providers/bedrock.ts';
import { geminiProvider } from '../../src/llm/providers/gemini.ts';
import { groqProvider } from '../../src/llm/providers/groq.ts';
import { openAiProvider } from '../../src/llm/providers/openai.ts';
import { loadSdks } from '../support/load-sdks.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import { ANSWER, GEMINI_KEY, GROQ_KEY, SCHEMA } from './chain-fixture.ts';

let server: ProviderServer;

const REQUEST: CompletionRequest = {
  system: 'You repair programs.',
  user: 'Repair this.',
  schema: SCHEMA,
  maxOutputTokens: 2600,
  thinking: 'default',
  without: [],
};

const CALL = { keyVariable: '', settings: { AWS_REGION: 'eu-west-1' }, now: Date.now };

async function gemini(
  script: ProviderScript['gemini'],
  request: Partial<CompletionRequest> = {},
  model = 'gemini-3.8-flash',
) {
  server = await startProviderServer({ gemini: script ?? [] });
  const call = { model, apiKey: GEMINI_KEY, ...CALL, baseUrl: server.url, signal: new AbortController().signal };
  return geminiProvider.complete({ ...REQUEST, ...request }, call);
}

async function groq(
  script: ProviderScript['groq'],
  request: Partial<CompletionRequest> = {},
  model = 'openai/gpt-oss-120b',
) {
  server = await startProviderServer({ groq: script ?? [] });
  const call = { model, apiKey: GROQ_KEY, ...CALL, baseUrl: server.url, signal: new AbortController().signal };
  return groqProvider.complete({ ...REQUEST, ...request }, call);
}

beforeAll(loadSdks);
afterEach(() => server.close());

describe('a Gemini request', () => {
  it('asks for JSON by schema, with the key in a header and in no URL', async () => {
    await gemini([{ answer: ANSWER }]);
    const [request] = server.requests;
    expect(request?.headers['x-goog-api-key']).toBe(GEMINI_KEY);
    expect(request?.path).toBe('/v1beta/models/gemini-3.8-flash:generateContent');
    expect(request?.body).toMatchObject({
      systemInstruction: { parts: [{ text: 'You repair programs.' }] },
      contents: [{ role: 'user', parts: [{ text: 'Repair this.' }] }],
    });
    expect(request?.body.generationConfig).toEqual({
      responseMimeType: 'application/json',
      maxOutputTokens: 2600,
      responseSchema: {
        type: 'object',
        properties: {
          analysis: { type: 'string' },
          edits: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                kind: { type: 'string', format: 'enum', enum: ['replace', 'create'] },
                file: { type: 'string' },
                find: { type: 'string' },
              },
              propertyOrdering: ['kind', 'file', 'find'],
              required: ['kind', 'file'],
            },
          },
        },
        propertyOrdering: ['analysis', 'edits'],
        required: ['analysis', 'edits'],
      },
    });
  });

  it.each([
    ['gemini-3.8-flash', { thinkingLevel: 'LOW' }],
    ['gemini-3-flash-preview', { thinkingLevel: 'LOW' }],
    ['gemini-2.5-flash', { thinkingBudget: 0 }],
    ['gemini-2.5-pro', { thinkingBudget: 128 }],
    ['gemini-flash-latest', undefined],
  ])('limits the thinking of %s with %j', async (model, thinkingConfig) => {
    await gemini([{ answer: ANSWER }], { thinking: 'least' }, model);
    expect(server.requests[0]?.body.generationConfig).toHaveProperty('responseSchema');
    const config = (server.requests[0]?.body.generationConfig ?? {}) as Record<string, unknown>;
    expect(config.thinkingConfig).toEqual(thinkingConfig);
  });

  it('carries the schema in the prompt when the field is refused', async () => {
    await gemini([{ answer: ANSWER }], { without: ['schema', 'thinking'], thinking: 'least' });
    expect(server.requests[0]?.body.generationConfig).toEqual({
      responseMimeType: 'application/json',
      maxOutputTokens: 2600,
    });
    expect(server.requests[0]?.prompt).toContain('JSON Schema');
  });

  it('leaves thoughts out of the answer and counts them', async () => {
    const completion = await gemini([{ answer: ANSWER, thoughts: 'The import is missing, I think.' }]);
    expect(completion).toMatchObject({ text: ANSWER, outputTokens: Math.ceil(ANSWER.length / 4) + 8 });
  });

  it('names the model that answered in place of the one asked', async () => {
    const completion = await gemini([{ answer: ANSWER, model: 'gemini-3.9-flash' }]);
    expect(completion.model).toBe('gemini-3.9-flash');
  });

  it('gives a fenced answer as it came', async () => {
    const completion = await gemini([{ answer: ANSWER, dress: 'fenced' }]);
    expect(completion.text).toBe(`\`\`\`json\n${ANSWER}\n\`\`\``);
  });

  it('keeps the text of a cut answer, and what it cost, in the error', async () => {
    const error = (await gemini(['max-tokens']).catch((thrown: unknown) => thrown)) as ProviderError;
    expect(error).toMatchObject({ fault: 'truncated', partialText: expect.stringContaining('"find": "const') });
    expect(error.spent?.outputTokens).toBeGreaterThan(0);
  });

  it('hears a wrong base address as such, not as a missing model', async () => {
    server = await startProviderServer();
    const call = {
      model: 'gemini-3.8-flash',
      apiKey: GEMINI_KEY,
      baseUrl: `${server.url}/gateway`,
      signal: new AbortController().signal,
      ...CALL,
    };
    await expect(geminiProvider.complete(REQUEST, call)).rejects.toMatchObject({ fault: 'bad-request', status: 404 });
  });
});

describe('a Groq request', () => {
  it('asks a gpt-oss model by strict schema', async () => {
    await groq([{ answer: ANSWER }]);
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe(`Bearer ${GROQ_KEY}`);
    expect(request?.body).toMatchObject({
      model: 'openai/gpt-oss-120b',
      max_completion_tokens: 2600,
      reasoning_effort: 'low',
    });
    expect(request?.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: {
        strict: true,
        schema: {
          required: ['analysis', 'edits'],
          additionalProperties: false,
          properties: {
            edits: {
              items: {
                required: ['kind', 'file', 'find'],
                additionalProperties: false,
                properties: { find: { type: ['string', 'null'] }, kind: { type: 'string' } },
              },
            },
          },
        },
      },
    });
  });

  it('takes the nulls of optional fields out of a strict answer', async () => {
    const strict = '{"analysis":"x","edits":[{"kind":"create","file":"a.js","find":null}]}';
    const completion = await groq([{ answer: strict }]);
    expect(JSON.parse(completion.text)).toEqual({ analysis: 'x', edits: [{ kind: 'create', file: 'a.js' }] });
  });

  it.each(['llama-3.3-70b-versatile', 'qwen/qwen3.6-27b'])(
    'asks %s in JSON mode, with the schema in words',
    async (model) => {
      await groq([{ answer: ANSWER }], {}, model);
      expect(server.requests[0]?.body.response_format).toEqual({ type: 'json_object' });
      expect(server.requests[0]?.prompt).toContain(JSON.stringify(SCHEMA));
    },
  );

  it('reads what is left of the quotas from the headers', async () => {
    const completion = await groq([{ answer: ANSWER }]);
    expect(completion.quotaLeft).toEqual({
      requests: 998,
      tokens: expect.any(Number),
      tokenLimit: 8000,
      tokensResetMs: 7660,
    });
  });

  it.each(['fenced', 'prose'] as const)('rescues a %s answer that Groq refused', async (dress) => {
    const completion = await groq([{ answer: ANSWER, dress }], {}, 'llama-3.3-70b-versatile');
    expect(completion).toMatchObject({ text: ANSWER, model: 'llama-3.3-70b-versatile' });
    expect(server.requests).toHaveLength(1);
  });

  it('never takes a cut answer for a whole one', async () => {
    const promise = groq(['json-validate-cut'], {}, 'llama-3.3-70b-versatile');
    await expect(promise).rejects.toMatchObject({
      fault: 'truncated',
      partialText: expect.stringContaining('"edits": ['),
    });
  });

  it.each([
    ['429-day', 'quota-day', 578_016],
    ['429-minute', 'quota-minute', 11_455],
    ['429-plain', 'quota-minute', null],
  ] as const)('reads the told delay of %s', async (fault, expected, retryAfterMs) => {
    await expect(groq([fault])).rejects.toMatchObject({ fault: expected, retryAfterMs, status: 429 });
  });

  it('makes one request though the SDK would make three', async () => {
    await expect(groq(['503'])).rejects.toMatchObject({ fault: 'overloaded' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a call without the policies', () => {
  const silent = (signal: AbortSignal, model: string, apiKey: string) => ({
    model,
    apiKey,
    baseUrl: server.url,
    signal,
    ...CALL,
    keyVariable: 'AWS_BEARER_TOKEN_BEDROCK',
  });

  it.each([
    ['gemini', geminiProvider, 'hang'],
    ['gemini', geminiProvider, 'hang-body'],
    ['groq', groqProvider, 'hang'],
    ['groq', groqProvider, 'hang-body'],
    ['anthropic', anthropicProvider, 'hang'],
    ['anthropic', anthropicProvider, 'hang-body'],
    ['openai', openAiProvider, 'hang'],
    ['openai', openAiProvider, 'hang-body'],
    ['bedrock', bedrockProvider, 'hang'],
    ['bedrock', bedrockProvider, 'hang-body'],
  ] as const)('to %s ends with its signal: %#', async (name, provider, fault) => {
    server = await startProviderServer({ [name]: [fault] });
    const late = provider.complete(REQUEST, silent(AbortSignal.timeout(400), 'm', GEMINI_KEY));
    await expect(late).rejects.toMatchObject({ name: 'ProviderError', fault: 'deadline' });
    const controller = new AbortController();
    const stopped = provider.complete(REQUEST, silent(controller.signal, 'm', GEMINI_KEY));
    setTimeout(() => controller.abort(), 250);
    await expect(stopped).rejects.toMatchObject({ name: 'ProviderError', fault: 'aborted' });
    await expect(provider.complete(REQUEST, silent(AbortSignal.abort(), 'm', GEMINI_KEY))).rejects.toMatchObject({
      fault: 'aborted',
    });
    expect(server.requests).toHaveLength(2);
  });
});
