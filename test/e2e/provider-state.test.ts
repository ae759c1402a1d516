import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';

/** Reads the prompt, notes that it was asked and whether it saw a key, and prints the answer. */
const PROGRAM = `
import { appendFileSync, readFileSync } from 'node:fs';
let prompt = '';
for await (const chunk of process.stdin) prompt += chunk;
appendFileSync('asked.txt', \`\${prompt.length > 200} \${process.env.GROQ_API_KEY ?? 'no key'}\\n\`);
console.log('Here is the repair:\\n' + readFileSync('answer.json', 'utf8'));
`;

describe('a command as the provider', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = createDesk();
    writeFileSync(join(desk.folder, 'model.mjs'), PROGRAM);
    writeFileSync(join(desk.folder, 'answer.json'), solutionReply('task-api'));
  });
  afterEach(() => desk.dispose());

  const asked = () => {
    const file = join(desk.folder, 'asked.txt');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  };

  async function run(...argv: string[]) {
    const input = desk.take(resolve('fixtures/task-api.zip'));
    const report = desk.take(resolve('fixtures/task-api.failures.json'));
    const providers = `command:"${process.execPath}" model.mjs`;
    const all = ['run', input, '--report', report, '--json', '--providers', providers, ...argv];
    return outcomeIn(await desk.run(all, { GROQ_API_KEY: 'gsk_never_passed_on' }));
  }

  const printed = async (...argv: string[]) => JSON.parse((await desk.run(argv)).stdout) as Record<string, unknown>;

  it('repairs, is counted, and is not asked twice for the same', async () => {
    const first = await run();
    expect(first).toMatchObject({
      status: 'fixed',
      patch: { provider: 'command' },
      usage: { requests: 1, costUsd: null },
    });
    expect(asked()).toEqual(['true no key']);
    expect(await printed('cache', 'info', '--json')).toMatchObject({ entries: 1 });

    const second = await run();
    expect(second).toMatchObject({ status: 'fixed', usage: { requests: 0 } });
    expect(second.warnings.join('\n')).toContain('taken from the cache');
    expect(asked()).toHaveLength(1);

    await run('--no-cache');
    expect(asked()).toHaveLength(2);
    const { providers } = (await printed('providers', '--json')) as { providers: { provider: string }[] };
    expect(providers.find(({ provider }) => provider === 'command')).toMatchObject({
      metrics: { requests: 2, answered: 2, failures: {}, unpriced: 2, latencyMs: { p50: expect.any(Number) } },
    });
    expect(await printed('cache', 'clear', '--json')).toMatchObject({ entries: 1 });
    expect(await printed('cache', 'info', '--json')).toMatchObject({ entries: 0 });
  }, 120_000);

  it('keeps no answer that was of no use', async () => {
    writeFileSync(
      join(desk.folder, 'answer.json'),
      '{"analysis":"x","cannotFix":"too hard","patches":[],"explanation":""}',
    );
    expect((await run()).status).toBe('not-fixed');
    expect(await printed('cache', 'info', '--json')).toMatchObject({ entries: 0 });
    writeFileSync(join(desk.folder, 'answer.json'), solutionReply('task-api'));
    expect((await run()).status).toBe('fixed');
  }, 120_000);

  it('that fails is told with its own words', async () => {
    appendFileSync(join(desk.folder, 'model.mjs'), 'console.error("the model is asleep"); process.exit(7);');
    const outcome = await run();
    expect(outcome).toMatchObject({ exitCode: 3, error: { code: 'providers-exhausted' } });
    expect(outcome.error?.message).toContain('exit code 7: the model is asleep');
  }, 120_000);
});
