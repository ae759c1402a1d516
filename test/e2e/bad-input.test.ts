import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { createDesk, type Desk, outcomeIn, sha256 } from '../support/run-autofix.ts';

const FIXTURES = resolve('fixtures');

/** A ZIP of the given texts. */
function zipOf(file: string, entries: Readonly<Record<string, string>>): string {
  const zip = new AdmZip();
  for (const [name, text] of Object.entries(entries)) zip.addFile(name, Buffer.from(text));
  zip.writeZip(file);
  return file;
}

const FAILING_TEST = `import { test } from 'node:test';
import assert from 'node:assert';
test('adds', () => assert.equal(1 + 1, 3));
`;

describe('bad input', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = createDesk();
  });
  afterEach(() => desk.dispose());

  /** Runs, and checks what holds for every refusal: one message with a hint, the input untouched, nothing written. */
  async function refusal(input: string, argv: readonly string[], env: Record<string, string> = {}) {
    const hash = sha256(input);
    const before = readdirSync(desk.folder).filter((name) => name !== 'state');
    const run = await desk.run(['run', input, '--offline', '--json', ...argv], env);
    const outcome = outcomeIn(run);
    expect(run.exitCode).toBe(outcome.exitCode);
    expect(outcome.error?.message).toBeTruthy();
    expect(outcome.error?.hint).toBeTruthy();
    expect(sha256(input)).toBe(hash);
    expect(readdirSync(desk.folder).filter((name) => name !== 'state')).toEqual(before);
    return outcome;
  }

  it('refuses what is no ZIP', async () => {
    const input = join(desk.folder, 'project.zip');
    writeFileSync(input, 'this is a text and no archive');
    const outcome = await refusal(input, []);
    expect(outcome).toMatchObject({ status: 'refused', exitCode: 5 });
    expect(outcome.error?.message).toMatch(/not a ZIP/i);
  });

  it('refuses an empty ZIP', async () => {
    const outcome = await refusal(zipOf(join(desk.folder, 'empty.zip'), {}), []);
    expect(outcome).toMatchObject({ status: 'refused', exitCode: 5 });
    expect(outcome.error?.message).toMatch(/empty|no entries|no files/i);
  });

  it('refuses a truncated ZIP', async () => {
    const input = join(desk.folder, 'cut.zip');
    const whole = readFileSync(join(FIXTURES, 'task-api.zip'));
    writeFileSync(input, whole.subarray(0, Math.floor(whole.length * 0.6)));
    const outcome = await refusal(input, []);
    expect(outcome).toMatchObject({ status: 'refused', exitCode: 5 });
    expect(outcome.error?.message).toMatch(/truncated|incomplete|cut|end record/i);
  });

  it('refuses a report of an unknown form', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    const report = join(desk.folder, 'report.json');
    writeFileSync(report, '{"weather": "fine"}');
    const outcome = await refusal(input, ['--report', report]);
    expect(outcome).toMatchObject({ status: 'refused', exitCode: 5, error: { code: 'report-unreadable' } });
    // Which file of several it is.
    expect(outcome.error?.message).toContain('report.json');
  });

  it('refuses the report of another project', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    const report = desk.take(join(FIXTURES, 'inventory.failures.json'));
    const outcome = await refusal(input, ['--report', report]);
    expect(outcome).toMatchObject({ status: 'refused', exitCode: 5, error: { code: 'report-foreign' } });
  });

  it('tells that a report or a project is missing', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    expect(await refusal(input, ['--report', 'missing.json'])).toMatchObject({ exitCode: 2 });
    const run = await desk.run(['run', 'missing.zip', '--json']);
    expect(outcomeIn(run)).toMatchObject({ exitCode: 2, error: { code: 'input-not-found' } });
  });

  it('tells that the test command does not exist', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    const outcome = await refusal(input, ['--test-command', 'no-such-runner --all']);
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 6, error: { code: 'tests-cannot-run' } });
    expect(outcome.error?.message).toContain('no-such-runner');
  });

  it('tells that the installation fails', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    const outcome = await refusal(input, [
      '--install-command',
      'node -e "console.error(\'no luck\'); process.exit(3)"',
    ]);
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 6, error: { code: 'install-failed' } });
    expect(outcome.error?.message).toContain('no luck');
  });

  it('ends tests that hang', async () => {
    const input = zipOf(join(desk.folder, 'hang.zip'), {
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
      'lib.js': 'export const one = 1;\n',
      'lib.test.js': `${FAILING_TEST}test('waits', () => new Promise(() => setInterval(() => {}, 1000)));\n`,
    });
    const outcome = await refusal(input, ['--test-timeout', '4s']);
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 6, error: { code: 'tests-timed-out' } });
  });

  it('tells that there are no tests', async () => {
    const input = zipOf(join(desk.folder, 'untested.zip'), {
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
      'lib.js': 'export const one = 1;\n',
    });
    expect(await refusal(input, [])).toMatchObject({ status: 'failed', exitCode: 6, error: { code: 'no-tests' } });
  });

  it('tells that nothing is known about how to test it', async () => {
    const input = zipOf(join(desk.folder, 'notes.zip'), { 'notes.txt': 'buy milk\n' });
    expect(await refusal(input, [])).toMatchObject({ exitCode: 6, error: { code: 'toolchain-unknown' } });
  });

  it('refuses an output that cannot be written', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    const outcome = await refusal(input, ['--out', join(desk.folder, 'missing', 'out.zip')]);
    expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'output-unwritable' } });
  });

  it('refuses to write over the input, in any spelling', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    expect(await refusal(input, ['--out', input])).toMatchObject({ exitCode: 2 });
    mkdirSync(join(desk.folder, 'sub'));
    expect(await refusal(input, ['--out', 'sub/../task-api.zip'])).toMatchObject({ exitCode: 2 });
  });

  it('refuses an HTML page, a diff or a summary over the input, and two outputs in one file', async () => {
    const input = desk.take(join(FIXTURES, 'task-api.zip'));
    for (const option of ['--html', '--diff', '--summary']) {
      expect(await refusal(input, ['-o', 'out.zip', option, input])).toMatchObject({ exitCode: 2 });
    }
    expect(await refusal(input, ['-o', 'same', '--diff', 'same'])).toMatchObject({ exitCode: 2 });
    const report = desk.take(join(FIXTURES, 'task-api.failures.json'));
    const hash = sha256(report);
    expect(await refusal(input, ['--report', report, '--html', report])).toMatchObject({ exitCode: 2 });
    expect(sha256(report)).toBe(hash);
  });

  it('does not take a suite for green that was cut off or whose command fails', async () => {
    const input = zipOf(join(desk.folder, 'odd.zip'), {
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
      'lib.test.js': "import { test } from 'node:test';\ntest('passes', () => {});\n",
    });
    const cut = ['--test-command', "sh -c 'echo TAP version 13; echo ok 1 - a; sleep 30'", '--test-timeout', '3s'];
    expect(await refusal(input, cut)).toMatchObject({ exitCode: 6, error: { code: 'tests-timed-out' } });
    const failing = ['--test-command', "sh -c 'node --test; exit 3'"];
    expect(await refusal(input, failing)).toMatchObject({ exitCode: 6, error: { code: 'tests-cannot-run' } });
  }, 60_000);

  it('refuses wrong usage with exit code 2 and the nearest name', async () => {
    const wrong = async (...argv: string[]) => desk.run(['run', 'x.zip', ...argv]);
    expect(await wrong('--max-cots', '1')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--max-cost'),
    });
    expect(await wrong('--attempts', 'many')).toMatchObject({ exitCode: 2 });
    expect(await wrong('--providers', 'gemni')).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('gemini'),
    });
    expect(outcomeIn(await wrong('--json', '--attempts', 'many'))).toMatchObject({
      exitCode: 2,
      error: { code: 'usage' },
    });
    expect((await desk.run(['rum'])).exitCode).toBe(2);
    expect((await desk.run(['run'])).exitCode).toBe(2);
  });

  it('names an unknown key of the configuration', async () => {
    writeFileSync(join(desk.folder, 'autofix.config.json'), '{"testComand": "x"}');
    const run = await desk.run(['run', 'x.zip']);
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('testCommand') });
  });
});
