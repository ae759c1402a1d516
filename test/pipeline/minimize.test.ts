import { describe, expect, it } from '@jest/globals';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { failedTests } from '../../src/domain/test-report.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { type Judge, verdictOf } from '../../src/pipeline/judge.ts';
import { minimize } from '../../src/pipeline/minimize.ts';
import { memoryProject } from '../support/memory-project.ts';
import { sketchReport } from '../support/report-sketch.ts';

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const before = memoryProject({ 'a.js': text('one', 'x', 'y', 'z', 'two', 'p', 'q', 'r', 'three') });
const after = memoryProject({ 'a.js': text('ONE', 'x', 'y', 'z', 'TWO', 'p', 'q', 'r', 'THREE') });

/** `load` is a file that does not load until ONE is there; `two` passes with TWO; `never` never passes. */
function reportFor(source: string) {
  const passes = (word: string) => (source.includes(word) ? 'passed' : 'failed') as 'passed' | 'failed';
  const file = source.includes('ONE')
    ? [{ name: 'seen', file: 'load.test.js' }]
    : [{ name: 'load.test.js', file: 'load.test.js', status: 'failed' as const, kind: 'load' as const }];
  return sketchReport(...file, { name: 'two', status: passes('TWO') }, { name: 'never', status: 'failed' });
}

const sourceOf = (project: typeof before) => Buffer.from(project.entries.get('a.js')?.bytes() ?? []).toString();
const baseline = reportFor(sourceOf(before));
const task: RepairTask = { project: before, failing: failedTests(baseline), baseline, suspects: [] };

const judge: Judge = async (patch, current) => {
  const applied = applyEdits(current.project, patch.edits);
  if (applied.kind === 'invalid') throw new Error(applied.reason);
  return { project: applied.project, verdict: verdictOf(current, reportFor(sourceOf(applied.project))) };
};

describe('minimising', () => {
  it('drops what is not needed and keeps every test that was repaired, a file that loads among them', async () => {
    const origin = { kind: 'llm', provider: 'gemini', model: 'm' } as const;
    const patches = [{ edits: [], rationale: 'all', origin }];
    const repair = {
      kind: 'partial',
      project: after,
      patches,
      after: reportFor(sourceOf(after)),
      alternatives: [],
    } as const;
    const smallest = await minimize(repair, task, judge, () => false);
    expect(sourceOf(smallest.project)).toBe(text('ONE', 'x', 'y', 'z', 'TWO', 'p', 'q', 'r', 'three'));
  });

  it('keeps what tests need that came to light only when their file loaded', async () => {
    const withHidden = (source: string) => {
      const report = reportFor(source);
      const hidden = sketchReport({
        name: 'hidden',
        file: 'load.test.js',
        status: source.includes('THREE') ? 'passed' : 'failed',
      });
      return source.includes('ONE') ? { ...report, results: [...report.results, ...hidden.results] } : report;
    };
    const strictJudge: Judge = async (patch, current) => {
      const applied = applyEdits(current.project, patch.edits);
      if (applied.kind === 'invalid') throw new Error(applied.reason);
      return { project: applied.project, verdict: verdictOf(current, withHidden(sourceOf(applied.project))) };
    };
    const origin = { kind: 'llm', provider: 'gemini', model: 'm' } as const;
    const patches = [{ edits: [], rationale: 'all', origin }];
    const repair = {
      kind: 'partial',
      project: after,
      patches,
      after: withHidden(sourceOf(after)),
      alternatives: [],
    } as const;
    const smallest = await minimize(repair, task, strictJudge, () => false);
    expect(sourceOf(smallest.project)).toBe(sourceOf(after));
  });
});
