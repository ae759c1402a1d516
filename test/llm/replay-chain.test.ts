import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunEvent } from '../../src/domain/run-event.ts';
import type { QuestionRecord } from '../../src/llm/question-record.ts';
import { createReplayLedger, replayChain } from '../../src/llm/replay-chain.ts';
import { ANSWER, type ChainTest, failureOf, KEYS, SCHEMA, startChain } from './chain-fixture.ts';

let running: ChainTest | null = null;

afterEach(async () => {
  await running?.server.close();
  running = null;
});

const { signal } = new AbortController();
const promptFor = async (budgetTokens: number) => ({
  system: 'You repair programs.',
  user: `Repair this (budget ${budgetTokens}).`,
});

/** Three questions: answered after a fallback, answered, and failed because everybody is out. */
async function recordedRun() {
  const records: QuestionRecord[] = [];
  running = await startChain(
    { gemini: ['500', '500', '429-day'], groq: [{ answer: ANSWER }, { answer: '{"n":2}' }, '402'] },
    { dependencies: { recordQuestion: (record) => void records.push(record) } },
  );
  const answers = [await running.ask(), await running.ask()];
  const error = await failureOf(running.ask());
  // What comes back from the run folder.
  const stored = JSON.parse(JSON.stringify(records)) as QuestionRecord[];
  return { answers, error, stored, chain: running.chain };
}

describe('replayChain', () => {
  it('gives answers, errors, fallbacks and usage as recorded, without a request', async () => {
    const { answers, error, stored, chain } = await recordedRun();
    expect(stored.map(({ providers, question }) => [providers, question])).toEqual(
      [1, 2, 3].map((question) => [['gemini', 'groq'], question]),
    );
    const before = running?.server.requests.length;
    const events: RunEvent[] = [];
    const replay = replayChain(stored, (event) => void events.push(event));
    expect(await replay.generate(promptFor, SCHEMA, signal)).toEqual(answers[0]);
    expect(await replay.generate(promptFor, SCHEMA, signal)).toEqual(answers[1]);
    const again = await failureOf(replay.generate(promptFor, SCHEMA, signal));
    const { code, exitCode, message, hint } = error;
    expect(again).toMatchObject({ code, exitCode, message, hint });
    expect(replay.fallbacks()).toEqual(chain.fallbacks());
    expect(replay.unanswered()).toEqual(chain.unanswered());
    expect(replay.usage()).toEqual(chain.usage());
    expect(events.filter((event) => event.kind === 'warning')).toEqual([]);
    expect(running?.server.requests.length).toBe(before);
    for (const key of KEYS) expect(JSON.stringify(stored)).not.toContain(key);
  });

  it('counts the question that the recorded run was broken off in, though its own signal has ended', async () => {
    const records: QuestionRecord[] = [];
    const stop = new AbortController();
    running = await startChain(
      { gemini: ['500', 'hang'] },
      {
        dependencies: {
          recordQuestion: (record) => void records.push(record),
          emit: ({ kind }) => {
            if (kind === 'waiting') stop.abort();
          },
        },
      },
    );
    await failureOf(running.ask(stop.signal));
    expect(records).toHaveLength(1);
    const replay = replayChain(records);
    await expect(replay.generate(promptFor, SCHEMA, AbortSignal.abort(new Error('halted')))).rejects.toThrow('halted');
    expect(replay.usage()).toEqual(running.chain.usage());
    expect(replay.usage().requests).toBe(1);
    expect(replay.unanswered()).toEqual(running.chain.unanswered());
    await expect(replay.generate(promptFor, SCHEMA, AbortSignal.abort(new Error('halted')))).rejects.toThrow('halted');
  });

  it('fails clearly when the records run out', async () => {
    const error = await failureOf(replayChain([]).generate(promptFor, SCHEMA, signal));
    expect(error).toMatchObject({ code: 'recording-unusable', exitCode: 2 });
  });

  it('gives the recorded warnings, and one sum for all chains of a run', async () => {
    const { stored, chain } = await recordedRun();
    const [first, ...others] = stored.map((record) => ({ ...record, warnings: [`of ${record.question}`] }));
    const ledger = createReplayLedger();
    const warnings: string[] = [];
    const emit = (event: RunEvent) => void (event.kind === 'warning' && warnings.push(event.message));
    await replayChain(first === undefined ? [] : [first], emit, ledger).generate(promptFor, SCHEMA, signal);
    const second = replayChain(others, emit, ledger);
    await second.generate(promptFor, SCHEMA, signal);
    await failureOf(second.generate(promptFor, SCHEMA, signal));
    expect(warnings).toEqual(['of 1', 'of 2', 'of 3']);
    expect(ledger).toEqual({ usage: chain.usage(), unanswered: chain.unanswered() });
  });

  it('says when a prompt is not the recorded one', async () => {
    const { stored } = await recordedRun();
    const events: RunEvent[] = [];
    const changed = async () => ({ system: 'You repair programs.', user: 'Repair something else.' });
    await replayChain(stored, (event) => void events.push(event)).generate(changed, SCHEMA, signal);
    expect(events).toContainEqual({ kind: 'warning', message: expect.stringContaining('question 1') });
  });
});
