import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { knownFixes } from '../../docs/examples/generator.ts';
import { repairAndTell } from '../../docs/examples/library.ts';
import { onlyOneResult } from '../../docs/examples/operator.ts';
import { csvOutput } from '../../docs/examples/output.ts';
import { plainServer } from '../../docs/examples/provider.ts';
import { passFailLines } from '../../docs/examples/report-format.ts';
import { nice } from '../../docs/examples/sandbox.ts';
import { just } from '../../docs/examples/toolchain.ts';
import type { CompletionCall, CompletionRequest } from '../../src/domain/model-provider.ts';
import { type RunEvent, repair, replay } from '../../src/index.ts';
import { FULL_OUTCOME } from '../output/sample-outcome.ts';
import { projectOf } from '../output/sample-project.ts';

describe('the library', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-library-'));
    process.env.AUTOFIX_STATE_DIR = folder;
  });
  afterAll(() => {
    delete process.env.AUTOFIX_STATE_DIR;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('is an iterable of events and an outcome, as the example shows', async () => {
    const lines: string[] = [];
    expect(await repairAndTell('fixtures/task-api.zip', (line) => lines.push(line))).toBe(0);
    expect(lines.join('\n')).toContain('verify-repair: 5 fixed');
    expect(lines.at(-1)).toContain("+import { Task } from '../models/task.js';");
  }, 120_000);

  it('takes generators, outputs and a sandbox of the program', async () => {
    const wrong = "import { parseFilters, validateChanges, validateNewTask } from '../validation.js';";
    const rules = new Map([
      ['not there at all', 'x'],
      [wrong, `${wrong}\nimport { Task } from '../models/task.js';`],
    ]);
    const run = repair('fixtures/task-api.zip', {
      ...{
        providers: [],
        dryRun: true,
        attempts: undefined,
        env: { PATH: process.env.PATH, AUTOFIX_STATE_DIR: folder },
      },
      ...{ generators: [knownFixes(rules)], outputs: [csvOutput], ownSandbox: nice },
    });
    const outcome = await run;
    expect(outcome).toMatchObject({
      status: 'fixed',
      patch: { operator: 'known-fix' },
      analysis: { isolation: nice.isolation },
    });
    const runFolder = outcome.outputs.runDir ?? '';
    expect(readFileSync(join(runFolder, 'attempts.csv'), 'utf8')).toContain('offline,known-fix,plausible,0,0');
    // Whoever iterates late sees everything all the same.
    const kinds: RunEvent['kind'][] = [];
    for await (const { kind } of run) kinds.push(kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['step-started', 'run-ended']);
    expect(await replay(runFolder)).toMatchObject({
      exitCode: 2,
      error: { code: 'recording-unusable', message: expect.stringContaining('known-fixes') },
    });
  }, 120_000);

  it('ends early by a signal, with an outcome', async () => {
    const outcome = await repair('fixtures/task-api.zip', {
      signal: AbortSignal.abort(),
      dryRun: true,
      providers: ['offline'],
    });
    expect(outcome).toMatchObject({ exitCode: 130, error: { code: 'interrupted' } });
    expect(existsSync(outcome.outputs.runDir ?? '')).toBe(true);
  }, 60_000);
});

describe('the examples of docs/extending.md', () => {
  it('output: keeps cells and formulas apart', () => {
    const [first] = FULL_OUTCOME.attempts;
    if (first === undefined) throw new Error('the sample has attempts');
    const text = csvOutput.render(
      { ...FULL_OUTCOME, attempts: [{ ...first, model: '=1+"a",b' }] },
      { before: null, after: null },
    );
    expect(text).toBe('provider,model,verdict,tokens in,tokens out\r\ngemini,"\'=1+""a"",b",no-answer,0,0\r\n');
  });

  it('report format: is told by content, and gives tests', () => {
    const text = 'PASS tests/a.lua:1 one\r\nFAIL tests/cart.lua:12 adds up -- 3 is not 4\n';
    expect([passFailLines.detect(text), passFailLines.detect('nothing')]).toEqual([0.6, 0]);
    const report = passFailLines.parse(text, { project: projectOf({ 'tests/cart.lua': '' }), workspaceRoot: null });
    expect(report.results).toMatchObject([
      { name: 'one', status: 'passed' },
      { name: 'adds up', file: 'tests/cart.lua', line: 12, failure: { message: '3 is not 4' } },
    ]);
  });

  it('toolchain: recognises its file and plans the command', () => {
    expect([just.detect(projectOf({ justfile: '' }), ''), just.detect(projectOf({ 'a/b': '' }), '')]).toEqual([0.5, 0]);
    const plan = just.plan(projectOf({}), 'sub', { testCommand: null, installCommand: null, install: true });
    expect(plan.test({ kind: 'all' }, { folder: '/s', nonce: 'n' })).toMatchObject({
      argv: ['sh', '-c', 'just test'],
      cwd: 'sub',
    });
  });

  it('operator: yields both results', () => {
    const node = (text: string, startIndex: number) => ({ text, startIndex, endIndex: startIndex + text.length });
    const view = { node: node('a ? b : c', 5), yes: node('b', 9), no: node('c', 13) };
    const mutations = [...onlyOneResult.mutate({ view } as never)];
    expect(mutations.flatMap(({ splices }) => splices)).toEqual([
      { start: 5, end: 14, replacement: 'b' },
      { start: 5, end: 14, replacement: 'c' },
    ]);
  });

  it('provider: makes one call, and maps what goes wrong', async () => {
    let status = 200;
    const server = createServer((_request, response) => response.writeHead(status).end('{"answer": 1}'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const request = { system: 'You repair.', user: 'Repair.' } as CompletionRequest;
      const call = { model: 'plain', baseUrl, signal: AbortSignal.timeout(5000) } as CompletionCall;
      expect(await plainServer.complete(request, call)).toMatchObject({
        text: '{"answer": 1}',
        inputTokens: expect.any(Number),
      });
      status = 429;
      await expect(plainServer.complete(request, call)).rejects.toMatchObject({ fault: 'quota-minute' });
      status = 500;
      await expect(plainServer.complete(request, call)).rejects.toMatchObject({ fault: 'server-fault' });
    } finally {
      server.close();
    }
  });
});
