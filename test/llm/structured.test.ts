import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../src/domain/model-provider.ts';
import type { AnswerCache } from '../../src/llm/answer-cache.ts';
import { readAnswer, schemaProblem } from '../../src/llm/schema-check.ts';
import type { ProviderScript } from '../support/provider-server.ts';
import { ANSWER, type ChainTest, failureOf, SCHEMA, startChain } from './chain-fixture.ts';

let running: ChainTest | null = null;

afterEach(async () => {
  await running?.server.close();
  running = null;
});

async function ask(script: ProviderScript) {
  running = await startChain(script);
  const prompt = async () => ({ system: 'You repair programs.', user: 'Repair this.' });
  return running.chain.generateStructured(prompt, SCHEMA, new AbortController().signal);
}

describe('a structured answer', () => {
  it.each([
    ['as it is', { answer: ANSWER }],
    ['fenced', { answer: ANSWER, dress: 'fenced' }],
    ['in prose', { answer: ANSWER, dress: 'prose' }],
    [
      'with single quotes, a comment and a trailing comma',
      { answer: "{'analysis': 'the import is missing', /* none */ 'edits': [],}" },
    ],
  ] as const)('is read %s, with one request', async (_name, step) => {
    expect(await ask({ gemini: [step] })).toMatchObject({ value: JSON.parse(ANSWER) });
    expect(running?.server.requests).toHaveLength(1);
  });

  it('is asked for once more with what was wrong, and costs both requests', async () => {
    const answer = await ask({
      gemini: [{ answer: '{"analysis":"x","edits":[{"file":"a.js"}]}' }, { answer: ANSWER }],
    });
    expect(answer.value).toEqual(JSON.parse(ANSWER));
    const [first, second] = running?.server.requests ?? [];
    expect(second?.prompt).toContain('the answer.edits[0] has no "kind"');
    expect(second?.prompt).toContain(first?.prompt);
    expect(answer.inputTokens).toBe(running?.chain.usage().inputTokens);
    expect(running?.chain.unanswered()).toEqual([
      expect.objectContaining({ verdict: 'no-answer', reason: 'malformed: the answer.edits[0] has no "kind"' }),
    ]);
  });

  it('is what the reader takes out of it, whatever the schema says', async () => {
    running = await startChain({ gemini: [{ answer: 'first try' }, { answer: 'forty-two' }] });
    const prompt = async () => ({ system: 'You count.', user: 'Count.' });
    const read = (text: string) =>
      text === 'forty-two'
        ? ({ kind: 'value', value: 42 } as const)
        : ({ kind: 'problem', problem: 'no number' } as const);
    const answer = await running.chain.generateStructured(prompt, SCHEMA, new AbortController().signal, read);
    expect(answer).toMatchObject({ value: 42, text: 'forty-two' });
    expect(running.server.requests[1]?.prompt).toContain('first try');
    expect(running.server.requests[1]?.prompt).toContain('no number');
  });

  it('that cannot be used is not kept by the cache', async () => {
    const forgotten: string[] = [];
    const kept: string[] = [];
    const cache: AnswerCache = {
      read: async () => null,
      write: async (key) => void kept.push(key),
      forget: async (key) => void forgotten.push(key),
    };
    running = await startChain({ gemini: [{ answer: 'no' }, { answer: ANSWER }] }, { dependencies: { cache } });
    const prompt = async () => ({ system: 'You repair programs.', user: 'Repair this.' });
    await running.chain.generateStructured(prompt, SCHEMA, new AbortController().signal);
    expect(kept).toHaveLength(2);
    expect(forgotten).toEqual(kept.slice(0, 1));
  });

  it('that is unusable twice is the fault of its provider: the next one is asked', async () => {
    const answer = await ask({ gemini: [{ answer: 'I cannot do that.' }], groq: [{ answer: ANSWER }] });
    expect(answer.provider).toBe('groq');
    expect(running?.server.requestsTo('gemini')).toHaveLength(2);
    expect(running?.chain.fallbacks()).toEqual([
      { from: 'gemini', to: 'groq', reason: expect.stringMatching(/^malformed: .*no JSON object/) },
    ]);
  });

  it('of nobody ends with exit 3', async () => {
    const error = await failureOf(ask({ gemini: [{ answer: '[]' }], groq: [{ answer: '{}' }] }));
    expect(error).toMatchObject({ code: 'providers-exhausted', exitCode: 3 });
  });
});

describe('readAnswer', () => {
  it('never takes a cut answer for a whole one', () => {
    expect(readAnswer('{"analysis":"x","edits":[{"kind":"create"', SCHEMA)).toEqual({
      kind: 'problem',
      problem: 'the JSON object is cut off before its end',
    });
  });

  it.each<[unknown, JsonSchema, string | null]>([
    [{ a: 1 }, { type: 'object', required: ['b'] }, 'the answer has no "b"'],
    [{ a: 'x' }, { type: 'object', properties: { a: { type: 'number' } } }, 'the answer.a is not of type number'],
    [[1, 'x'], { type: 'array', items: { type: 'integer' } }, 'the answer[1] is not of type integer'],
    [1.5, { type: 'integer' }, 'the answer is not of type integer'],
    ['c', { type: 'string', enum: ['a', 'b'] }, 'the answer is none of a, b'],
    [{ a: true, more: 1 }, { type: 'object', properties: { a: { type: 'boolean' } } }, null],
    [null, { type: 'object' }, 'the answer is not of type object'],
  ])('%j against %j: %j', (value, schema, expected) => {
    expect(schemaProblem(value, schema)).toBe(expected);
  });
});
