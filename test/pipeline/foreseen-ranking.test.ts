import { expect, it } from '@jest/globals';
import { ForeseenRanking } from '../../src/pipeline/foreseen-ranking.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

const project = memoryProject({
  'src/sum.js': 'export function sum(first, second) {\n  return first - second;\n}\n',
  'test/sum.test.js': "import { sum } from '../src/sum.js';\ntest('sum', () => expect(sum(1, 2)).toBe(3));\n",
});
const failing = [testResult('test/sum.test.js', ['sum'], { failure: failure('expected 3, got -1') })];
const baseline = reportOf(failing);

it('is the one that was made for the very same tests', async () => {
  const foreseen = new ForeseenRanking();
  await foreseen.make({ project, failing, baseline });
  const ranking = await foreseen.rankingOf({ project, failing: [...failing], baseline });
  expect(await foreseen.rankingOf({ project, failing, baseline })).toBe(ranking);
  expect(ranking().map(({ file }) => file)).toContain('src/sum.js');
});

it('is made anew when the repetition told something else, or nothing was made', async () => {
  const foreseen = new ForeseenRanking();
  expect((await foreseen.rankingOf({ project, failing, baseline }))()).not.toEqual([]);
  await foreseen.make({ project, failing, baseline });
  const made = await foreseen.rankingOf({ project, failing, baseline });
  expect(await foreseen.rankingOf({ project, failing: [], baseline })).not.toBe(made);
  expect(await foreseen.rankingOf({ project, failing, baseline: reportOf(failing) })).not.toBe(made);
});
