import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaultDesk, type FaultDesk, REPAIR } from '../support/fault-run.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import type { AutofixRun } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';

/** The built command line in a process of its own, with real time: what a clock of the tests cannot show. */
let desk: FaultDesk;
let server: ProviderServer;
beforeEach(() => {
  desk = createFaultDesk();
});
afterEach(async () => {
  await server.close();
  desk.dispose();
});

interface SpawnedRun extends AutofixRun {
  readonly realMs: number;
}

async function autofix(argv: readonly string[], interruptAt: RegExp | null = null): Promise<SpawnedRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [resolve('bin/autofix.js'), ...argv], {
    cwd: desk.folder,
    env: desk.environment(server),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    if (interruptAt?.test(stderr)) child.kill('SIGINT');
  });
  const exitCode = await new Promise<number | null>((done) => child.on('close', done));
  for (const key of Object.values(desk.keys)) expect(stdout + stderr).not.toContain(key);
  return { exitCode, stdout, stderr, realMs: performance.now() - startedAt };
}

const serve = async (script: ProviderScript) => {
  server = await startProviderServer(script);
};

describe('a process of its own', () => {
  it.each(['hang', 'hang-body', 'slow-drip'] as const)(
    'does not wait for a provider that never comes to an end (%s)',
    async (fault) => {
      await serve({ groq: [fault], gemini: [{ answer: REPAIR }] });
      const run = await autofix([...desk.runLine(), '--providers', 'groq,gemini', '--timeout', '25s', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.stderr).toMatch(/^fallback {3}groq -> gemini: deadline: /m);
      expect(server.requestsTo('groq')).toHaveLength(2);
    },
    60_000,
  );

  it('ends at --timeout while it waits, with exit code 4', async () => {
    await serve({ groq: ['429-minute'] });
    const run = await autofix([...desk.runLine(), '--providers', 'groq', '--timeout', '6s', '--json']);
    expect(run.exitCode).toBe(4);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'cap-reached' }, exitCode: 4 });
    expect(server.requests).toHaveLength(1);
  });

  it('waits out a told delay of two seconds', async () => {
    await serve({ groq: [{ fault: '429-minute', retryDelay: '2s' }, { answer: REPAIR }] });
    const run = await autofix([...desk.runLine(), '--providers', 'groq']);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^wait +groq: quota-minute: .*, 2\.\d s$/m);
    expect(run.realMs).toBeGreaterThan(2000);
    expect(server.requests).toHaveLength(2);
  });

  it('is interrupted in the middle of a wait', async () => {
    await serve({ groq: ['429-minute'] });
    const run = await autofix([...desk.runLine(), '--providers', 'groq', '--json'], /^wait /m);
    expect(run.exitCode).toBe(130);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'interrupted' } });
    expect(server.requests).toHaveLength(1);
  });

  it('is repaired offline when the quota of its only provider is used up', async () => {
    await serve({ gemini: ['429-day'] });
    const zip = resolve('fixtures/task-api.zip');
    const out = join(desk.folder, 'done.zip');
    const run = await autofix(['run', zip, '--providers', 'gemini,offline', '--out', out, '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^fallback {3}gemini -> offline: quota-day: /m);
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'fixed', patch: { provider: 'offline' } });
  });

  it('is repaired by the next provider when nobody listens at the first', async () => {
    const closed = await startProviderServer();
    await closed.close();
    await serve({ groq: [{ answer: solutionReply('task-api') }] });
    const env = { ...desk.environment(server), GEMINI_BASE_URL: closed.url };
    const run = await desk.command(
      ['run', resolve('fixtures/task-api.zip'), '--providers', 'gemini,groq', '--out', join(desk.folder, 'done.zip')],
      server,
      undefined,
      env,
    );
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^fallback {3}gemini -> groq: unreachable: .*ECONNREFUSED/m);
  });

  it('takes the answer of a command that has ended, and ends itself, whoever holds the output open', async () => {
    await serve({});
    const answer = join(desk.folder, 'answer.json');
    writeFileSync(answer, REPAIR);
    const pid = join(desk.folder, 'sleeper.pid');
    // In Node: not every system has setsid. The sleeper is in a session of its own, with the streams of the command.
    const leaveSleeper = `const { spawn } = require('node:child_process');
      const sleeper = spawn('sleep', ['77'], { detached: true, stdio: 'inherit' });
      require('node:fs').writeFileSync(process.argv[2], String(sleeper.pid)); sleeper.unref();`;
    writeFileSync(join(desk.folder, 'leave.cjs'), leaveSleeper);
    const program = desk.program(`cat > /dev/null
'${process.execPath}' '${join(desk.folder, 'leave.cjs')}' '${pid}'
test "$1" = 'a,b' && cat '${answer}'`);
    const run = await autofix([...desk.runLine(), '--providers', `command:${program} "a,b",gemini`, '--json']);
    // It is still there: nobody has waited for it.
    expect(process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL')).toBe(true);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'fixed', patch: { provider: 'command' } });
    expect(desk.asked()).toBe(1);
  }, 60_000);

  it('and another beside it keep what each has learnt', async () => {
    await serve({ gemini: ['429-day'], groq: ['429-day'], openai: ['429-day'], bedrock: ['429-day'] });
    const providers = ['gemini', 'groq', 'openai', 'bedrock'];
    const runs = await Promise.all(
      providers.map((provider) => autofix([...desk.runLine(), '--providers', provider, '--dry-run'])),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([3, 3, 3, 3]);
    const stored = JSON.parse(readFileSync(join(desk.folder, 'state', 'providers.json'), 'utf8')) as {
      outages: Record<string, { fault: string }>;
    };
    const known = Object.keys(stored.outages).map((scope) => scope.split('/')[0]);
    expect(known.sort()).toEqual([...providers].sort());
    const { providers: rows } = JSON.parse((await autofix(['providers', '--json'])).stdout) as {
      providers: { provider: string; metrics: { requests: number } | null }[];
    };
    const asked = rows.filter(({ metrics }) => metrics?.requests === 1).map(({ provider }) => provider);
    expect(asked.sort()).toEqual([...providers].sort());
  }, 60_000);
});
