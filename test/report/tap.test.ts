import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../src/report/read-report.ts';
import { failureNamed, fixtureBytes, NO_PROJECT, ownFrames, readFixture, testNamed } from './fixture-reports.ts';

const tap = (text: string) => readReport(Buffer.from(text), 'tap', NO_PROJECT);
const statuses = (text: string) => tap(text).results.map((result) => `${result.namePath.join('/')} ${result.status}`);

describe('tap', () => {
  it('keeps leaves and drops the suites above them', () => {
    const names = readFixture('node-test.tap').results.map((result) => result.name);
    expect(names).not.toContain('Cart');
    expect(names).not.toContain('parent with subtests');
    expect(names).toContain('first child passes');
  });

  it('gives the tests of node:test their file and line', () => {
    expect(testNamed(readFixture('node-test.tap'), 'labels its items')).toMatchObject({
      file: 'test/cart.test.js',
      line: 18,
    });
  });

  it('gives a broken file of node:test what its process wrote on stderr', () => {
    const failure = failureNamed(readFixture('node-test.tap'), 'test/invoice.test.js');
    expect(failure).toMatchObject({ kind: 'load', errorType: 'ERR_MODULE_NOT_FOUND' });
    expect(failure.message).toMatch(/^Cannot find module '.*money\.js' imported from .*invoice\.js$/);
    expect(failure.output).toContain('Node.js v');
    expect(ownFrames(failure)).toEqual(['src/invoice.js:null']);
  });

  it('keeps a parent that failed by itself', () => {
    const text =
      "TAP version 13\n# Subtest: parent\n    # Subtest: child\n    ok 1 - child\n    1..1\nnot ok 1 - parent\n  ---\n  failureType: 'testCodeFailure'\n  error: 'own'\n  ...\n1..1\n";
    expect(statuses(text)).toEqual(['parent/child passed', 'parent failed']);
  });

  it('reads a todo that fails as no failure, in both spellings', () => {
    expect(statuses('1..3\nnot ok 1 - a # TODO later\nnot ok 2 b # todo\nok 3 - c # SKIP no\n')).toEqual([
      'a skipped',
      'b skipped',
      'c skipped',
    ]);
  });

  it('reads version 14 with subtests in both notations and escaped signs', () => {
    const text =
      'TAP version 14\n1..2\nok 1 - outer {\n    1..1\n    ok 1 - in \\# braces\n}\n# Subtest: second\n    not ok 1 - indented\n    1..1\nnot ok 2 - second\n';
    expect(statuses(text)).toEqual(['outer/in # braces passed', 'second/indented failed']);
  });

  it('reads Windows line ends', () => {
    expect(
      readFixture(
        'node-test.tap',
        Buffer.from(fixtureBytes('node-test.tap').toString('utf8').replaceAll('\n', '\r\n')),
      ),
    ).toEqual(readFixture('node-test.tap'));
  });

  it('tells a bail-out and a plan that was not kept', () => {
    const report = tap('TAP version 13\n1..3\nok 1 - a\nBail out! no database\n');
    expect(report.truncated).toBe(true);
    expect(report.warnings.join('\n')).toMatch(/given up: no database/);
    expect(tap('1..3\nok 1 - a\n').warnings.join()).toContain('2 more');
  });

  it('reads the quoted values over several lines that Vitest writes', () => {
    expect(failureNamed(readFixture('vitest.tap'), 'checks out')).toMatchObject({
      kind: 'assertion',
      errorType: 'AssertionError',
      expected: '{\n  "count": 1,\n  "paid": 6,\n}',
    });
  });

  it('names the tests of tape by the comments above their assertions, and reads a crash', () => {
    const report = readFixture('tape.tap');
    expect(report).toMatchObject({ runner: 'tape', truncated: true });
    expect(testNamed(report, 'starts empty').namePath).toEqual(['cart totals', 'starts empty']);
    expect(failureNamed(report, 'cart labels')).toMatchObject({ errorType: 'TypeError' });
    expect(ownFrames(failureNamed(report, 'cart labels'))[0]).toBe('src/price.js:8');
  });

  it('reads the error that a test of AVA threw', () => {
    const failure = failureNamed(readFixture('ava.tap'), 'labels');
    expect(failure).toMatchObject({
      kind: 'error',
      errorType: 'TypeError',
      message: "Cannot read properties of undefined (reading 'title')",
    });
    expect(ownFrames(failure)).toEqual(['src/price.js:8']);
  });

  it('reads subtests whose parent never came because the text ends', () => {
    const report = tap(
      'TAP version 13\n# Subtest: outer\n    # Subtest: inner\n    not ok 1 - inner\n    # Subtest: next\n',
    );
    expect(report.results.map((result) => result.namePath)).toEqual([['outer', 'inner']]);
    expect(report.truncated).toBe(true);
  });
});
