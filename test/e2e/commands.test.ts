import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProviderServer } from '../support/provider-server.ts';
import { createDesk, type Desk, outcomeIn, sha256 } from '../support/run-autofix.ts';

const GEMINI_KEY = 'AQ.test-gemini-key-000000';
const GROQ_KEY = 'gsk_test_groq_key_000000';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.dispose());

describe('autofix ping', () => {
  async function ping(script: Parameters<typeof startProviderServer>[0], argv: readonly string[]) {
    const server = await startProviderServer(script);
    const env = {
      GEMINI_API_KEY: GEMINI_KEY,
      GROQ_API_KEY: GROQ_KEY,
      GEMINI_BASE_URL: server.url,
      GROQ_BASE_URL: server.url,
    };
    try {
      return { ...(await desk.run(['ping', ...argv], env)), requests: server.requests.length };
    } finally {
      await server.close();
    }
  }

  it('prints provider, model, latency and the quota that is left', async () => {
    const run = await ping({ groq: [{ answer: '{"ok": true}' }] }, ['groq']);
    expect(run).toMatchObject({ exitCode: 0, requests: 1 });
    expect(run.stdout).toMatch(/groq\s+ok\s+llama-3\.3-70b-versatile\s+\d+ ms.*left/);
  });

  it('asks all providers that have a key', async () => {
    const run = await ping({ groq: [{ answer: '{}' }], gemini: [{ answer: '{}' }] }, ['--json']);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout).results).toMatchObject([
      { provider: 'gemini', ok: true },
      { provider: 'groq', ok: true },
    ]);
  });

  it('walks on from a model that is gone', async () => {
    const run = await ping({ groq: ['404', { answer: '{}' }] }, ['groq']);
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('openai/gpt-oss-120b') });
  });

  it.each([
    ['key-invalid', 2, 'authentication', 'GROQ_API_KEY'],
    ['429-day', 3, 'quota-day', 'reset'],
  ] as const)('tells class and remedy of %s by exit code %d', async (fault, exitCode, word, remedy) => {
    const run = await ping({ groq: [fault] }, ['groq']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toContain(word);
    expect(run.stdout).toContain(remedy);
    expect(run.stdout + run.stderr).not.toContain(GROQ_KEY);
  });

  it('says which variable is missing', async () => {
    const run = await desk.run(['ping', 'groq']);
    expect(run).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('GROQ_API_KEY') });
  });
});

describe('autofix inspect', () => {
  it('shows failures, toolchain, suspects and the prompt, and calls nobody', async () => {
    const server = await startProviderServer({});
    const env = { GEMINI_API_KEY: GEMINI_KEY, GEMINI_BASE_URL: server.url };
    const zip = resolve('fixtures/task-api.zip');
    const argv = ['inspect', zip, '--report', resolve('fixtures/task-api.failures.json')];
    const text = await desk.run(argv, env);
    expect(text).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/Toolchain[\s\S]*node-test[\s\S]*Suspects/),
    });
    const json = JSON.parse((await desk.run([...argv, '--json'], env)).stdout);
    expect(json.failures).toHaveLength(5);
    expect(json.report).toMatchObject({
      format: 'ctrf',
      passed: 19,
      failed: 5,
      skipped: 0,
      total: 24,
      truncated: false,
    });
    expect(json.report.pathMapping).toMatchObject({ foreignRoot: expect.any(String), confidence: expect.any(Number) });
    expect(json.toolchain.name).toBe('node-test');
    expect(json.suspects.map((suspect: { file: string }) => suspect.file)).toContain('src/routes/tasks.js');
    expect(json.prompt.text).toContain('Task is not defined');
    expect(json.prompt.tokens).toBeGreaterThan(500);
    expect(server.requests).toEqual([]);
    await server.close();
  }, 30_000);

  it('runs the tests when there is no report', async () => {
    const run = await desk.run(['inspect', resolve('fixtures/task-api.zip'), '--json']);
    const json = JSON.parse(run.stdout);
    expect(json.failures).toHaveLength(5);
    expect(readdirSync(join(desk.folder, 'state', 'runs'))).toEqual([]);
    expect(json.providers.map(({ provider }: { provider: string }) => provider)).toEqual(['gemini', 'groq', 'offline']);
    for (const { provider, tokens, budgetTokens, estimatedCostUsd, leftOut } of json.providers.slice(0, 2)) {
      expect(tokens).toBeGreaterThan(500);
      expect(tokens).toBeLessThanOrEqual(budgetTokens);
      expect(estimatedCostUsd).toBeGreaterThan(0);
      expect(leftOut).toContain(`${provider.toUpperCase()}_API_KEY`);
    }
    const [{ file, lines, score, evidence }] = json.suspects;
    expect([typeof file, lines.length, typeof score, evidence.length > 0]).toEqual(['string', 2, 'number', true]);
  }, 30_000);
});

describe('autofix run', () => {
  const project = () => {
    const folder = join(desk.folder, 'project');
    cpSync(resolve('fixtures/projects/task-api'), folder, { recursive: true });
    return folder;
  };

  it('patches a folder in place with --write, and nothing but the patch', async () => {
    const folder = project();
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', ['add', '-A'], { cwd: folder });
    const run = await desk.run(['run', folder, '--offline', '--write', '--json', '--diff', 'patch.diff']);
    const outcome = outcomeIn(run);
    expect(outcome).toMatchObject({ status: 'fixed', outputs: { zip: null } });
    const changed = execFileSync('git', ['diff', '--name-only'], { cwd: folder, encoding: 'utf8' });
    expect(changed.trim()).toBe('src/routes/tasks.js');
    execFileSync('git', ['checkout', '-q', '.'], { cwd: folder });
    execFileSync('git', ['apply', join(desk.folder, 'patch.diff')], { cwd: folder });
    expect(execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: folder, encoding: 'utf8' })).toContain(
      'tasks.js',
    );
  }, 60_000);

  it('writes a ZIP beside a folder and leaves the folder alone', async () => {
    const folder = project();
    const run = await desk.run(['run', 'project', '--offline', '--json']);
    expect(outcomeIn(run)).toMatchObject({ status: 'fixed', outputs: { zip: join(desk.folder, 'project.fixed.zip') } });
    expect(readFileSync(join(folder, 'src/routes/tasks.js'))).toEqual(
      readFileSync(resolve('fixtures/projects/task-api/src/routes/tasks.js')),
    );
  }, 60_000);

  it('writes nothing but the run folder under --dry-run', async () => {
    const input = desk.take(resolve('fixtures/task-api.zip'));
    const run = await desk.run(['run', input, '--offline', '--dry-run', '--json']);
    expect(outcomeIn(run)).toMatchObject({ status: 'fixed', outputs: { zip: null } });
    expect(existsSync(join(desk.folder, 'task-api.fixed.zip'))).toBe(false);
  }, 60_000);

  it('prints one JSON document and nothing else, whatever the other outputs are', async () => {
    const input = desk.take(resolve('fixtures/task-api.zip'));
    const outputs = [
      '--html',
      'r.html',
      '--summary',
      'r.md',
      '--diff',
      'r.diff',
      '--run-dir',
      'runs',
      '-o',
      'done.zip',
    ];
    const run = await desk.run(['run', input, '--json', '--quiet', ...outputs]);
    expect(run.stderr).toBe('');
    const outcome = outcomeIn(run);
    expect(outcome.outputs.zip).toBe(join(desk.folder, 'done.zip'));
    for (const name of ['r.html', 'r.md', 'r.diff', 'done.zip']) expect(existsSync(join(desk.folder, name))).toBe(true);
    expect(outcome.outputs.runDir).toContain(join(desk.folder, 'runs'));
    for (const name of ['result.json', 'patch.diff', 'report.html', 'summary.md', 'baseline.json']) {
      expect(existsSync(join(outcome.outputs.runDir ?? '', name))).toBe(true);
    }
    expect(readdirSync(outcome.outputs.runDir ?? '').filter((name) => name.startsWith('work'))).toEqual([]);
  }, 60_000);

  it('reads the project from standard input', async () => {
    const zip = readFileSync(resolve('fixtures/green.zip'));
    const child = spawn(process.execPath, [resolve('bin/autofix.js'), 'run', '-', '--json'], {
      cwd: desk.folder,
      env: desk.env,
    });
    child.stdin.end(zip);
    let stdout = '';
    for await (const chunk of child.stdout) stdout += chunk;
    expect(JSON.parse(stdout).status).toBe('nothing-to-fix');
  }, 30_000);

  it('reads .env and the configuration of the current folder, and never those of the project', async () => {
    const folder = project();
    writeFileSync(join(folder, '.env'), 'AUTOFIX_OFFLINE_TIME=rubbish\n');
    writeFileSync(join(folder, 'autofix.config.json'), '{"nonsense": true}');
    mkdirSync(join(desk.folder, 'desk'));
    writeFileSync(join(desk.folder, '.env'), 'AUTOFIX_DRY_RUN=1\n');
    const run = await desk.run(['run', 'project', '--offline', '--json']);
    expect(outcomeIn(run)).toMatchObject({ status: 'fixed', outputs: { zip: null } });
    writeFileSync(join(desk.folder, '.env'), 'AUTOFIX_OFFLINE_TIME=rubbish\n');
    expect(await desk.run(['run', 'project'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('AUTOFIX_OFFLINE_TIME'),
    });
  }, 60_000);

  it('ends on Ctrl-C with exit code 130, keeps the run folder and leaves the input alone', async () => {
    const input = desk.take(resolve('fixtures/task-api.zip'));
    const hash = sha256(input);
    const argv = [resolve('bin/autofix.js'), 'run', input, '--offline', '--json', '--test-command', 'sleep 60'];
    const child = spawn(process.execPath, argv, { cwd: desk.folder, env: desk.env });
    let stderr = '';
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
      if (String(text).includes('install')) setTimeout(() => child.kill('SIGINT'), 300);
    });
    const exitCode = await new Promise((done) => child.on('close', done));
    expect(exitCode).toBe(130);
    expect(stderr).toContain('install');
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ exitCode: 130, error: { code: 'interrupted' } });
    expect(existsSync(join(outcome.outputs.runDir, 'result.json'))).toBe(true);
    expect(sha256(input)).toBe(hash);
  }, 30_000);
});
