import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../src/domain/project.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import { localize } from '../../src/localization/localize.ts';
import { offlineEngine } from '../../src/offline/offline-engine.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { type Judge, verdictOf } from '../../src/pipeline/judge.ts';
import { searchRepair } from '../../src/pipeline/repair-loop.ts';
import { decodeSource } from '../../src/shared/source-text.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** What the tests of the project would say of it. */
  report(text: (path: string) => string): TestReport;
  /** Texts that the repaired project holds, by path. */
  readonly wanted: Readonly<Record<string, string>>;
}

const STORE = `class Store:
    async def put(self, key, value):
        return value

    async def get(self, key, default=None):
        return default
`;

const COUNTER = `from app.storage import Store


class Counter:
    def __init__(self):
        self.store = Store()

    async def increment(self, name, by=1):
        current = self.store.get(name, 0)
        return await self.store.put(name, current + by)
`;

const PYTHON_TEST = `from app.service import Counter


def test_increment():
    assert run(Counter().increment("a")) == 1
`;

const LOADER = `async function load(id) {
  return { id, tags: ['a', 'b'] };
}

export async function loadAll(ids) {
  return Promise.all(ids.map(load));
}
`;

const SUMMARY = `import { load, loadAll } from './loader.js';

export async function tagCount(id) {
  const record = load(id);
  return record.tags.length;
}

export async function total(ids) {
  return (await loadAll(ids)).length;
}
`;

const SCRIPT_TEST = "import { tagCount, total } from '../src/summary.js';\n";

const CASES: Readonly<Record<string, Case>> = {
  'of which the first keeps the only test from being loaded': {
    files: {
      'app/__init__.py': '',
      'app/store.py': STORE,
      'app/service.py': COUNTER,
      'tests/test_service.py': PYTHON_TEST,
    },
    report(text) {
      const file = 'tests/test_service.py';
      if (!text('app/service.py').includes('from app.store import Store')) {
        const problem = failure("No module named 'app.storage'", { kind: 'load', errorType: 'ModuleNotFoundError' });
        return reportOf([testResult(file, [file], { failure: problem })]);
      }
      const isAwaited = text('app/service.py').includes('await self.store.get(');
      const problem = failure("unsupported operand type(s) for +: 'coroutine' and 'int'", { kind: 'error' });
      return reportOf([testResult(file, ['test_increment'], isAwaited ? {} : { failure: problem })]);
    },
    wanted: { 'app/service.py': COUNTER.replace('storage', 'store').replace('self.store.get', 'await self.store.get') },
  },
  'of which the second was tried in vain before the first was repaired': {
    files: { 'src/loader.js': LOADER, 'src/summary.js': SUMMARY, 'test/summary.test.js': SCRIPT_TEST },
    report(text) {
      const file = 'test/summary.test.js';
      if (!text('src/loader.js').includes('export async function load(')) {
        const message = "The requested module './loader.js' does not provide an export named 'load'";
        return reportOf([testResult(file, [file], { failure: failure(message, { kind: 'load' }) })]);
      }
      const isAwaited = text('src/summary.js').includes('await load(id)');
      const problem = failure("Cannot read properties of undefined (reading 'length')", { kind: 'error' });
      const count = testResult(file, ['counts tags'], isAwaited ? {} : { failure: problem });
      return reportOf([count, testResult(file, ['totals'])]);
    },
    wanted: {
      'src/loader.js': LOADER.replace('async function load(', 'export async function load('),
      'src/summary.js': SUMMARY.replace('= load(id)', '= await load(id)'),
    },
  },
};

function textsOf(project: Project): (path: string) => string {
  return (path) => {
    const entry = project.entries.get(path);
    return entry === undefined ? '' : (decodeSource(entry.bytes())?.text ?? '');
  };
}

describe('two faults in a row', () => {
  it.each(Object.keys(CASES))('%s, are both repaired', async (name) => {
    const { files, report, wanted } = CASES[name] as Case;
    const project = memoryProject(files);
    const baseline = report(textsOf(project));
    const failing = baseline.results.filter(({ status }) => status === 'failed');
    const task: RepairTask = { project, failing, baseline, suspects: await localize({ project, failing, baseline }) };
    const judge: Judge = async (patch, current) => {
      const applied = applyEdits(current.project, patch.edits);
      if (applied.kind === 'invalid') throw new Error(applied.reason);
      return { verdict: verdictOf(current, report(textsOf(applied.project))), project: applied.project };
    };
    const { repair } = await searchRepair(task, {
      generators: [offlineEngine({ timeMs: 20_000, maxCandidates: 2000 })],
      judge,
      signal: new AbortController().signal,
      localize: (now, after, left) => localize({ project: now, failing: left, baseline: after }),
      compete: false,
      onJudged: () => {},
      onFallback: () => {},
      onDropout: () => {},
    });
    expect(repair?.kind).toBe('plausible');
    for (const [path, text] of Object.entries(wanted)) expect(textsOf(repair?.project as Project)(path)).toBe(text);
    expect(repair?.patches).toHaveLength(2);
  });
});
