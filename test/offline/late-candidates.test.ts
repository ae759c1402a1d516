import { describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { JudgedPatch, RepairTask } from '../../src/domain/repair-task.ts';
import { offlineEngine } from '../../src/offline/offline-engine.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';
import { UNLIMITED, wholeFile } from './registry-rig.ts';

const SOURCE = `def walk(items, limit):
    seen = []
    index = 0
    while index < limit:
        index = index + 1
        print(items[index], len(seen))
    return index
`;

const project = memoryProject({ 'walk.py': SOURCE });
const failing = [testResult('test_walk.py', ['walks'], { failure: failure('2 != 3') })];
const task: RepairTask = { project, failing, baseline: reportOf(failing), suspects: [wholeFile(project, 'walk.py')] };

/** Judges all candidates of a search: the first two do not end in time, the one at `repairedAt` repairs everything. */
async function offeredUntilDry(repairedAt: number): Promise<CandidatePatch[]> {
  const history: JudgedPatch[] = [];
  const offered: CandidatePatch[] = [];
  for await (const patch of offlineEngine(UNLIMITED).generate(task, history, new AbortController().signal)) {
    offered.push(patch);
    const isLate = patch === offered[0] || patch === offered[1];
    const repairs = { kind: 'plausible', fixed: [], after: reportOf(failing) } as const;
    const fails = { kind: 'no-effect', remaining: [], after: null } as const;
    const verdict = isLate
      ? ({ kind: 'timed-out', detail: '' } as const)
      : offered.length - 1 === repairedAt
        ? repairs
        : fails;
    history.push({ patch, verdict });
  }
  return offered;
}

describe('a candidate that did not end in time', () => {
  it('is offered once more, after others', async () => {
    const offered = await offeredUntilDry(-1);
    const again = offered.flatMap((patch, index) => (offered.indexOf(patch) < index ? [offered.indexOf(patch)] : []));
    expect(again).toEqual([0, 1]);
    expect(offered.indexOf(offered[0] as CandidatePatch, 1)).toBeGreaterThanOrEqual(Math.min(150, offered.length - 2));
  });

  it('is not waited for again once a repair is found', async () => {
    const offered = await offeredUntilDry(5);
    expect(offered.length).toBeGreaterThan(10);
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('is offered again at once where a message names what it repairs', async () => {
    const files = memoryProject({ 'sum.py': 'def total(values):\n    return math.fsum(values)\n' });
    const named = [testResult('test_sum.py', ['adds'], { failure: failure("name 'math' is not defined") })];
    const search: RepairTask = {
      project: files,
      failing: named,
      baseline: reportOf(named),
      suspects: [wholeFile(files, 'sum.py')],
    };
    const history: JudgedPatch[] = [];
    const offered: CandidatePatch[] = [];
    for await (const patch of offlineEngine(UNLIMITED).generate(search, history, new AbortController().signal)) {
      offered.push(patch);
      history.push({ patch, verdict: { kind: 'timed-out', detail: '' } });
      if (offered.length === 3) break;
    }
    expect(offered[0]?.rationale).toContain('Import `math`');
    expect(offered[1]).toBe(offered[0]);
    expect(offered[2]).not.toBe(offered[0]);
  });
});
