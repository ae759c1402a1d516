import { describe, expect, it } from '@jest/globals';
import { countTests } from '../../src/domain/test-report.ts';
import { describesProject } from '../../src/report/describes-project.ts';
import { readReport } from '../../src/report/read-report.ts';
import {
  contextOf,
  failureNamed,
  fixtureBytes,
  fixtureProject,
  fixtureReports,
  ownFrames,
  projectNameOf,
  projectOf,
  readFixture,
  testNamed,
} from './fixture-reports.ts';

/** Format, and how many tests passed, failed and were skipped, counted by hand from the runners' own summaries. */
const EXPECTED: Readonly<Record<string, readonly [format: string, passed: number, failed: number, skipped: number]>> = {
  'node-test.tap': ['tap', 4, 10, 3],
  'node-test.junit.xml': ['junit-xml', 4, 10, 3],
  'node-test.spec.txt': ['node-spec', 4, 10, 3],
  // Names no suites, and the suite with the broken hook instead of its test.
  'node-test.dot.txt': ['node-spec', 0, 10, 1],
  'jest.json': ['jest-json', 3, 9, 2],
  'jest.console.txt': ['jest-console', 0, 9, 0],
  'jest.colour.txt': ['jest-console', 0, 1, 0],
  // jest-junit writes a todo like a passing test.
  'jest-junit.xml': ['junit-xml', 4, 9, 1],
  // jest-ctrf drops the two files that could not be loaded.
  'jest-ctrf.json': ['ctrf', 3, 7, 2],
  'vitest.json': ['vitest-json', 3, 6, 3],
  'vitest.junit.xml': ['junit-xml', 3, 7, 3],
  'vitest.tap': ['tap', 3, 7, 3],
  // tap-flat has no suites, so that the one with the broken hook is lost.
  'vitest.flat.tap': ['tap', 3, 6, 3],
  'vitest.console.txt': ['vitest-console', 0, 7, 0],
  'vitest-parts.console.txt': ['vitest-console', 0, 5, 0],
  // TAP does not tell of the promise that nobody waited for.
  'vitest-parts.tap': ['tap', 2, 4, 0],
  'jest-hooks.json': ['jest-json', 1, 3, 0],
  'jest-hooks.console.txt': ['jest-console', 0, 3, 0],
  'jest-hooks.junit.xml': ['junit-xml', 1, 3, 0],
  'jest-hooks.github.txt': ['jest-console', 0, 3, 0],
  'ava-files.txt': ['ava-console', 1, 5, 0],
  'pytest-parts.console.txt': ['pytest-console', 0, 6, 0],
  'pytest-parts.line.txt': ['pytest-console', 0, 6, 0],
  'pytest-parts.xml': ['junit-xml', 1, 6, 0],
  'go-panic.console.txt': ['go-test-console', 0, 4, 0],
  'go-panic.json': ['go-test-json', 0, 4, 0],
  // The test that was never run is counted as skipped.
  'mochawesome.json': ['mochawesome-json', 3, 6, 3],
  'phpunit.teamcity.txt': ['teamcity', 3, 8, 2],
  'mocha.json': ['mocha-json', 3, 6, 2],
  'mocha.load.txt': ['plain-text', 0, 1, 0],
  'mocha.xunit.xml': ['junit-xml', 3, 6, 2],
  // mocha-junit-reporter drops pending tests.
  'mocha.junit.xml': ['junit-xml', 3, 6, 0],
  'mocha.tap': ['tap', 3, 6, 2],
  'mocha.spec.txt': ['mocha-console', 3, 6, 2],
  'tape.tap': ['tap', 1, 3, 0],
  'ava.tap': ['tap', 2, 2, 1],
  'pytest.console.txt': ['pytest-console', 0, 11, 0],
  'pytest.verbose.txt': ['pytest-console', 3, 11, 2],
  'pytest.native.txt': ['pytest-console', 3, 11, 1],
  'pytest.quiet.txt': ['pytest-console', 0, 11, 0],
  'pytest.no-traceback.txt': ['pytest-console', 0, 11, 0],
  'pytest.load.txt': ['pytest-console', 0, 1, 0],
  'pytest.xunit1.xml': ['junit-xml', 3, 11, 2],
  'pytest.xunit2.xml': ['junit-xml', 3, 11, 2],
  'unittest.console.txt': ['unittest-console', 0, 8, 0],
  'unittest.verbose.txt': ['unittest-console', 1, 8, 2],
  'unittest.missing.txt': ['unittest-console', 0, 1, 0],
  'ctest.junit.xml': ['junit-xml', 1, 1, 1],
  'surefire.xml': ['junit-xml', 0, 0, 0],
  'surefire.nested.xml': ['junit-xml', 0, 3, 1],
  'surefire.console.txt': ['maven-console', 0, 3, 0],
  'playwright.json': ['playwright-json', 4, 7, 2],
  'playwright.load.json': ['playwright-json', 0, 1, 0],
  'playwright.list.txt': ['playwright-console', 4, 7, 2],
  'playwright.junit.xml': ['junit-xml', 4, 7, 2],
  // Two packages could not be built: they count as one failure each.
  'go-test.json': ['go-test-json', 3, 10, 1],
  'go-test.mixed.json': ['go-test-json', 3, 10, 1],
  'go-test.console.txt': ['go-test-console', 0, 10, 0],
  'go-test.verbose.txt': ['go-test-console', 3, 8, 1],
  'gotestsum.console.txt': ['go-test-console', 0, 10, 1],
  'gotestsum.junit.xml': ['junit-xml', 4, 8, 1],
  'cargo-test.txt': ['cargo-console', 1, 10, 1],
  'cargo-test.backtrace.txt': ['cargo-console', 1, 7, 1],
  'cargo-test.compile.txt': ['cargo-console', 0, 3, 0],
  'rspec.json': ['rspec-json', 1, 9, 2],
  'rspec.load.json': ['rspec-json', 0, 1, 0],
  'rspec.txt': ['rspec-console', 0, 9, 0],
  'rspec.documentation.txt': ['rspec-console', 0, 9, 0],
  'rspec.load.txt': ['rspec-console', 0, 1, 0],
  'minitest.txt': ['minitest-console', 0, 7, 0],
  'minitest.verbose.txt': ['minitest-console', 1, 7, 1],
  'minitest.load.txt': ['plain-text', 0, 1, 0],
  'test-unit.txt': ['minitest-console', 0, 2, 1],
  'phpunit.txt': ['phpunit-console', 0, 8, 0],
  'phpunit.testdox.txt': ['phpunit-console', 3, 8, 2],
  'phpunit.junit.xml': ['junit-xml', 3, 8, 2],
  // Five failing tests, and two files that ended early.
  'prove.txt': ['prove-console', 0, 7, 0],
  'prove.verbose.txt': ['prove-console', 4, 7, 2],
  'prove.junit.xml': ['junit-xml', 5, 7, 0],
  'test-more.tap': ['tap', 2, 5, 2],
  'bats.tap': ['tap', 1, 1, 1],
  'bats.junit.xml': ['junit-xml', 1, 1, 1],
  'node-tap.tap': ['tap', 1, 4, 2],
  'ava.load.tap': ['tap', 2, 4, 1],
  'ava.txt': ['ava-console', 2, 2, 1],
  'gtest.txt': ['gtest-console', 2, 5, 1],
  'gtest.xml': ['junit-xml', 2, 5, 1],
  'catch2.junit.xml': ['junit-xml', 1, 3, 0],
  'ctest.txt': ['ctest-console', 2, 7, 1],
  'ctest.failure-output.txt': ['ctest-console', 2, 7, 1],
  'ctest.gtest.junit.xml': ['junit-xml', 2, 7, 1],
  'tsc.txt': ['tsc', 0, 4, 0],
  'tsc.pretty.txt': ['tsc', 0, 4, 0],
  'eslint.json': ['eslint-json', 0, 5, 0],
  'eslint.stylish.txt': ['eslint-console', 0, 5, 0],
  'eslint.sarif': ['sarif', 0, 5, 0],
  'bun.junit.xml': ['junit-xml', 2, 5, 2],
  'bun.txt': ['bun-console', 2, 6, 2],
  'deno.junit.xml': ['junit-xml', 2, 3, 1],
  'deno.txt': ['deno-console', 2, 3, 1],
  'unittest.junit.xml': ['junit-xml', 1, 8, 2],
};

/** Reports that tell of `labels`, whose error is thrown two files below the test. */
const DEEP_FAULT = [
  'node-test.tap',
  'node-test.junit.xml',
  'node-test.spec.txt',
  'jest.json',
  'jest.console.txt',
  'jest-junit.xml',
  'jest-ctrf.json',
  'vitest.json',
  'vitest.junit.xml',
  'vitest.console.txt',
  'mocha.json',
  'mocha.xunit.xml',
  'mocha.junit.xml',
  'mocha.tap',
  'mocha.spec.txt',
];

/** Reports of a run in which the file of `invoice` misses an import, with the file that holds the broken import. */
const LOAD_FAILURES: Readonly<Record<string, string>> = {
  'node-test.tap': 'src/invoice.js',
  'node-test.spec.txt': 'src/invoice.js',
  'jest.json': 'src/invoice.js',
  'jest.console.txt': 'src/invoice.js',
  'jest-junit.xml': 'src/invoice.js',
  'vitest.json': 'src/invoice.ts',
  'vitest.junit.xml': 'src/invoice.ts',
  'vitest.tap': 'src/invoice.ts',
  'vitest.console.txt': 'src/invoice.ts',
  'pytest.console.txt': 'shop/invoice.py',
  'pytest.verbose.txt': 'shop/invoice.py',
  'pytest.native.txt': 'shop/invoice.py',
  'pytest.load.txt': 'shop/invoice.py',
  'pytest.xunit1.xml': 'shop/invoice.py',
  'pytest.xunit2.xml': 'shop/invoice.py',
  'unittest.console.txt': 'shop/invoice.py',
  'unittest.verbose.txt': 'shop/invoice.py',
};

describe('real reports', () => {
  it('are all expected here', () => {
    expect(fixtureReports().sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s is recognised and counted', (name, [format, passed, failed, skipped]) => {
    const report = readFixture(name);
    const counts = countTests(report.results);
    expect({ format: report.format, ...counts }).toEqual({
      format,
      passed,
      failed,
      skipped,
      total: passed + failed + skipped,
    });
    expect(report.results.every((result) => (result.failure !== null) === (result.status === 'failed'))).toBe(true);
    expect(new Set(report.results.map((result) => result.id)).size).toBe(report.results.length);
  });

  it.each(Object.keys(EXPECTED))('%s is about its own project and about no other', (name) => {
    const report = readFixture(name);
    expect(describesProject(report, fixtureProject(projectNameOf(name)))).toBe(true);
    const other = projectOf([['lib/other.rs', '']]);
    const foreign = readReport(fixtureBytes(name), null, contextOf(other));
    // A report that names no file at all could be about anything.
    const namesNone = ['surefire.xml', 'unittest.missing.txt', 'ctest.txt'].includes(name);
    expect(describesProject(foreign, other)).toBe(namesNone);
  });

  it.each(DEEP_FAULT)('%s gives the frames of a fault in the source, innermost first', (name) => {
    const report = readFixture(name);
    const failure = failureNamed(report, 'labels its items');
    const [first = '', second = ''] = ownFrames(failure);
    expect(failure).toMatchObject({
      kind: 'error',
      errorType: 'TypeError',
      message: "Cannot read properties of undefined (reading 'title')",
    });
    expect(first).toMatch(/^src\/price\.[jt]s:(?:8|14)$/);
    expect(second).toMatch(/^src\/cart\.[jt]s:(?:18|16)$/);
    expect(failure.frames.find((frame) => frame.isTest)?.file).toMatch(/^test\/cart\.test\.[jt]s$/);
  });

  it.each(Object.entries(LOAD_FAILURES))('%s has one failure of kind load for a missing import', (name, importer) => {
    const report = readFixture(name);
    const loads = report.results.filter((result) => result.failure?.kind === 'load' && /invoice/.test(result.name));
    expect(loads).toHaveLength(1);
    const [load] = loads;
    expect(load?.file).toMatch(/^test\/(?:test_)?invoice/);
    expect(load?.namePath).toEqual([load?.file]);
    expect(load?.failure?.message).toMatch(/money/);
    expect(load?.failure?.frames.find((frame) => frame.inProject)?.file).toBe(importer);
  });

  it('agree across formats on the tests that one run had', () => {
    const names = (report: string) =>
      readFixture(report)
        .results.map((result) => result.namePath.join(' '))
        .sort();
    expect(names('node-test.junit.xml')).toEqual(names('node-test.tap'));
    expect(names('node-test.spec.txt')).toEqual(names('node-test.tap'));
    expect(names('pytest.xunit2.xml')).toEqual(names('pytest.xunit1.xml'));
    expect(names('pytest.verbose.txt')).toEqual(names('pytest.xunit1.xml'));
    expect(names('mocha.xunit.xml')).toEqual(names('mocha.json'));
    expect(names('mocha.tap')).toEqual(names('mocha.json'));
    expect(names('mocha.spec.txt')).toEqual(names('mocha.json'));
    expect(names('vitest.tap')).toEqual(names('vitest.junit.xml'));
    expect(names('jest-junit.xml')).toEqual(names('jest.json'));
  });

  it('keep two tests of the same name apart', () => {
    for (const name of ['node-test.tap', 'jest.json', 'vitest.junit.xml', 'mocha.json']) {
      const twins = readFixture(name).results.filter((result) => result.name === 'same name');
      expect(twins.map((twin) => twin.status)).toEqual(['passed', 'failed']);
      expect(twins[1]?.id).toBe(`${twins[0]?.id} #2`);
    }
  });

  it('tell expected and actual', () => {
    const both = (report: string, name: string) => {
      const { kind, expected, actual } = failureNamed(readFixture(report), name);
      return { kind, expected, actual };
    };
    const assertion = { kind: 'assertion', expected: '0', actual: '1' };
    for (const report of [
      'node-test.tap',
      'node-test.junit.xml',
      'node-test.spec.txt',
      'jest.json',
      'jest.console.txt',
      'vitest.junit.xml',
      'vitest.tap',
      'mocha.json',
    ]) {
      expect(both(report, 'total is zero for an empty cart')).toEqual(assertion);
    }
    for (const report of [
      'pytest.console.txt',
      'pytest.quiet.txt',
      'pytest.no-traceback.txt',
      'pytest.xunit2.xml',
      'unittest.console.txt',
    ]) {
      expect(both(report, 'test_empty')).toEqual(assertion);
    }
    expect(both('surefire.nested.xml', 'startsEmpty')).toEqual(assertion);
    expect(both('tape.tap', 'has no total')).toEqual(assertion);
    expect(both('ava.tap', 'has no total')).toEqual(assertion);
  });

  it('call a test that took too long a timeout', () => {
    for (const report of [
      'node-test.tap',
      'node-test.junit.xml',
      'node-test.spec.txt',
      'jest.json',
      'jest.console.txt',
      'jest-junit.xml',
      'vitest.json',
      'vitest.junit.xml',
      'vitest.console.txt',
      'mocha.json',
      'mocha.xunit.xml',
      'mocha.spec.txt',
    ]) {
      expect([report, failureNamed(readFixture(report), 'takes too long').kind]).toEqual([report, 'timeout']);
    }
  });

  it('give the tests of a suite whose hook failed the reason of the hook', () => {
    for (const report of ['node-test.tap', 'node-test.spec.txt', 'jest.json', 'jest.console.txt', 'jest-junit.xml']) {
      expect([report, failureNamed(readFixture(report), 'never runs').message]).toEqual([report, 'no database']);
    }
    for (const report of ['vitest.junit.xml', 'vitest.console.txt']) {
      expect([report, failureNamed(readFixture(report), 'with a broken hook').message]).toEqual([
        report,
        'no database',
      ]);
    }
    expect(testNamed(readFixture('mocha.json'), 'hook for "never runs"').failure?.message).toBe('no database');
  });
});
