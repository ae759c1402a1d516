import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { type ProviderScript, startProviderServer } from '../support/provider-server.ts';
import { type AutofixRun, createDesk, type Desk, outcomeIn, sha256 } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';

const GEMINI_KEY = 'AQ.test-gemini-key-000000';
const GROQ_KEY = 'gsk_test_groq_key_000000';
const SOLUTION = solutionReply('task-api');
const HEADER = `import { notFound, unprocessable } from '../errors.js';`;
const USELESS = JSON.stringify({
  analysis: 'x',
  cannotFix: '',
  patches: [{ file: 'src/routes/tasks.js', action: 'replace', search: [HEADER], replace: [HEADER, '// imports'] }],
  explanation: 'y',
});

/** Where nobody listens: whoever asks fails. */
const NOWHERE = { GEMINI_BASE_URL: 'http://127.0.0.1:9', GROQ_BASE_URL: 'http://127.0.0.1:9' };

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.dispose());

interface Recorded extends AutofixRun {
  readonly outcome: RepairOutcome;
  readonly folder: string;
}

/** A run against a provider server that is gone afterwards. */
async function record(argv: readonly string[] = [], script: ProviderScript | null = null): Promise<Recorded> {
  const input = desk.take(resolve('fixtures/task-api.zip'));
  const report = desk.take(resolve('fixtures/task-api.failures.json'));
  const server = script === null ? null : await startProviderServer(script);
  const url = server?.url ?? '';
  const keys = { GEMINI_API_KEY: GEMINI_KEY, GROQ_API_KEY: GROQ_KEY, GEMINI_BASE_URL: url, GROQ_BASE_URL: url };
  try {
    const run = await desk.run(['run', input, '--report', report, '--json', ...argv], server === null ? {} : keys);
    const outcome = outcomeIn(run);
    return { ...run, outcome, folder: outcome.outputs.runDir ?? '' };
  } finally {
    await server?.close();
  }
}

/** What of a result a repetition must give again: all but times, and paths of the run itself. */
function lasting({ timings, outputs, ...rest }: RepairOutcome): unknown {
  return rest;
}

async function expectSame(recorded: Recorded, argv: readonly string[] = []): Promise<RepairOutcome> {
  const again = await desk.run(['replay', recorded.folder, '--json', ...argv], NOWHERE);
  const outcome = outcomeIn(again);
  expect(again.stderr).toContain('replay     same: status, patch and ZIP are as recorded\n');
  expect(again.exitCode).toBe(recorded.exitCode);
  expect(lasting(outcome)).toEqual(lasting(recorded.outcome));
  expect(Object.keys(outcome.timings)).toEqual(Object.keys(recorded.outcome.timings));
  expect(outcome.outputs.runDir).not.toBe(recorded.folder);
  const diffOf = (folder: string | null) => readFileSync(join(folder ?? '', 'patch.diff'));
  expect(diffOf(outcome.outputs.runDir)).toEqual(diffOf(recorded.folder));
  const { zip } = recorded.outcome.outputs;
  if (zip !== null) expect(sha256(outcome.outputs.zip ?? '')).toBe(sha256(zip));
  return outcome;
}

describe('autofix replay', () => {
  it.each<[string, readonly string[], ProviderScript | null, object]>([
    ['the offline engine', ['--offline'], null, { patch: { provider: 'offline' } }],
    [
      'answers of Gemini',
      [],
      { gemini: [{ answer: USELESS }, { answer: SOLUTION }] },
      { patch: { provider: 'gemini' } },
    ],
    [
      'Groq after a quota of Gemini',
      [],
      { gemini: ['429-day'], groq: ['404', { answer: SOLUTION }] },
      { patch: { provider: 'groq' }, fallbacks: [{ from: 'gemini', to: 'groq' }] },
    ],
    [
      'the offline engine after both',
      [],
      { gemini: ['429-day'], groq: ['429-day'] },
      { patch: { provider: 'offline' }, fallbacks: [{ to: 'groq' }, { to: 'offline' }] },
    ],
    [
      'competitors',
      ['--compete'],
      { gemini: [{ answer: SOLUTION }], groq: [{ answer: USELESS }] },
      { status: 'fixed', usage: { requests: 4 } },
    ],
    [
      'chains around the offline engine',
      ['--providers', 'gemini,offline,groq', '--attempts', '1'],
      { gemini: [{ answer: USELESS }], groq: [{ answer: SOLUTION }] },
      { patch: { provider: 'offline' }, usage: { requests: 1 } },
    ],
    [
      'an answer that was asked for again',
      ['--providers', 'gemini'],
      { gemini: [{ answer: 'I would rather talk.' }, { answer: SOLUTION }] },
      { patch: { provider: 'gemini' }, usage: { requests: 2, requestsPerFixedTest: 0.4 } },
    ],
    [
      'a cap',
      ['--providers', 'gemini', '--max-requests', '1'],
      { gemini: [{ answer: USELESS }] },
      { exitCode: 4, error: { code: 'cap-reached' } },
    ],
    [
      'the end of every provider',
      ['--providers', 'gemini,groq'],
      { gemini: ['429-day'], groq: ['key-invalid'] },
      { exitCode: 3, error: { code: 'providers-exhausted' } },
    ],
    ['a patch without verification', ['--no-verify'], { gemini: [{ answer: SOLUTION }] }, { exitCode: 7 }],
    ['a dry run', ['--offline', '--dry-run'], null, { outputs: { zip: null } }],
  ])(
    'repeats %s byte for byte, with no key and nobody to ask',
    async (_, argv, script, expected) => {
      const recorded = await record(argv, script);
      expect(recorded.outcome).toMatchObject(expected);
      await expectSame(recorded);
      expect(desk.evidence()).not.toContain(GEMINI_KEY);
      expect(desk.evidence()).not.toContain(GROQ_KEY);
    },
    240_000,
  );

  it('ends where the recorded run was interrupted', async () => {
    const child = spawn(process.execPath, [resolve('bin/autofix.js'), ...INTERRUPTED], {
      cwd: desk.folder,
      env: desk.env,
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      stdout += part;
    });
    let isInterrupted = false;
    child.stderr.setEncoding('utf8').on('data', (part) => {
      // A second signal would end it at once.
      if (isInterrupted || !part.includes('"candidate-judged"')) return;
      isInterrupted = child.kill('SIGINT');
    });
    const exitCode = await new Promise<number | null>((done) => child.on('close', done));
    expect(exitCode).toBe(130);
    const recorded = JSON.parse(stdout) as RepairOutcome;
    const again = await desk.run(['replay', recorded.outputs.runDir ?? '', '--json']);
    expect(again.exitCode).toBe(130);
    expect(outcomeIn(again)).toMatchObject({ status: recorded.status, attempts: recorded.attempts });
  }, 240_000);

  it('takes the ZIP of a run from a pipe, and the report of it from the run folder', async () => {
    const input = desk.take(resolve('fixtures/task-api.zip'));
    const report = desk.take(resolve('fixtures/task-api.failures.json'));
    const piped = await runWithInput(['run', '-', '--report', report, '--offline', '--no-verify', '--json'], input);
    const runDir = piped.outputs.runDir ?? '';
    const homeless = await desk.run(['replay', runDir]);
    expect(homeless).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('--input') });
    const again = await desk.run(['replay', runDir, '--input', input]);
    expect(again).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('replay     same: ') });
    const reported = await runWithInput(['run', input, '--report', '-', '--offline', '--no-verify', '--json'], report);
    expect((await desk.run(['replay', reported.outputs.runDir ?? '', '--quiet', '--json'])).exitCode).toBe(7);
  }, 60_000);

  it('shows no path of this machine in what a model would read, sandbox or not', async () => {
    const project = join(desk.folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"type":"module","scripts":{"test":"node --test"}}');
    writeFileSync(join(project, 'a.js'), "import { b } from './nowhere/b.js';\nexport const a = () => b();\n");
    writeFileSync(join(project, 'a.test.js'), "import './a.js';\n");
    const argv = ['run', project, '--offline', '--offline-time', '1s', '--sandbox', 'none', '--no-install', '--json'];
    const outcome = outcomeIn(await desk.run(argv));
    expect(outcome.analysis.failures[0]?.message).toContain('/work/nowhere/b.js');
    expect(JSON.stringify(outcome.analysis.failures)).not.toContain(desk.folder);
  }, 60_000);

  it('runs nothing without a sandbox because a folder from elsewhere says so', async () => {
    const { folder } = await record(['--offline', '--no-verify', '--sandbox', 'none']);
    expect((await desk.run(['replay', folder])).exitCode).toBe(7);
    const elsewhere = ['--run-dir', join(desk.folder, 'other')];
    const refused = await desk.run(['replay', folder, ...elsewhere]);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--sandbox') });
    expect((await desk.run(['replay', folder, '--sandbox', 'auto', ...elsewhere])).exitCode).toBe(7);
  }, 60_000);
});

const INTERRUPTED = ['run', resolve('fixtures/geometry.zip'), '--offline', '--json', '--events'];

async function runWithInput(argv: readonly string[], file: string): Promise<RepairOutcome> {
  const child = spawn(process.execPath, [resolve('bin/autofix.js'), ...argv], {
    cwd: desk.folder,
    env: desk.env,
    stdio: [openSync(file, 'r'), 'pipe', 'ignore'],
  });
  return JSON.parse(await text(child.stdout as Readable)) as RepairOutcome;
}
