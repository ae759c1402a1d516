import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';

/**
 * Tests that come and go without any change, each by a counter outside of the work copy: so they run without a sandbox.
 */
describe('a test that comes and goes', () => {
  let desk: Desk;
  let counter = '';
  beforeEach(() => {
    desk = createDesk();
    counter = join(desk.folder, 'runs.txt');
  });
  afterEach(() => desk.dispose());

  /** A project whose `total` is wrong, and whose test of the clock fails in every run for which `fails` holds. */
  async function repair(fails: string, source = 'a - b', options: readonly string[] = []) {
    const folder = join(desk.folder, 'shop');
    mkdirSync(join(folder, 'test'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name": "shop", "scripts": {"test": "node --test test/"}}');
    writeFileSync(join(folder, 'total.js'), `exports.total = (a, b) => ${source};\n`);
    writeFileSync(
      join(folder, 'test', 'total.test.js'),
      "const { test } = require('node:test');\nconst assert = require('node:assert');\n" +
        "test('adds', () => assert.strictEqual(require('../total.js').total(2, 3), 5));\n",
    );
    writeFileSync(
      join(folder, 'test', 'clock.test.js'),
      `const fs = require('node:fs');
const { test } = require('node:test');
fs.appendFileSync(${JSON.stringify(counter)}, '|');
const run = fs.statSync(${JSON.stringify(counter)}).size;
test('keeps time', () => { if (${fails}) throw new Error('late in run ' + run); });
test('rings', () => {});
`,
    );
    const ran = await desk.run([
      'run',
      folder,
      '--sandbox',
      'none',
      '--offline',
      '--offline-time',
      '4s',
      '--json',
      '--out',
      join(desk.folder, 'out.zip'),
      ...options,
    ]);
    return { ran, outcome: outcomeIn(ran), runs: readFileSync(counter, 'utf8').length };
  }

  it('is found out before any patch, named, and counts neither before nor after', async () => {
    const { outcome } = await repair('run % 2 === 1');
    expect(outcome).toMatchObject({ status: 'fixed', exitCode: 0, brokenTests: [] });
    expect(outcome.warnings.join()).toMatch(/Flaky: .*keeps time/);
    expect(outcome.before).toMatchObject({ failed: 1, passed: 1, total: 2 });
    expect(outcome.after).toMatchObject({ failed: 0, passed: 2, total: 2 });
  }, 60_000);

  it('is excused when it fails with the patch by chance, and without it too', async () => {
    // Runs 1 and 2 are the baseline, run 3 the candidate; it fails in 6 without the patch again.
    const { outcome, runs } = await repair('run % 3 === 0');
    expect(outcome).toMatchObject({ status: 'fixed', brokenTests: [] });
    expect(outcome.warnings.join()).toMatch(/Flaky: .*keeps time/);
    expect(runs).toBeGreaterThan(5);
  }, 60_000);

  it('is the fault of the patch when it never fails without it', async () => {
    const { outcome } = await repair("run % 2 === 1 && require('../total.js').total(2, 3) === 5");
    expect(outcome.status).toBe('not-fixed');
    expect(outcome.attempts.map(({ verdict }) => verdict)).toContain('regression');
  }, 60_000);

  it('alone is nothing to repair, and no success', async () => {
    const { ran, outcome } = await repair('run % 2 === 1', 'a + b');
    expect([ran.exitCode, outcome.status, outcome.attempts.length]).toEqual([1, 'not-fixed', 0]);
    expect(outcome.warnings.join()).toMatch(/Flaky: .*keeps time/);
  }, 60_000);
});
