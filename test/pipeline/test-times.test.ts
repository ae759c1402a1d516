import { expect, it } from '@jest/globals';
import type { Baseline } from '../../src/pipeline/steps/4-reproduce-failure.ts';
import { asRecorded, timedAs } from '../../src/pipeline/test-times.ts';
import { reportOf, testResult } from '../support/test-results.ts';

const took = (name: string, durationMs: number | null) => testResult('test/a.test.js', [name], { durationMs });

it('a later run has the times of the first one, and its own where that knows none', () => {
  const first = reportOf([took('a', 5), took('b', null)]);
  const later = reportOf([took('b', 7), took('a', 900), took('new', 3)]);
  expect(timedAs(later, first).results.map(({ durationMs }) => durationMs)).toEqual([null, 5, 3]);
});

it('a repetition has the times of what it repeats, and its targets are the tests of its report', () => {
  const report = reportOf([took('a', 900), took('key-1', 800)]);
  const baseline: Baseline = {
    ...{ report, targets: report.results.slice(1), durationMs: 2000, testCommand: '', warnings: [] },
    ...{ writtenByTests: [], flaky: [], wantsFlaky: false, loops: null },
  };
  const kept = reportOf([took('a', 5), took('key-…', 6)]);
  const timed = asRecorded(baseline, { report: kept, durationMs: 20 }, (id) => id.replaceAll('key-1', 'key-…'));
  expect(timed.report.results.map(({ durationMs }) => durationMs)).toEqual([5, 6]);
  expect(timed.targets[0]).toBe(timed.report.results[1]);
  expect(timed.durationMs).toBe(20);
  expect(asRecorded(baseline, { report: null, durationMs: null }, (id) => id)).toEqual(baseline);
});
