import { describe, expect, it } from '@jest/globals';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import type { WarmAnswer, WarmResult } from '../../src/domain/warm-judging.ts';
import { PartialRepairs } from '../../src/pipeline/partial-repairs.ts';
import { warmTestsOf } from '../../src/pipeline/warm-tests.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

const [adds, rounds] = ['adds', 'rounds'].map((name) =>
  testResult('CartTest.java', [name], { failure: failure('no') }),
);
const failing = [adds, rounds].flatMap((test) => test ?? []);
const [sells, keeps] = [testResult('CartTest.java', ['sells']), testResult('ShelfTest.java', ['keeps'])];
const baseline = reportOf([...failing, sells, keeps]);
const task: RepairTask = { project: memoryProject({}), failing, baseline, suspects: [] };
const REQUEST = { changes: {}, seconds: 1 };
const BOTH = failing.map(({ id }) => id);

/** What is told of a candidate under which the chosen tests, and then all of them, give these results. */
async function told(
  own: readonly WarmResult[],
  { others = 0, all = [] as readonly WarmResult[], alike = [0, 1] } = {},
) {
  const chosen = failing.length - others;
  const tests = { failing: failing.slice(0, chosen), guards: [], others: failing.slice(chosen) };
  const ask = async (): Promise<WarmAnswer> => ({ kind: 'ran', results: all });
  return new PartialRepairs(task, tests, ask).tell(own, new Set(alike), REQUEST);
}

describe('what a process that stays says of a repair', () => {
  it('is all where every failing test passes, those that were left for later too', async () => {
    const passed: readonly WarmResult[] = [
      [0, 'passed', ''],
      [1, 'passed', ''],
    ];
    expect(await told(passed)).toMatchObject({ kind: 'fixes-all', fixed: BOTH });
    expect(await told([[0, 'passed', '']], { others: 1, all: passed })).toMatchObject({
      kind: 'fixes-all',
      fixed: BOTH,
    });
  });

  it('is a part where one of them still fails', async () => {
    const half: readonly WarmResult[] = [
      [0, 'passed', ''],
      [1, 'failed', 'no'],
    ];
    const part = { kind: 'fixes-part', fixed: BOTH.slice(0, 1), remaining: BOTH.slice(1) };
    expect(await told(half)).toMatchObject(part);
    expect(await told([[0, 'passed', '']], { others: 1, all: half })).toMatchObject(part);
  });

  it('is nothing where a test fails for a reason of that process, or did not run', async () => {
    expect(
      await told(
        [
          [0, 'passed', ''],
          [1, 'failed', 'other'],
        ],
        { alike: [0] },
      ),
    ).toBeNull();
    expect(await told([[0, 'passed', '']])).toBeNull();
  });
});

describe('the tests by which a process that stays judges', () => {
  it('are those of the same files, or of the whole suite where another run is dear', () => {
    expect(warmTestsOf(task).guards).toEqual([sells]);
    expect(warmTestsOf(task, 'suite').guards).toEqual([sells, keeps]);
  });
});
