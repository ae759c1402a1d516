import { describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { JudgedPatch, RepairTask } from '../../src/domain/repair-task.ts';
import { failedTests } from '../../src/domain/test-report.ts';
import { localize } from '../../src/localization/localize.ts';
import { offlineEngine } from '../../src/offline/offline-engine.ts';
import { memoryProject } from '../support/memory-project.ts';
import { ProcessJudge } from './process-judge.ts';
import { candidatesFor, changedTexts, UNLIMITED, withReplaced } from './registry-rig.ts';
import { LOGIC_FAULTS, type SeededFault, VISIBLE_FAULTS } from './seeded-faults.ts';

/** The program with its fault, run once: the task that the pipeline would hand to the engine. */
async function opened({ files, file, right, wrong }: SeededFault): Promise<{ task: RepairTask; judge: ProcessJudge }> {
  const faulty = { ...files, [file]: withReplaced(files[file] ?? '', right, wrong) };
  const project = memoryProject(faulty);
  const judge = new ProcessJudge(faulty);
  const baseline = judge.run({});
  const failing = failedTests(baseline);
  return { task: { project, failing, baseline, suspects: await localize({ project, failing, baseline }) }, judge };
}

/** How many candidates were judged, a process for each, until one passed all tests. null when none of `most` did. */
async function firstPlausible(fault: SeededFault, most: number): Promise<number | null> {
  const { task, judge } = await opened(fault);
  try {
    const history: JudgedPatch[] = [];
    const engine = offlineEngine({ ...UNLIMITED, maxCandidates: most });
    for await (const patch of engine.generate(task, history, new AbortController().signal)) {
      const after = judge.run(changedTexts(task.project, patch));
      const passed = after.results.filter((test) => test.status === 'passed').length;
      const isPlausible = failedTests(after).length === 0 && passed > passedIn(task);
      if (isPlausible) return history.length + 1;
      history.push({ patch, verdict: { kind: 'no-effect', remaining: task.failing.map(({ id }) => id), after } });
    }
    return null;
  } finally {
    judge.dispose();
  }
}

function passedIn({ baseline }: RepairTask): number {
  return baseline.results.filter((test) => test.status === 'passed').length;
}

/** Place of the candidate that gives the right program again, without a judge's help. */
async function rankOfRepair(fault: SeededFault, most: number): Promise<number> {
  const { task, judge } = await opened(fault);
  judge.dispose();
  expect(task.failing).not.toEqual([]);
  const isRight = (patch: CandidatePatch) => changedTexts(task.project, patch)[fault.file] === fault.files[fault.file];
  return (await candidatesFor(task, UNLIMITED, { most })).findIndex(isRight) + 1;
}

describe('a fault that the source or the message gives away', () => {
  it.each(VISIBLE_FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s: one of the first three candidates passes the tests',
    async (_name, fault) => {
      expect(await firstPlausible(fault, 3)).not.toBeNull();
    },
  );
});

describe('a fault of logic', () => {
  it.each(LOGIC_FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s: the right program is among the first 150 candidates',
    async (_name, fault) => {
      expect(await rankOfRepair(fault, 150)).toBeGreaterThan(0);
    },
  );

  it('is repaired to the satisfaction of the tests within thirty candidates', async () => {
    for (const fault of LOGIC_FAULTS.filter(({ name }) => /^(boundary|arguments swapped|any for all)$/.test(name))) {
      expect({ fault: fault.name, at: await firstPlausible(fault, 30) }).toEqual({
        fault: fault.name,
        at: expect.any(Number),
      });
    }
  }, 60_000);
});
