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

describe('a candidate that did not end in time', () => {
  it('is offered once more, after others', async () => {
    const history: JudgedPatch[] = [];
    const offered: CandidatePatch[] = [];
    for await (const patch of offlineEngine(UNLIMITED).generate(task, history, new AbortController().signal)) {
      offered.push(patch);
      const isLate = patch === offered[0] || patch === offered[1];
      const verdict = isLate
        ? ({ kind: 'timed-out', detail: '' } as const)
        : ({ kind: 'no-effect', remaining: [], after: null } as const);
      history.push({ patch, verdict });
    }
    const again = offered.flatMap((patch, index) => (offered.indexOf(patch) < index ? [offered.indexOf(patch)] : []));
    expect(again).toEqual([0, 1]);
    expect(offered.indexOf(offered[0] as CandidatePatch)).toBe(0);
    expect(offered[60]).toBe(offered[0]);
  });
});

describe('a collection that stays empty', () => {
  it.each([
    ['Python', 'walk.py', SOURCE, '        seen.append(items)\n        index = index + 1'],
    [
      'JavaScript',
      'walk.js',
      'export function walk(node) {\n  const seen = new Set();\n  const go = (at) => {\n    if (seen.has(at)) return;\n    go(at.next);\n  };\n  go(node);\n}\n',
      'seen.add(at);\n    go(at.next)',
    ],
  ])('is filled where it is missing: %s', async (_language, path, source, expected) => {
    const own = memoryProject({ [path]: source });
    const history: JudgedPatch[] = [];
    const texts: string[] = [];
    const search = offlineEngine(UNLIMITED).generate(
      { ...task, project: own, suspects: [wholeFile(own, path)] },
      history,
      new AbortController().signal,
    );
    for await (const patch of search) {
      history.push({ patch, verdict: { kind: 'no-effect', remaining: [], after: null } });
      const [edit] = patch.edits;
      if (edit?.kind !== 'replace' || edit.target.kind !== 'span') continue;
      texts.push(source.slice(0, edit.target.start) + edit.replacement + source.slice(edit.target.end));
    }
    expect(texts.some((text) => text.includes(expected))).toBe(true);
  });
});
