import { describe, expect, it } from '@jest/globals';
import { failedTests } from '../../src/domain/test-report.ts';
import { compareReports } from '../../src/pipeline/compare-reports.ts';
import { maskedTexts } from '../../src/pipeline/project-mask.ts';
import { chooseTargets } from '../../src/pipeline/steps/4-reproduce-failure.ts';
import { sketchReport as reportOf } from '../support/report-sketch.ts';

describe('comparing reports', () => {
  const before = reportOf({ name: 'one', status: 'failed' }, { name: 'two' }, { name: 'three', status: 'skipped' });
  const targets = failedTests(before);

  it('tells what is fixed', () => {
    const after = reportOf({ name: 'one' }, { name: 'two' }, { name: 'three', status: 'skipped' });
    expect(compareReports(before, after, targets)).toEqual({
      fixed: ['test/a.test.js::one'],
      remaining: [],
      broken: [],
    });
  });

  it.each([
    ['fails', reportOf({ name: 'one' }, { name: 'two', status: 'failed' })],
    ['vanished', reportOf({ name: 'one' })],
    ['is skipped', reportOf({ name: 'one' }, { name: 'two', status: 'skipped' })],
  ])('calls a test broken that passed and now %s', (_, after) => {
    expect(compareReports(before, after, targets).broken).toEqual(['test/a.test.js::two']);
  });

  it('does not take a vanished target for fixed', () => {
    expect(compareReports(before, reportOf({ name: 'two' }), targets).remaining).toEqual(['test/a.test.js::one']);
  });

  it('takes a file that could not be loaded for fixed when it loads, and adds what fails in it then', () => {
    const load = reportOf({ name: 'test/a.test.js', status: 'failed', kind: 'load' });
    const compare = (after: ReturnType<typeof reportOf>) => compareReports(load, after, failedTests(load));
    expect(compare(reportOf({ name: 'one' }))).toMatchObject({ fixed: [load.results[0]?.id], remaining: [] });
    const partly = compare(reportOf({ name: 'one' }, { name: 'two', status: 'failed' }));
    expect(partly).toMatchObject({ fixed: [load.results[0]?.id], remaining: ['test/a.test.js::two'] });
    expect(compare(reportOf({ name: 'two', status: 'failed' })).fixed).toHaveLength(0);
    expect(compare(reportOf({ name: 'one', file: 'test/b.test.js' })).fixed).toHaveLength(0);
    expect(compare(reportOf()).fixed).toHaveLength(0);
  });

  it('takes a package that could not be loaded for fixed when nothing stands for it any more and new tests pass', () => {
    const load = reportOf(
      { name: 'shop/__init__.py', file: 'shop/__init__.py', status: 'failed', kind: 'load' },
      { name: 'tests/test_shop.py', file: 'tests/test_shop.py', status: 'failed', kind: 'load' },
      { name: 'other', file: 'tests/test_other.py' },
    );
    const fixed = (after: ReturnType<typeof reportOf>) => compareReports(load, after, failedTests(load)).fixed.length;
    const other = { name: 'other', file: 'tests/test_other.py' };
    expect(fixed(reportOf(other, { name: 'one', file: 'tests/test_shop.py' }))).toBe(2);
    expect(fixed(reportOf(other))).toBe(0);
    const blocked = { name: 'x', file: 'lib/__init__.py', status: 'failed', kind: 'load' } as const;
    expect(fixed(reportOf(other, blocked))).toBe(0);
  });

  it('takes a conftest that could not be loaded for fixed when new tests pass, and adds whatever fails then', () => {
    const file = 'tests/conftest.py';
    const load = reportOf({ name: file, file, status: 'failed', kind: 'load' });
    const compare = (after: ReturnType<typeof reportOf>) => compareReports(load, after, failedTests(load));
    const one = { name: 'one', file: 'tests/test_a.py' };
    expect(compare(reportOf(one))).toMatchObject({ fixed: [load.results[0]?.id], remaining: [] });
    const partly = compare(reportOf(one, { name: 'two', file: 'tests/test_b.py', status: 'failed' }));
    expect(partly.remaining).toEqual(['tests/test_b.py::two']);
    const other = { name: 'tests/test_c.py', file: 'tests/test_c.py', status: 'failed', kind: 'load' } as const;
    expect(compare(reportOf(one, other))).toMatchObject({
      fixed: [load.results[0]?.id],
      remaining: [reportOf(other).results[0]?.id],
    });
    expect(compare(reportOf()).fixed).toHaveLength(0);
  });

  it.each(['src/main/java/shop/Account.java', 'src/test/java/shop/AccountTest.java'])(
    'takes what did not compile in %s for fixed when tests pass, and adds whatever fails then',
    (file) => {
      const compile = reportOf({ name: file, file, status: 'failed', kind: 'compile' });
      const compare = (after: ReturnType<typeof reportOf>) => compareReports(compile, after, failedTests(compile));
      const one = { name: 'one', file: 'src/test/java/shop/AccountTest.java' };
      expect(compare(reportOf(one))).toMatchObject({ fixed: [compile.results[0]?.id], remaining: [] });
      const two = { name: 'two', file: 'src/test/java/shop/LimitTest.java', status: 'failed' } as const;
      expect(compare(reportOf(one, two)).remaining).toEqual([`${two.file}::two`]);
      expect(compare(reportOf(two)).fixed).toHaveLength(0);
    },
  );

  it('takes a file whose process ended badly for fixed when it is listed no more and its tests pass', () => {
    const late = reportOf({ name: 'test/a.test.js', status: 'failed', kind: 'error' }, { name: 'one' });
    const fixed = (after: ReturnType<typeof reportOf>) => compareReports(late, after, failedTests(late)).fixed.length;
    expect(fixed(reportOf({ name: 'one' }))).toBe(1);
    expect(fixed(reportOf({ name: 'one', status: 'failed' }))).toBe(0);
    expect(fixed(reportOf())).toBe(0);
    expect(fixed(late)).toBe(0);
  });

  it('takes a failed hook for fixed when the tests of its suite run and pass', () => {
    const hook = reportOf({ name: '"before all" hook for "one"', suite: ['db'], status: 'failed' }, { name: 'x' });
    const compare = (after: ReturnType<typeof reportOf>) => compareReports(hook, after, failedTests(hook)).fixed.length;
    expect(compare(reportOf({ name: 'one', suite: ['db'] }, { name: 'x' }))).toBe(1);
    expect(compare(reportOf({ name: 'one', suite: ['db'], status: 'failed' }, { name: 'x' }))).toBe(0);
    expect(compare(reportOf({ name: 'x' }))).toBe(0);
  });
});

describe('choosing what to repair', () => {
  const failing = reportOf({ name: 'one', status: 'failed' }, { name: 'two', status: 'failed' }, { name: 'three' });

  it('takes what the report names and fails here, and tells of the rest', () => {
    const { targets, warnings } = chooseTargets(failing, reportOf({ name: 'one', status: 'failed' }));
    expect(targets.map((test) => test.name)).toEqual(['one']);
    expect(warnings.join()).toMatch(/1 more test/);
  });

  it('matches a report without files and with fewer suites', () => {
    const baseline = reportOf({ name: 'adds', suite: ['sum'], status: 'failed' }, { name: 'other', status: 'failed' });
    const { targets } = chooseTargets(baseline, reportOf({ name: 'adds', file: null, status: 'failed' }));
    expect(targets.map((test) => test.name)).toEqual(['adds']);
  });

  it('finds the tests of a report whose names were kept without their secrets', () => {
    const baseline = reportOf(
      { name: 'sends s3cret along', status: 'failed' },
      { name: 'other', status: 'failed' },
      { name: 'third', status: 'failed' },
    );
    const mask = (text: string) => text.replace('s3cret', '[masked secret]');
    const kept = maskedTexts(reportOf({ name: 'sends s3cret along', status: 'failed' }), mask);
    expect(chooseTargets(baseline, kept, mask).targets.map((test) => test.name)).toEqual(['sends s3cret along']);
  });

  it('takes all that fails when no name matches or the report was cut', () => {
    expect(chooseTargets(failing, reportOf({ name: 'x', status: 'failed' })).targets).toHaveLength(2);
    const cut = { ...reportOf({ name: 'one', status: 'failed' }), truncated: true };
    expect(chooseTargets(failing, cut).targets).toHaveLength(2);
    expect(chooseTargets(failing, null).targets).toHaveLength(2);
  });

  it('has nothing to repair when everything passes here, and says that it was not reproduced', () => {
    const { targets, warnings } = chooseTargets(reportOf({ name: 'one' }), reportOf({ name: 'one', status: 'failed' }));
    expect(targets).toEqual([]);
    expect(warnings.join()).toMatch(/not reproduced/i);
  });
});
