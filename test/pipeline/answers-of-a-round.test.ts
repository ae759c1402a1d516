import { expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import { failedTests } from '../../src/domain/test-report.ts';
import type { Judge } from '../../src/pipeline/judge.ts';
import { searchRound } from '../../src/pipeline/search-round.ts';
import { fakeProject } from '../patch/fake-project.ts';
import { sketchReport } from '../support/report-sketch.ts';

const SOURCE = 'function sum(a, b) {\n  return a - b;\n}\n';
const failed = sketchReport({ name: 'adds', status: 'failed' });
const passed = sketchReport({ name: 'adds', status: 'passed' });
const task = { project: fakeProject({ 'a.js': SOURCE }), failing: failedTests(failed), baseline: failed, suspects: [] };

/** Every answer repairs the test; its rationale is the line that it puts in. */
const judge: Judge = async (patch) => ({
  verdict: { kind: 'plausible', fixed: failedTests(failed).map(({ id }) => id), after: passed },
  project: fakeProject({ 'a.js': SOURCE.replace('  return a - b;', patch.rationale) }),
});

async function chosen(...lines: readonly string[]) {
  const answers = lines.map(
    (line, index): CandidatePatch => ({
      edits: [],
      rationale: line,
      origin: { kind: 'llm', provider: 'fake', model: `m${index}` },
      ...(index + 1 < lines.length ? { moreToCome: true } : {}),
    }),
  );
  const generator = {
    name: 'fake',
    async *generate() {
      yield* answers;
    },
  };
  const judged: CandidatePatch[] = [];
  const onJudged = ({ patch }: { patch: CandidatePatch }) => void judged.push(patch);
  const round = await searchRound(generator, task, [], { judge, signal: new AbortController().signal, onJudged });
  return { best: round.best?.patch.rationale, others: round.alternatives.map(({ patch }) => patch.rationale), judged };
}

it('of several answers to one question the one without flags, then the smallest is taken, and the others are kept', async () => {
  const long = '  const total = a + b;\n  log(total);\n  return total;';
  const flagged = '  process.exit(0);';
  const round = await chosen(flagged, long, '  return a + b;');
  expect(round.judged).toHaveLength(3);
  expect(round.best).toBe('  return a + b;');
  expect(round.others).toEqual([long, flagged]);
});

it('of answers of one size the one that most of them give is taken', async () => {
  expect((await chosen('  return b + a;', '  return a + b;', '  return a + b;')).best).toBe('  return a + b;');
});
