import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deskForEach } from '../support/desk-for-each.ts';
import { type ProviderScript, startProviderServer } from '../support/provider-server.ts';
import { outcomeIn } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';

const GEMINI_KEY = 'AQ.test-gemini-key-000000';
const GROQ_KEY = 'gsk_test_groq_key_000000';
const SOLUTION = solutionReply('task-api');

const reply = (patches: readonly object[], cannotFix = '') =>
  JSON.stringify({ analysis: 'x', cannotFix, patches, explanation: 'y' });

const FILE = 'src/routes/tasks.js';
const HEADER = `import { notFound, unprocessable } from '../errors.js';`;
const USELESS = reply([{ file: FILE, action: 'replace', search: [HEADER], replace: [HEADER, '// imports'] }]);
const BREAKING = reply([{ file: FILE, action: 'replace', search: [HEADER], replace: [`${HEADER.slice(0, -1)} +;`] }]);
const ABSENT = reply([{ file: FILE, action: 'replace', search: ['const nowhere = 1;'], replace: ['const here = 2;'] }]);
const CHEATING = reply([{ file: 'test/routes.test.js', action: 'delete', search: [], replace: [] }]);

describe('a run with models', () => {
  const place = deskForEach();

  async function run(script: ProviderScript, argv: readonly string[] = [], env: Record<string, string> = {}) {
    place.server ??= await startProviderServer(script);
    const { url } = place.server;
    const input = place.desk.take(resolve('fixtures/task-api.zip'));
    const report = place.desk.take(resolve('fixtures/task-api.failures.json'));
    const keys = { GEMINI_API_KEY: GEMINI_KEY, GROQ_API_KEY: GROQ_KEY, GEMINI_BASE_URL: url, GROQ_BASE_URL: url };
    const ran = await place.desk.run(['run', input, '--report', report, '--json', ...argv], { ...keys, ...env });
    const outcome = outcomeIn(ran);
    expect(ran.stdout + ran.stderr + place.desk.evidence()).not.toContain(GEMINI_KEY);
    expect(ran.stdout + ran.stderr + place.desk.evidence()).not.toContain(GROQ_KEY);
    return { ...ran, outcome };
  }

  it.each([
    ['no effect', USELESS, 'no-effect', /still fail|no effect/i],
    ['a syntax error', BREAKING, 'invalid', /syntax error/i],
    ['text that is not there', ABSENT, 'invalid', /nowhere/],
    ['a deleted test', CHEATING, 'refused', /test/],
  ])(
    'tells the model what was wrong with %s, and takes its second answer',
    async (_, first, verdict, lesson) => {
      const { outcome, exitCode } = await run({ gemini: [{ answer: first }, { answer: SOLUTION }] });
      expect(exitCode).toBe(0);
      expect(outcome.attempts.map((attempt) => attempt.verdict)).toEqual([verdict, 'plausible']);
      expect(outcome.usage).toMatchObject({ requests: 2, candidates: 2 });
      expect(place.server?.requests[1]?.prompt).toMatch(lesson);
    },
    60_000,
  );

  it.each(['fenced', 'prose'] as const)(
    'reads an answer that is %s',
    async (dress) => {
      const { outcome } = await run({ gemini: [{ answer: SOLUTION, dress }] });
      expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'gemini' } });
    },
    60_000,
  );

  it('asks once more for an answer that it cannot read, then the next provider', async () => {
    const words = { answer: 'I would add the missing import at the top of the file.' };
    const second = await run({ gemini: [words, { answer: SOLUTION }] }, ['--attempts', '1']);
    expect(second.outcome).toMatchObject({ status: 'fixed', patch: { provider: 'gemini' }, fallbacks: [] });
    expect(place.server?.requests[1]?.prompt).toContain('It cannot be used: the reply holds no JSON object');
    expect(second.outcome.attempts).toContainEqual(
      expect.objectContaining({ verdict: 'no-answer', reason: expect.stringMatching(/^malformed: .*no JSON object/) }),
    );
    await place.server?.close();
    place.server = null;
    const next = await run({ gemini: [words], groq: [{ answer: SOLUTION }] }, ['--attempts', '1', '--fresh']);
    expect(next.outcome).toMatchObject({ status: 'fixed', patch: { provider: 'groq' } });
    expect(next.outcome.fallbacks).toEqual([
      { from: 'gemini', to: 'groq', reason: expect.stringMatching(/^malformed: /) },
    ]);
  }, 60_000);

  it('asks for several answers to one question before any is judged, and takes the best', async () => {
    const answers = [{ answer: USELESS }, { answer: ABSENT }, { answer: SOLUTION }];
    const { outcome } = await run({ gemini: answers }, [
      '--candidates',
      '3',
      '--attempts',
      '1',
      '--providers',
      'gemini',
    ]);
    expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'gemini' } });
    expect(outcome.attempts.map((attempt) => attempt.verdict)).toEqual(['no-effect', 'invalid', 'plausible']);
    const [first, ...others] = place.server?.requests.map((request) => request.prompt) ?? [];
    expect(others).toEqual([first, first]);
    const again = await place.desk.run(['replay', outcome.outputs.runDir ?? '', '--json']);
    expect(outcomeIn(again).attempts).toEqual(outcome.attempts);
  }, 60_000);

  it('never applies a truncated answer', async () => {
    const { outcome } = await run({ gemini: ['max-tokens'], groq: ['truncated-json'] }, ['--max-requests', '6']);
    expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'offline' } });
  }, 60_000);

  it('lets the offline engine work after a model that cannot fix it, and says why', async () => {
    const { outcome } = await run({ gemini: [{ answer: reply([], 'the requirement contradicts itself') }] });
    expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'offline' } });
    expect(outcome.fallbacks.at(-1)).toMatchObject({ to: 'offline', reason: expect.stringContaining('contradicts') });
  }, 60_000);

  it('skips a Groq model that is gone, tells it once, and remembers it for the next run', async () => {
    const script: ProviderScript = { groq: ['404', { answer: SOLUTION }] };
    const first = await run(script, ['--providers', 'groq']);
    expect(first.outcome).toMatchObject({ status: 'fixed', patch: { provider: 'groq', model: 'openai/gpt-oss-120b' } });
    expect(first.outcome.warnings.join('\n')).toContain('llama-3.3-70b-versatile');
    expect(place.server?.requests.map((request) => request.model)).toEqual([
      'llama-3.3-70b-versatile',
      'openai/gpt-oss-120b',
    ]);
    const second = await run(script, ['--providers', 'groq', '--no-cache']);
    expect(second.outcome).toMatchObject({ status: 'fixed', patch: { model: 'openai/gpt-oss-120b' } });
    expect(place.server?.requests.slice(2).map((request) => request.model)).toEqual(['openai/gpt-oss-120b']);
  }, 60_000);

  it('does not knock again on a daily quota, unless the run is fresh', async () => {
    const script: ProviderScript = { gemini: ['429-day'], groq: [{ answer: SOLUTION }] };
    await run(script);
    expect(place.server?.requestsTo('gemini')).toHaveLength(1);
    const second = await run(script);
    expect(second.outcome.fallbacks).toMatchObject([{ from: 'gemini', to: 'groq' }]);
    expect(place.server?.requestsTo('gemini')).toHaveLength(1);
    await run(script, ['--fresh']);
    expect(place.server?.requestsTo('gemini')).toHaveLength(2);
  }, 90_000);

  it.each([
    ['key-invalid', 'authentication'],
    ['403', 'authentication'],
    ['503', 'overloaded'],
    ['500', 'server-fault'],
    ['429-minute', 'quota-minute'],
    ['safety', 'blocked'],
  ] as const)(
    'drops to Groq on %s and names the class %s',
    async (fault, word) => {
      const { outcome } = await run({ gemini: [fault], groq: [{ answer: SOLUTION }] });
      expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'groq' } });
      expect(outcome.fallbacks).toMatchObject([{ from: 'gemini', to: 'groq', reason: expect.stringContaining(word) }]);
    },
    60_000,
  );

  it('ends with exit code 3 when every provider is out and nothing else is asked', async () => {
    const { outcome, exitCode } = await run({ gemini: ['429-day'], groq: ['429-day'] }, ['--providers', 'gemini,groq']);
    expect(exitCode).toBe(3);
    expect(outcome).toMatchObject({ status: 'not-fixed', error: { code: 'providers-exhausted' } });
  }, 60_000);

  it('ends with exit code 4 at a cap', async () => {
    const { outcome, exitCode } = await run({ gemini: [{ answer: USELESS }] }, [
      '--providers',
      'gemini',
      '--max-requests',
      '1',
    ]);
    expect(exitCode).toBe(4);
    expect(outcome).toMatchObject({ status: 'not-fixed', error: { code: 'cap-reached' }, usage: { requests: 1 } });
  }, 60_000);

  it('patches without running anything under --no-verify', async () => {
    const { outcome, exitCode } = await run({ gemini: [{ answer: SOLUTION }] }, ['--no-verify']);
    expect(exitCode).toBe(7);
    expect(outcome).toMatchObject({
      status: 'awaiting-verification',
      usage: { testRuns: 0 },
      patch: { files: [FILE] },
    });
    expect(outcome.outputs.zip).toBe(join(place.desk.folder, 'task-api.fixed.zip'));
  }, 60_000);

  it('keeps every hunk of a patch that no test can judge', async () => {
    const create = { file: 'src/extra.js', action: 'create', search: [], replace: ['export const extra = 1;'] };
    const both = JSON.stringify({ ...JSON.parse(SOLUTION), patches: [...JSON.parse(SOLUTION).patches, create] });
    const { outcome } = await run({ gemini: [{ answer: both }] }, ['--no-verify']);
    expect(outcome).toMatchObject({ status: 'awaiting-verification', patch: { files: [FILE, 'src/extra.js'] } });
    expect(outcome.analysis.failures).toHaveLength(5);
  }, 60_000);

  it('drops what the tests show to be needless', async () => {
    const create = { file: 'src/extra.js', action: 'create', search: [], replace: ['export const extra = 1;'] };
    const both = JSON.stringify({ ...JSON.parse(SOLUTION), patches: [...JSON.parse(SOLUTION).patches, create] });
    const { outcome } = await run({ gemini: [{ answer: both }] });
    expect(outcome).toMatchObject({ status: 'fixed', patch: { files: [FILE] } });
  }, 60_000);

  it('tries the offline engine first when it stands first', async () => {
    const { outcome } = await run({ gemini: [{ answer: SOLUTION }] }, ['--providers', 'offline,gemini']);
    expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'offline' }, usage: { requests: 0 } });
  }, 60_000);
});
