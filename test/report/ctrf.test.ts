import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { TestResult } from '../../src/domain/test-report.ts';
import { readReport } from '../../src/report/read-report.ts';
import {
  contextOf,
  failureNamed,
  fixtureProject,
  NO_PROJECT,
  ownFrames,
  readFixture,
  testNamed,
} from './fixture-reports.ts';

const ctrf = (tests: unknown[], results: Record<string, unknown> = {}) =>
  readReport(
    Buffer.from(
      JSON.stringify({
        reportFormat: 'CTRF',
        specVersion: '0.0.0',
        results: { tool: { name: 'own' }, tests, ...results },
      }),
    ),
    null,
    contextOf(fixtureProject('node-test')),
  );

const scratch = mkdtempSync(join(tmpdir(), 'ctrf-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('ctrf', () => {
  it('reads all of the canonical form', () => {
    const report = ctrf(
      [
        {
          name: 'lists',
          status: 'failed',
          duration: 5,
          suite: ['ignored'],
          filePath: '/ci/test/cart.test.js',
          line: 1,
          message: 'ignored',
          stdout: ['printed'],
          extra: {
            namePath: ['Cart', 'lists'],
            file: 'test/cart.test.js',
            line: 20,
            failure: {
              kind: 'error',
              errorType: 'ReferenceError',
              message: 'Cart is not defined',
              expected: [1, 2],
              actual: 'one',
              frames: [{ raw: 'at list', file: '/ci/src/cart.js', line: 7, column: 3, functionName: 'list' }],
              output: 'said',
            },
          },
        },
      ],
      { extra: { truncated: true, warnings: ['half of it'] } },
    );
    expect(report).toMatchObject({ format: 'ctrf', runner: 'own', truncated: true, warnings: ['half of it'] });
    expect(report.results[0]).toEqual({
      id: 'test/cart.test.js::Cart > lists',
      name: 'lists',
      namePath: ['Cart', 'lists'],
      file: 'test/cart.test.js',
      line: 20,
      status: 'failed',
      durationMs: 5,
      failure: {
        kind: 'error',
        errorType: 'ReferenceError',
        message: 'Cart is not defined',
        expected: '[1,2]',
        actual: 'one',
        frames: [
          {
            raw: 'at list',
            file: 'src/cart.js',
            line: 7,
            column: 3,
            functionName: 'list',
            inProject: true,
            isTest: false,
          },
        ],
        output: 'said',
      },
    });
  });

  it('makes do with the least: name, status, message, trace', () => {
    const trace = 'TypeError: x is not a function\n    at total (file:///ci/src/cart.js:14:2)';
    const report = ctrf([
      { name: 'a', status: 'failed', suite: 'Cart > total', message: 'x is not a function', trace, stderr: ['oops'] },
      { name: 'b', status: 'pending' },
      { name: 'c', status: 'other' },
      { name: 'd', status: 'passed' },
    ]);
    expect(report.results.map((result) => result.status)).toEqual(['failed', 'skipped', 'skipped', 'passed']);
    expect(report.results[0]?.namePath).toEqual(['Cart', 'total', 'a']);
    expect(report.results[0]?.failure).toMatchObject({
      kind: 'error',
      errorType: 'TypeError',
      message: 'x is not a function',
      output: 'oops',
    });
    expect(ownFrames(failureNamed(report, 'a'))).toEqual(['src/cart.js:14']);
  });

  it('gives a file that could not be loaded the project’s path as its name', () => {
    const extra = {
      failure: {
        kind: 'load',
        trace: "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/ci/src/money.js' imported from /ci/src/invoice.js",
      },
    };
    const report = ctrf([
      { name: '/ci/test/invoice.test.js', status: 'failed', filePath: '/ci/test/invoice.test.js', extra },
    ]);
    expect(report.results[0]).toMatchObject({
      id: 'test/invoice.test.js::test/invoice.test.js',
      name: 'test/invoice.test.js',
      failure: { kind: 'load', errorType: 'ERR_MODULE_NOT_FOUND' },
    });
    expect(ownFrames(failureNamed(report, 'test/invoice.test.js'))).toEqual(['src/invoice.js:null']);
  });

  it('ignores a kind it does not know and wrong types', () => {
    const report = ctrf([
      {
        name: 'a',
        status: 'failed',
        line: 'x',
        duration: null,
        extra: { namePath: 7, failure: { kind: 'odd', message: 5, frames: 'none' } },
      },
      'no test',
      null,
    ]);
    expect(report.results).toHaveLength(1);
    expect(report.results[0]).toMatchObject({
      line: null,
      durationMs: null,
      failure: { kind: 'error', message: 'The report gives no reason.' },
    });
  });

  it('tells when the summary counts failures that are not listed', () => {
    const report = ctrf([{ name: 'a', status: 'passed' }], { summary: { failed: 2 } });
    expect(report.warnings.join()).toContain('counts 2 failures');
  });

  it('takes the suites out of the names that jest-ctrf-json-reporter writes', () => {
    expect(testNamed(readFixture('jest-ctrf.json'), 'counts items').namePath).toEqual([
      'Cart',
      'total',
      'counts items',
    ]);
  });

  it('reads what the reporter for node:test writes about a real run', () => {
    const file = join(scratch, 'node.json');
    const reporter = join(process.cwd(), 'src/toolchain/support/node-test-reporter.mjs');
    const cwd = 'fixtures/reports/projects/node-test';
    const env = { PATH: process.env.PATH };
    spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${file}`], {
      cwd,
      env,
    });
    const report = readReport(
      readFileSync(file),
      null,
      contextOf(fixtureProject('node-test'), join(process.cwd(), cwd)),
    );
    const outcome = (each: TestResult) => `${each.namePath.join(' > ')}: ${each.status} ${each.failure?.kind}`;
    const outcomes = report.results.map(outcome);
    for (const result of readFixture('node-test.tap').results) expect(outcomes).toContain(outcome(result));
    expect(report.results.every((result) => result.file?.startsWith('test/'))).toBe(true);
    expect(failureNamed(report, 'test/invoice.test.js').message).toContain('money');
  });

  it.each([0, 1])('calls a file failed whose process ends with exit code %d before its tests do', (exitCode) => {
    const file = join(scratch, 'ended.test.js');
    const wait = 'new Promise((done) => setTimeout(done, 200))';
    const lines = ["const { test } = require('node:test');", "test('one', () => {});"];
    lines.push(`test('two', () => ${wait});`, `test('three', () => process.exit(${exitCode}));`);
    writeFileSync(file, lines.join('\n'));
    const reporter = join(process.cwd(), 'src/toolchain/support/node-test-reporter.mjs');
    const env = { PATH: process.env.PATH };
    const { stdout } = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, file], {
      cwd: scratch,
      env,
    });
    const { results } = readReport(stdout, null, NO_PROJECT);
    const told = results.map(({ name, status, failure }) => `${basename(name)}: ${status} ${failure?.message}`);
    expect(told).toContain(`ended.test.js: failed The process ended with exit code ${exitCode}`);
    expect(told).toContain('one: passed undefined');
  });

  it('reads what the runner for unittest writes about a real run', () => {
    const file = join(scratch, 'unittest.json');
    const runner = join(process.cwd(), 'src/toolchain/support/unittest-runner.py');
    const cwd = 'fixtures/reports/projects/unittest';
    try {
      execFileSync('python3', ['-B', runner, '--output', file, '--', 'discover'], { cwd, stdio: 'ignore' });
    } catch {
      // Its tests fail.
    }
    const report = readReport(
      readFileSync(file),
      null,
      contextOf(fixtureProject('unittest'), join(process.cwd(), cwd)),
    );
    const outcome = (each: TestResult) => `${each.id}: ${each.status} ${each.failure?.kind}`;
    const outcomes = report.results.map(outcome);
    // Set-up of a class is reported in different words; an expected failure counts as passed there.
    const printed = readFixture('unittest.verbose.txt').results.filter(
      (each) => !/setUpClass|known_bug/.test(each.name),
    );
    for (const result of printed) expect(outcomes).toContain(outcome(result));
  });

  it('keeps the paths as printed when there is no project', () => {
    const text = JSON.stringify({
      reportFormat: 'CTRF',
      results: { tool: { name: 'x' }, tests: [{ name: 'a', status: 'failed', filePath: '/ci/a.js' }] },
    });
    expect(readReport(Buffer.from(text), null, NO_PROJECT).results[0]?.file).toBe('/ci/a.js');
  });
});
