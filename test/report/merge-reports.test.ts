import { describe, expect, it } from '@jest/globals';
import { countTests } from '../../src/domain/test-report.ts';
import { mergeReports } from '../../src/report/merge-reports.ts';
import { readReport } from '../../src/report/read-report.ts';
import { failureNamed, NO_PROJECT, readFixture, testNamed } from './fixture-reports.ts';

const tap = (text: string) => readReport(Buffer.from(text), 'tap', NO_PROJECT);

describe('mergeReports', () => {
  it('gives one report back as it is, and nothing as nothing', () => {
    const report = readFixture('jest.json');
    expect(mergeReports([report])).toBe(report);
    expect(mergeReports([])).toMatchObject({ results: [], truncated: false });
  });

  it('fills what Vitest’s JSON loses from its JUnit report', () => {
    const merged = mergeReports([readFixture('vitest.json'), readFixture('vitest.junit.xml')]);
    expect(merged).toMatchObject({ format: 'vitest-json+junit-xml', runner: 'vitest' });
    expect(countTests(merged.results)).toEqual({ passed: 3, failed: 7, skipped: 3, total: 13 });
    expect(failureNamed(merged, 'with a broken hook').message).toBe('no database');
    expect(failureNamed(merged, 'checks out').expected).toContain('"paid": 6');
    expect(new Set(merged.results.map((result) => result.id)).size).toBe(13);
  });

  it.each([
    ['node-test.tap', 'node-test.junit.xml'],
    ['node-test.spec.txt', 'node-test.tap'],
    ['jest.json', 'jest-junit.xml'],
    ['jest.console.txt', 'jest.json'],
    ['mocha.json', 'mocha.tap'],
    ['mocha.json', 'mocha.junit.xml'],
    ['pytest.xunit1.xml', 'pytest.xunit2.xml'],
    ['pytest.console.txt', 'pytest.xunit1.xml'],
    ['unittest.console.txt', 'unittest.verbose.txt'],
  ])('finds the same tests in %s and %s, two of one name too', (left, right) => {
    const reports = [readFixture(left), readFixture(right)];
    const merged = mergeReports(reports);
    expect(merged.results).toHaveLength(Math.max(...reports.map((report) => report.results.length)));
  });

  it('keeps where the project stood on the other machine, as certain as the least certain report', () => {
    const report = (foreignRoot: string | null, confidence: number, printed: string) => ({
      ...tap('1..1\nnot ok 1 - a\n'),
      pathMapping: { foreignRoot, confidence, uncertain: [{ printed, file: 'src/a.js', confidence }] },
    });
    expect(mergeReports([report('/ci/shop', 1, '/ci/a.js'), report(null, 0.6, '/x/a.js')]).pathMapping).toEqual({
      foreignRoot: '/ci/shop',
      confidence: 0.6,
      uncertain: [
        { printed: '/ci/a.js', file: 'src/a.js', confidence: 1 },
        { printed: '/x/a.js', file: 'src/a.js', confidence: 0.6 },
      ],
    });
    expect(mergeReports([report('/ci/shop', 1, 'a'), report('/ci/other', 1, 'a')]).pathMapping?.foreignRoot).toBeNull();
    expect(mergeReports([tap('1..0\n'), tap('1..0\n')]).pathMapping).toBeUndefined();
  });

  it('lets failed win over passed and passed over skipped, across shards', () => {
    const one = tap('1..3\nok 1 - a\nok 2 - b # SKIP\nok 3 - only here\n');
    const two = tap('1..3\nnot ok 1 - a\nok 2 - b\nok 3 - only there\n');
    for (const merged of [mergeReports([one, two]), mergeReports([two, one])]) {
      expect(merged.results.map((result) => `${result.name} ${result.status}`).sort()).toEqual([
        'a failed',
        'b passed',
        'only here passed',
        'only there passed',
      ]);
    }
  });

  it('keeps a repeated name of one report as often as it stands there', () => {
    const one = tap('1..2\nok 1 - same\nnot ok 2 - same\n');
    expect(mergeReports([one, one]).results.map((result) => result.status)).toEqual(['passed', 'failed']);
  });

  it('keeps truncation and warnings, and forgets that one of several was empty', () => {
    const merged = mergeReports([tap('1..0\n'), tap('1..2\nok 1 - a\n')]);
    expect(merged.truncated).toBe(true);
    expect(merged.warnings.join()).toContain('1 more');
    expect(merged.warnings.join()).not.toContain('holds no test');
    expect(mergeReports([tap('1..0\n'), tap('1..0\n')]).warnings.join()).toContain('holds no test');
  });

  it('takes the file and the line from whichever report knows them', () => {
    const merged = mergeReports([readFixture('node-test.junit.xml'), readFixture('node-test.tap')]);
    expect(testNamed(merged, 'counts items').file).toBe('test/cart.test.js');
    expect(testNamed(merged, 'labels its items').line).toBe(18);
  });
});
