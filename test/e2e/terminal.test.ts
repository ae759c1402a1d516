import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deskForEach } from '../support/desk-for-each.ts';
import { startProviderServer } from '../support/provider-server.ts';
import { sha256 } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';
import { CTRL_C, openTerminal } from '../support/terminal.ts';

const place = deskForEach();

/** Command lines of all processes that hold these words. */
function processesWith(words: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(words));
}

function runFolders(): string[] {
  const folder = join(place.desk.folder, 'state', 'runs');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

describe('Ctrl-C on a terminal', () => {
  const COMMAND = 'sleep 61.0625';

  async function interrupted(times: number) {
    const input = place.desk.take(resolve('fixtures/task-api.zip'));
    const hash = sha256(input);
    const terminal = openTerminal(place.desk, ['run', input, '--offline', '--test-command', COMMAND]);
    await terminal.sees(/[Rr]eproduce/);
    // Not autofix itself, whose command line holds these words too.
    while (!processesWith(COMMAND).includes(`${COMMAND} `)) await new Promise((done) => setTimeout(done, 20));
    const start = performance.now();
    terminal.type(CTRL_C.repeat(times));
    const exitCode = await terminal.ended;
    const tookMs = performance.now() - start;
    expect(sha256(input)).toBe(hash);
    expect(processesWith(COMMAND)).toEqual([]);
    return { exitCode, tookMs, screen: terminal.screen() };
  }

  it('once ends the run cleanly: the card says so, the run folder stays, nothing else does', async () => {
    const { exitCode, tookMs, screen } = await interrupted(1);
    expect(exitCode).toBe(130);
    expect(tookMs).toBeLessThan(15_000);
    expect(screen).toContain('The run was interrupted');
    const [folder = ''] = runFolders();
    expect(screen.replaceAll(/\s/g, '')).toContain(folder.replaceAll(/\s/g, ''));
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))).toMatchObject({ exitCode: 130 });
    expect(readdirSync(folder).filter((name) => name.startsWith('work-'))).toEqual([]);
  }, 120_000);

  it('keeps the repair that is found while others are still looked at', async () => {
    const files = {
      'package.json': '{ "name": "last", "type": "module", "scripts": { "test": "node --test" } }',
      'last.js': 'export function last(list) {\n  return list[list.length];\n}\n',
      'last.test.js': `import assert from 'node:assert';\nimport test from 'node:test';\nimport { last } from './last.js';\n
test('is the last', () => {\n  assert.equal(last([1, 2, 3]), 3);\n  assert.equal(last(['a']), 'a');\n});\n`,
    };
    mkdirSync(join(place.desk.folder, 'last'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place.desk.folder, 'last', name), text);
    const slow = ['--test-command', 'sleep 0.3; node --test', '--repeat', '1', '--no-install'];
    const terminal = openTerminal(place.desk, ['run', 'last', '--offline', '--diff', 'last.diff', ...slow]);
    await terminal.sees(/best so far: [^\n]*plausible/);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(place.desk.folder, 'last.diff'), 'utf8')).toContain('list.length - 1');
    const [folder = ''] = runFolders();
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))).toMatchObject({
      status: 'fixed',
      exitCode: 0,
    });
  }, 120_000);

  it('twice ends it at once', async () => {
    const { exitCode, tookMs } = await interrupted(2);
    expect(exitCode).toBe(130);
    expect(tookMs).toBeLessThan(15_000);
    expect(runFolders()).toHaveLength(1);
  }, 120_000);
});

describe('--interactive on a terminal', () => {
  it('sends a repair back with a remark, which reaches the model, and shows its next answer', async () => {
    const first = solutionReply('task-api');
    const second = first.replace('Puts right what the failing tests show.', 'Second thoughts.');
    const commented = JSON.parse(second);
    commented.patches[0].replace.push('// second thoughts');
    place.server = await startProviderServer({ gemini: [{ answer: first }, { answer: JSON.stringify(commented) }] });
    const input = place.desk.take(resolve('fixtures/task-api.zip'));
    const terminal = openTerminal(place.desk, ['run', input, '--providers', 'gemini', '--interactive'], {
      GEMINI_API_KEY: 'AQ.test-gemini-key-000000',
      GEMINI_BASE_URL: place.server.url,
    });
    await terminal.sees(/hunk 1 of \d+.*: Puts right/);
    await terminal.sees(/\[\?\] help: /);
    terminal.type('k\r');
    await terminal.sees(/what should be otherwise\?/);
    terminal.type('Please leave a comment behind.\r');
    await terminal.sees(/hunk 1 of \d+.*: Second thoughts/);
    await terminal.sees(/\+\/\/ second thoughts/);
    await terminal.sees(/\[\?\] help: /);
    terminal.type('l\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain('FIXED');

    const prompts = place.server.requests.map(({ prompt }) => prompt);
    expect(prompts).toHaveLength(2);
    expect(prompts[0]).not.toContain('leave a comment behind');
    expect(prompts[1]).toContain('Please leave a comment behind.');
  }, 120_000);
});
