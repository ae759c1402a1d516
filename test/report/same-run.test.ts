import { describe, expect, it } from '@jest/globals';
import { failedTests } from '../../src/domain/test-report.ts';
import { fixtureBytes, readFixture } from './fixture-reports.ts';

interface SameRun {
  readonly reports: readonly string[];
  /** Full names of the tests that failed, as each of the reports has to give them. */
  readonly failed: readonly string[];
}

/** One run told by several reporters must give the same failing tests, of the same kinds, at the same places. */
const RUNS: Readonly<Record<string, SameRun>> = {
  'parts of tests of pytest': {
    reports: ['pytest-parts.console.txt', 'pytest-parts.line.txt', 'pytest-parts.xml'],
    failed: [
      'test_breaks_the_shelf assertion',
      'test_each_item assertion',
      'test_empties_the_shelf error',
      'test_prints_like_pytest assertion',
      'test_several_at_once error',
      'test_takes_from_stock error',
    ],
  },
  'hooks of Jest': {
    reports: ['jest-hooks.json', 'jest-hooks.console.txt', 'jest-hooks.github.txt'],
    failed: ['server answers assertion', 'server lists all it knows assertion', 'test/server.test.js error'],
  },
  'panics of Go': {
    reports: ['go-panic.console.txt', 'go-panic.json'],
    failed: [
      'example.com/shop/stock TestTakesInTheBackground error',
      'example.com/shop/till TestCounts assertion',
      'example.com/shop/till TestCounts/coins/small assertion',
      'example.com/shop/till TestPrints assertion',
    ],
  },
  'data sets of PHPUnit': {
    reports: ['phpunit.txt', 'phpunit.junit.xml', 'phpunit.teamcity.txt'],
    failed: [
      'CartTest testCheckout error',
      'CartTest testEmpty assertion',
      'CartTest testItems assertion',
      'CartTest testLabels error',
      'CartTest testRaises assertion',
      'CartTest testText assertion',
      'CartTest testTotals with data set "one tea" assertion',
      'InvoiceTest testInvoice error',
    ],
  },
};

describe('the same run', () => {
  const cases = Object.entries(RUNS).flatMap(([name, { reports, failed }]) =>
    reports.map((report) => [name, report, failed] as const),
  );

  it.each(cases)('of %s has the same failing tests in %s', (_, report, failed) => {
    const names = failedTests(readFixture(report)).map(
      ({ namePath, failure }) => `${namePath.join(' ')} ${failure?.kind}`,
    );
    expect(names.sort()).toEqual(failed);
  });

  it('tells of each sub-test, of the set-up and of the tear-down as of their one test', () => {
    const report = readFixture('pytest-parts.console.txt');
    const failure = (name: string) => report.results.find((result) => result.name === name)?.failure;
    expect(failure('test_each_item')).toMatchObject({ actual: '-1', expected: '>= 0' });
    expect(failure('test_takes_from_stock')?.frames[0]).toMatchObject({ file: 'shop/stock.py', line: 2 });
    expect(failure('test_breaks_the_shelf')?.message).toContain('assert 1 == 2');
    expect(failure('test_several_at_once')).toMatchObject({ errorType: 'ExceptionGroup' });
    expect(failure('test_several_at_once')?.message).toContain('KeyError');
  });

  it('keeps two tests of one name apart from two errors of one test', () => {
    const failed = failedTests(readFixture('vitest-parts.console.txt'));
    expect(failed.filter((result) => result.name === 'same name')).toHaveLength(2);
    expect(failed.filter((result) => result.name === 'is told softly')).toHaveLength(1);
    expect(failed.find((result) => result.file === 'test/order.test.ts')?.failure).toMatchObject({
      kind: 'error',
      errorType: 'RangeError',
    });
  });

  it('tells files of AVA that ended, cannot be loaded, and threw', () => {
    const told = failedTests(readFixture('ava-files.txt')).map(({ name, file, failure }) => [
      name,
      file,
      failure?.kind,
      failure?.errorType,
    ]);
    expect(told).toEqual([
      ['opens', 'test/shelf.js', 'error', 'ShelfError'],
      ['prints lines', 'test/shelf.js', 'assertion', null],
      ['gives up', 'test/shelf.js', 'assertion', null],
      ['test/exits.js', 'test/exits.js', 'error', null],
      ['test/stock.js', 'test/stock.js', 'load', 'ERR_MODULE_NOT_FOUND'],
    ]);
  });
});

describe('a list that lost its head', () => {
  it('says how many failing tests it counts and does not name', () => {
    const text = fixtureBytes('ava-files.txt')
      .toString('utf8')
      .replaceAll(/^ {2}✖ .*\n/gm, '');
    expect(readFixture('ava-files.txt', Buffer.from(text)).warnings.join()).toContain('counted but not named');
  });
});
