import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PingResult } from '../../src/llm/ping.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { FAULT_ROWS, type FaultRow } from '../support/fault-rows.ts';
import { createFaultDesk, type FaultDesk } from '../support/fault-run.ts';
import { loadSdks } from '../support/load-sdks.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import { RunClock } from '../support/run-clock.ts';

/** Classes that ask for another setting (exit code 2), each with what its remedy must name; all others end with 3. */
const SETTINGS: Readonly<Record<string, RegExp>> = {
  authentication: /[A-Z]{3}.* valid key from https:/,
  'not-available-here': /another provider/,
  'model-gone': /_MODEL \(or --model /,
  'bad-request': /_MODEL .*check \w+_BASE_URL/,
};

const REMEDIES: Readonly<Record<string, RegExp>> = {
  'quota-minute': /wait a minute/,
  'quota-day': /reset/,
  'quota-money': /top up .* https:/,
  'no-free-tier': /_MODEL .*billing/,
  network: /_BASE_URL/,
  unreachable: /_BASE_URL/,
};

let desk: FaultDesk;
let server: ProviderServer | null = null;
beforeAll(loadSdks);
beforeEach(() => {
  desk = createFaultDesk();
});
afterEach(async () => {
  await server?.close();
  server = null;
  desk.dispose();
});

async function ping(script: ProviderScript, argv: readonly string[], env = {}) {
  const clock = new RunClock();
  server = await startProviderServer(script, { onStall: () => clock.expire() });
  const run = await desk.command(['ping', ...argv], server, clock, env);
  for (const key of Object.values(desk.keys)) {
    expect(run.stdout + run.stderr).not.toContain(key);
    expect(run.stdout + run.stderr).not.toContain(encodeURIComponent(key));
  }
  return { ...run, requests: server.requests.length };
}

const resultsIn = (stdout: string) => (JSON.parse(stdout) as { results: PingResult[] }).results;

describe.each(FAULT_ROWS)('autofix ping $faulty', ({ faulty, rows }) => {
  it('answers in text and as JSON', async () => {
    const text = await ping({ [faulty]: [{ answer: '{"ok": true}' }] }, [faulty]);
    expect(text).toMatchObject({ exitCode: 0, requests: 1, stderr: '' });
    expect(text.stdout).toMatch(new RegExp(`^${faulty}  ok  \\S+  \\d+ ms`));
    await server?.close();
    const json = await ping({ [faulty]: [{ answer: '{"ok": true}' }] }, [faulty, '--json']);
    expect(json.exitCode).toBe(0);
    expect(resultsIn(json.stdout)).toEqual([
      expect.objectContaining({ provider: faulty, ok: true, exitCode: 0, fault: null, remedy: null }),
    ]);
  });

  it.each(rows)('tells %s as %s, with its remedy and exit code', async (fault, expected) => {
    const exitCode = expected in SETTINGS ? 2 : 3;
    const remedy = SETTINGS[expected] ?? REMEDIES[expected] ?? /\w{3}/;
    const run = await ping({ [faulty]: [fault] }, [faulty]);
    expect(run.exitCode).toBe(exitCode);
    const [first = '', second = '', ...others] = run.stdout.trimEnd().split('\n');
    expect(first).toMatch(new RegExp(`^${faulty}  failed \\(${expected}\\)  ${expected}: \\S`));
    expect(second).toMatch(/^ {2}remedy: /);
    expect(second).toMatch(remedy);
    expect(others).toEqual([]);
    // No retries: a ping shows what is. A request is made again only where it was itself refused, or for a successor.
    expect(run.requests).toBeLessThanOrEqual(4);
  });

  // One fault of each class: the document has what the text has.
  it.each(firstOfEachClass(rows))('tells %s as %s in JSON too', async (fault, expected) => {
    const exitCode = expected in SETTINGS ? 2 : 3;
    const run = await ping({ [faulty]: [fault] }, [faulty, '--json']);
    expect(run.exitCode).toBe(exitCode);
    const remedy = expect.stringMatching(SETTINGS[expected] ?? REMEDIES[expected] ?? /\w{3}/);
    expect(resultsIn(run.stdout)).toEqual([
      expect.objectContaining({ provider: faulty, ok: false, fault: expected, exitCode, latencyMs: null, remedy }),
    ]);
  });
});

function firstOfEachClass(rows: readonly FaultRow[]): FaultRow[] {
  return rows.filter(([, expected], index) => rows.findIndex((other) => other[1] === expected) === index);
}

describe('autofix ping command', () => {
  it.each([
    ['cat > /dev/null; echo "{}"', 0, /^command {2}ok {2}sh /],
    ['echo asleep >&2; exit 7', 3, /server-fault.*exit code 7: asleep[\s\S]*remedy: /],
    ['env >&2; exit 1', 3, /server-fault/],
  ])('%s ends with %d', async (program, exitCode, shown) => {
    const run = await ping({}, ['command'], { AUTOFIX_COMMAND: desk.program(program) });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(shown);
  });

  it.each([
    [{}, 2, /AUTOFIX_COMMAND/],
    [{ AUTOFIX_COMMAND: '/nowhere/at/all' }, 3, /unreachable.*ENOENT[\s\S]*remedy: check the command/],
  ])('without a program ends with the remedy', async (env, exitCode, shown) => {
    const run = await ping({}, ['command'], env);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(shown);
  });
});

describe('autofix ping without a key', () => {
  const keyed = PROVIDERS.filter(({ keylessWith }) => keylessWith !== 'always' && keylessWith.length === 0);

  it.each(keyed.map((provider) => [provider.name, provider] as const))('%s names the variable', async (name, one) => {
    const none = Object.fromEntries(one.keyVariables.map((variable) => [variable, '']));
    const run = await ping({}, [name, '--json'], none);
    expect(run).toMatchObject({ exitCode: 2, requests: 0 });
    expect(resultsIn(run.stdout)[0]?.message).toContain(one.keyVariables[0] ?? '');
  });

  it('asks the others, and ends with the code of the first that failed', async () => {
    const script: ProviderScript = { gemini: [{ answer: '{}' }], groq: ['429-day'], anthropic: ['key-invalid'] };
    const run = await ping(script, ['gemini', 'groq', 'anthropic', '--json']);
    expect(run.exitCode).toBe(3);
    expect(resultsIn(run.stdout).map(({ provider, ok, fault }) => [provider, ok, fault])).toEqual([
      ['gemini', true, null],
      ['groq', false, 'quota-day'],
      ['anthropic', false, 'authentication'],
    ]);
  });

  it('refuses a name that nobody has in one document of JSON, too', async () => {
    const run = await ping({}, ['gemini', 'nosuch', '--json']);
    expect(run).toMatchObject({ exitCode: 2, requests: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({
      results: [],
      error: { code: expect.any(String), message: expect.stringContaining('nosuch'), hint: expect.any(String) },
    });
  });

  it('refuses a name that nobody has, with the nearest one', async () => {
    const run = await ping({}, ['gemni']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('Did you mean "gemini"?') });
  });
});
