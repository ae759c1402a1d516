import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import type { Sandbox } from '../../src/domain/sandbox.ts';
import { failedTests } from '../../src/domain/test-report.ts';
import { createTestRunner } from '../../src/pipeline/test-runner.ts';
import { createWarmJudge, type WarmJudge } from '../../src/pipeline/warm-judge.ts';
import { warmTestsOf } from '../../src/pipeline/warm-tests.ts';
import { chooseSandbox } from '../../src/sandbox/sandboxes.ts';
import { createWorkspace } from '../../src/sandbox/workspace.ts';
import { detectToolchain } from '../../src/toolchain/detect-toolchain.ts';
import { memoryProject } from '../support/memory-project.ts';

interface Subject {
  readonly files: Readonly<Record<string, string>>;
  readonly testCommand: string | null;
  readonly source: string;
  /** Runs with the packages of autofix itself, which the sandbox would not show. */
  readonly ownPackages?: true;
}

const PYTHON_SOURCE = `LIMIT = 10
PRICES = {}


def add(name, price):
    PRICES[name] = price
    return len(PRICES)


def total(prices):
    result = 0
    for price in prices:
        result -= price
    return result


def capped(value):
    return min(value, LIMIT)


TABLE = [capped(value) for value in range(3)]
`;

const PYTHON_TEST = `import unittest

from shop.prices import TABLE, add, capped, total


class PricesTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(add("pen", 1), 1)
        self.assertEqual(total([1, 2]), 3)

    def test_table(self):
        self.assertEqual(TABLE, [0, 1, 2])
        self.assertEqual(capped(11), 10)
`;

const NODE_SOURCE = `const known = [];

exports.remember = (name) => known.push(name);

exports.total = (prices) => {
  let result = 0;
  for (let index = 0; index < prices.length; index++) result -= prices[index];
  return result;
};

exports.capped = (value) => Math.min(value, 10);
`;

const NODE_TEST = `const assert = require('node:assert/strict');
const { describe, it, beforeEach } = require('node:test');
const { capped, remember, total } = require('../lib/prices');

describe('prices', () => {
  let count;
  beforeEach(() => {
    count = remember('pen');
  });
  it('are summed up', () => {
    assert.equal(count, 1);
    assert.equal(total([1, 2]), 3);
  });
});
describe('a cap', () => {
  it('holds', async () => assert.equal(capped(11), 10));
});
`;

const python = { 'shop/__init__.py': '', 'shop/prices.py': PYTHON_SOURCE, 'tests/__init__.py': '' };
const SUBJECTS: Readonly<Record<string, Subject>> = {
  unittest: {
    files: { ...python, 'tests/test_prices.py': PYTHON_TEST },
    testCommand: null,
    source: 'shop/prices.py',
  },
  'node:test': {
    files: {
      'package.json': '{ "name": "shop", "scripts": { "test": "node --test" } }\n',
      'lib/prices.js': NODE_SOURCE,
      'test/prices.test.js': NODE_TEST,
    },
    testCommand: null,
    source: 'lib/prices.js',
  },
  Jest: {
    files: {
      'package.json': '{ "name": "shop", "scripts": { "test": "jest" }, "devDependencies": { "jest": "*" } }\n',
      'lib/prices.js': NODE_SOURCE,
      'test/prices.test.js': NODE_TEST.replace(/^.*node:test.*$/m, ''),
    },
    testCommand: `node ${join(process.cwd(), 'node_modules/jest/bin/jest.js')}`,
    source: 'lib/prices.js',
    ownPackages: true,
  },
  'node:test with ES modules': {
    files: {
      'package.json': '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
      'lib/prices.js': NODE_SOURCE.replaceAll(/^exports\.(\w+) =/gm, 'export const $1 ='),
      'test/prices.test.js': NODE_TEST.replaceAll(/^const (.*) = require\((.*)\);$/gm, 'import $1 from $2;')
        .replace("'../lib/prices'", "'../lib/prices.js'")
        .replace('import { capped', 'import { capped'),
    },
    testCommand: null,
    source: 'lib/prices.js',
  },
};

interface Opened {
  readonly task: RepairTask;
  readonly warm: WarmJudge;
  readonly scratch: string;
  /** Runs of the tests in a process of their own. */
  readonly runs: () => number;
  /** Processes that were talked to. */
  readonly warmStarts: () => number;
  patch(from: string, to: string): CandidatePatch;
}

const folders: string[] = [];
const judges: WarmJudge[] = [];
let confined: Sandbox | null = null;

async function opened({ files, testCommand, source, ownPackages }: Subject): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  folders.push(folder);
  const project = memoryProject(files);
  confined ??= (await chooseSandbox('auto')).sandbox;
  let warmStarts = 0;
  const sandbox = counting(ownPackages ? (await chooseSandbox('none')).sandbox : confined, () => warmStarts++);
  const plan = detectToolchain(project, null, { testCommand, installCommand: null, install: false });
  const workspace = await createWorkspace(join(folder, 'work'), project);
  const scratch = join(folder, 'scratch');
  const { signal } = new AbortController();
  const runner = createTestRunner({ sandbox, plan, scratchFolder: scratch, signal });
  const { report } = await runner.run(workspace.root, project, { kind: 'all' }, 30_000);
  if (report === null) throw new Error('the tests did not run');
  const task = { project, failing: failedTests(report), baseline: report, suspects: [] };
  const policy = { allowTestEdits: false, allow: [], deny: [], runnerGlobs: [] };
  const settings = { runner, workspace, policy, allowSuspicious: true, timeoutMs: 30_000 };
  const warm = createWarmJudge(settings, { sandbox, plan, scratchFolder: scratch, signal }, { coldCandidates: 0 });
  judges.push(warm);
  const patch = (from: string, to: string): CandidatePatch => ({
    edits: [{ kind: 'replace', file: source, target: { kind: 'text', text: from }, replacement: to }],
    rationale: '',
    origin: { kind: 'offline', operator: 'test' },
  });
  return { task, warm, scratch, runs: runner.runs, warmStarts: () => warmStarts, patch };
}

/** Tells of each process that is talked to. */
function counting(sandbox: Sandbox, onTalk: () => void): Sandbox {
  return {
    ...{ name: sandbox.name, isolation: sandbox.isolation },
    workspaceRoot: (workspace) => sandbox.workspaceRoot(workspace),
    scratchRoot: (scratch) => sandbox.scratchRoot(scratch),
    run: (command) => {
      if (command.dialogue !== undefined) onTalk();
      return sandbox.run(command);
    },
  };
}

afterEach(async () => {
  for (const judge of judges.splice(0)) await judge.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Command lines of the processes that mention a path. */
function processesWith(text: string): string[] {
  if (!existsSync('/proc')) return [];
  const lines = readdirSync('/proc').map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });
  return lines.filter((line) => line.includes(text));
}

describe.each(Object.keys(SUBJECTS))('the warm judge under %s', (name) => {
  const isPython = name === 'unittest';
  const end = isPython ? '' : ';';
  const subject = SUBJECTS[name] as Subject;

  it('tells what repairs nothing without another process, and leaves the rest to one', async () => {
    const { task, warm, runs, patch } = await opened(subject);
    expect(task.failing).toHaveLength(1);
    const before = runs();
    const [loop, right] = isPython ? ['result -= price', 'result += price'] : ['result -= prices', 'result += prices'];
    const idle = await warm.judge(patch(loop, loop.replace('-=', '*=')), task);
    const again = await warm.judge(patch(loop, loop.replace('-=', '=')), task);
    expect([idle.verdict.kind, again.verdict.kind]).toEqual(['no-effect', 'no-effect']);
    expect(runs()).toBe(before);
    expect((await warm.judge(patch(loop, right), task)).verdict.kind).toBe('plausible');
    expect(runs()).toBe(before + 1);
    // The process goes on, on the sources as they were.
    expect((await warm.judge(patch(loop, loop.replace('-=', '*=')), task)).verdict.kind).toBe('no-effect');
    expect(runs()).toBe(before + 1);
  });

  it('does not believe in a repair that breaks other tests, and needs no other process to see that', async () => {
    const { task, warm, runs, patch } = await opened(subject);
    const before = runs();
    const [sum] = isPython ? ['result -= price'] : ['result -= prices'];
    const cap = isPython ? 'return min(value, LIMIT)' : 'Math.min(value, 10)';
    const both = { ...patch(sum, sum.replace('-=', '+=')) };
    const edits = [...both.edits, ...patch(cap, isPython ? 'return value' : 'value').edits];
    const { verdict } = await warm.judge({ ...both, edits }, task);
    const capped = task.baseline.results.filter(({ status }) => status === 'passed').map(({ id }) => id);
    expect(verdict).toMatchObject({ kind: 'regression', broken: capped });
    expect(runs()).toBe(before);
    // The guards have left nothing behind.
    expect((await warm.judge(patch(sum, sum.replace('-=', '+=')), task)).verdict.kind).toBe('plausible');
  });

  it('ends a candidate that never ends, and goes on', async () => {
    const { task, warm, runs, patch } = await opened(subject);
    const before = runs();
    const [line, endless] = isPython
      ? ['    result = 0\n', '    result = 0\n    while True:\n        result += 1\n']
      : ['  let result = 0;\n', '  let result = 0;\n  for (;;) result++;\n'];
    expect((await warm.judge(patch(line, endless), task)).verdict.kind).toBe('timed-out');
    const other = patch(line, line.replace('0', '1'));
    expect((await warm.judge(other, task)).verdict.kind).toBe('no-effect');
    expect(runs()).toBe(before);
  });

  it('leaves no process behind', async () => {
    const { task, warm, scratch, patch } = await opened(subject);
    await warm.judge(
      patch(`return result${end}`, `return null${end}`.replace('null', isPython ? 'None' : 'null')),
      task,
    );
    await warm.dispose();
    expect(processesWith(scratch)).toEqual([]);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('code that ran while the tests were loaded', () => {
  it('is loaded anew when a candidate changes it', async () => {
    const { files } = SUBJECTS.unittest as Subject;
    const source = PYTHON_SOURCE.replace('-=', '+=').replace('min(value, LIMIT)', 'min(value + 1, LIMIT)');
    const subject = { files: { ...files, 'shop/prices.py': source }, testCommand: null, source: 'shop/prices.py' };
    const { task, warm, patch } = await opened(subject);
    expect((await warm.judge(patch('value + 1', 'value - 1'), task)).verdict.kind).toBe('no-effect');
    expect((await warm.judge(patch('value + 1', 'value'), task)).verdict.kind).toBe('plausible');
  });
});

describe('a module that cannot be loaded', () => {
  it.each(['', 'from shop.prices import total\n'])(
    'is loaded anew for each candidate: package with %j',
    async (init) => {
      const { files } = SUBJECTS.unittest as Subject;
      const source = PYTHON_SOURCE.replace('-=', '+=').replace('LIMIT = 10', 'from .limit import LIMIT');
      const texts = { 'shop/__init__.py': init, 'shop/prices.py': source, 'shop/limits.py': 'LIMIT = 10\n' };
      const subject = { files: { ...files, ...texts }, testCommand: null, source: 'shop/prices.py' };
      const { task, warm, runs, patch } = await opened(subject);
      const before = runs();
      for (const wrong of ['.limite', 'shop.limit'])
        expect((await warm.judge(patch('.limit ', `${wrong} `), task)).verdict.kind).toBe('no-effect');
      expect(runs()).toBe(before);
      expect((await warm.judge(patch('.limit ', '.limits '), task)).verdict.kind).toBe('plausible');
      expect((await warm.judge(patch('.limit ', '.prices '), task)).verdict.kind).toBe('no-effect');
    },
  );
});

describe('a time limit that is no whole number of milliseconds', () => {
  it('is kept as any other', async () => {
    const { task, warm, patch } = await opened(SUBJECTS['node:test'] as Subject);
    const results = task.baseline.results.map((test) =>
      test.status === 'passed' ? { ...test, durationMs: 1000.123456 } : test,
    );
    const slow = { ...task, baseline: { ...task.baseline, results } };
    expect((await warm.judge(patch('result -= prices', 'result *= prices'), slow)).verdict.kind).toBe('no-effect');
  });
});

/** Turns of an empty loop that take so long here and now: a slow machine is to find the same as a quick one. */
function turnsFor(milliseconds: number): number {
  const begun = performance.now();
  // New code, as that of a candidate is.
  runInNewContext('(() => { for (let turn = 0; turn < 1e8; turn++); })()');
  return Math.round((1e8 * milliseconds) / (performance.now() - begun));
}

describe.each([
  ['unittest', 'result -= price', () => 'result += price; sum(range(15_000_000))'],
  [
    'node:test',
    'result -= prices',
    () =>
      `for (let turn = 0; turn < ${turnsFor(350)}; turn++);\n  for (let index = 0; index < prices.length; index++) result += prices`,
  ],
])('a repair that computes for long under %s', (name, from, to) => {
  it('has a short time first, and a long one when it is offered again', async () => {
    const { task, warm, patch } = await opened(SUBJECTS[name] as Subject);
    const slow = patch(from, to());
    expect((await warm.judge(slow, task)).verdict.kind).toBe('timed-out');
    expect((await warm.judge(slow, task)).verdict.kind).toBe('plausible');
  });
});

describe('tests that hang', () => {
  it('are tried a few at a time, and a repair of all of them passes the whole suite', async () => {
    const tests = Array.from(
      { length: 3 },
      (_, number) =>
        `test('call ${number}', () => { const end = Date.now() + 600; while (Date.now() < end) step(); assert.equal(step(), 2); });`,
    );
    const subject = {
      files: {
        'package.json': '{ "name": "slow", "scripts": { "test": "node --test" } }\n',
        'lib/step.js': 'exports.step = () => 1;\n',
        'test/step.test.js': `const assert = require('node:assert');\nconst test = require('node:test');\nconst { step } = require('../lib/step');\n${tests.join('\n')}\n`,
      },
      testCommand: null,
      source: 'lib/step.js',
    };
    const { task, warm, patch } = await opened(subject);
    expect(task.failing).toHaveLength(3);
    expect(warmTestsOf(task).failing).toHaveLength(1);
    const idle = await warm.judge(patch('() => 1', '() => 3'), task);
    expect(idle.verdict).toMatchObject({ kind: 'no-effect', remaining: task.failing.map(({ id }) => id) });
    expect(await warm.judge(patch('() => 1', '() => 2'), task)).toMatchObject({ verdict: { kind: 'plausible' } });
  });
});

describe('parameters of one test', () => {
  const CASES = 9;
  const subject: Subject = {
    files: {
      'double.py': 'def double(number):\n    return number + 3\n',
      'test_double.py': [
        'import pytest\nfrom double import double\n\n',
        `@pytest.mark.parametrize("number", list(range(10, ${10 + CASES})))`,
        'def test_double(number):',
        '    with open("calls.txt", "a") as stream:\n        stream.write("called\\n")',
        '    assert double(number) == 2 * number\n',
      ].join('\n'),
    },
    testCommand: 'python3 -m pytest',
    source: 'double.py',
  };

  it('are tried whole only once one of those that speak for them passes', async () => {
    const { task, warm, scratch, patch } = await opened(subject);
    expect(task.failing).toHaveLength(CASES);
    const calls = () => readFileSync(join(scratch, '../work/calls.txt'), 'utf8').split('\n').length;
    await warm.judge(patch('return number + 3', 'return number + 1'), task);
    const begun = calls();
    const idle = await warm.judge(patch('return number + 3', 'return number + 2'), task);
    expect(idle.verdict).toMatchObject({ kind: 'no-effect', remaining: task.failing.map(({ id }) => id) });
    expect(calls() - begun).toBe(3);
    const some = await warm.judge(patch('return number + 3', 'return number + 10'), task);
    expect(some.verdict).toMatchObject({ kind: 'partial', fixed: [task.failing[0]?.id] });
    expect((await warm.judge(patch('return number + 3', 'return number + number'), task)).verdict.kind).toBe(
      'plausible',
    );
  });
});

describe('a repair of a part, once one of everything is known', () => {
  it('is told without another process', async () => {
    const test = PYTHON_TEST.replace(
      '    def test_table',
      '    def test_nothing(self):\n        self.assertEqual(total([]), 5)\n\n    def test_table',
    );
    const { task, warm, runs, patch } = await opened({
      files: { ...python, 'tests/test_prices.py': test },
      testCommand: null,
      source: 'shop/prices.py',
    });
    expect(task.failing).toHaveLength(2);
    const part = () => warm.judge(patch('result -= price', 'result += price'), task);
    const begun = runs();
    expect((await part()).verdict).toMatchObject({ kind: 'partial', fixed: [task.failing[1]?.id] });
    expect(runs()).toBe(begun + 1);
    const all = 'return sum(prices) if prices else 5';
    expect((await warm.judge(patch('return result', all), task)).verdict.kind).toBe('plausible');
    expect(runs()).toBe(begun + 2);
    const { verdict } = await part();
    expect(verdict).toMatchObject({ kind: 'partial', fixed: [task.failing[1]?.id], isProvisional: true });
    expect(runs()).toBe(begun + 2);
  });
});

describe('a candidate that loops behind an await', () => {
  it('is ended without its process', async () => {
    const test = [
      "const assert = require('node:assert');\nconst { it } = require('node:test');",
      "const { count } = require('../lib/count');",
      "it('counts', async () => assert.equal(await count(3), 3));",
      "it('counts more', async () => assert.equal(await count(4), 6));\n",
    ];
    const source = [
      'exports.count = async (most) => {\n  let sum = 0;\n  await null;',
      '  for (let step = 0; step < most; step += 1) sum -= step;\n  return sum;\n};\n',
    ];
    const { task, warm, runs, warmStarts, patch } = await opened({
      files: {
        'package.json': '{ "name": "count", "scripts": { "test": "node --test" } }\n',
        'lib/count.js': source.join('\n'),
        'test/count.test.js': test.join('\n'),
      },
      testCommand: null,
      source: 'lib/count.js',
    });
    const before = runs();
    for (const [from, to, kind] of [
      ['sum -= step', 'sum *= step', 'no-effect'],
      ['step += 1', 'step -= 1', 'timed-out'],
      ['step += 1', 'step *= 1', 'timed-out'],
      ['sum -= step', 'sum = step', 'no-effect'],
    ] as const)
      expect((await warm.judge(patch(from, to), task)).verdict.kind).toBe(kind);
    // Offered again it has a longer time, and hangs for longer.
    const endless = patch('step += 1', 'step += 0');
    for (const _ of ['short', 'long']) expect((await warm.judge(endless, task)).verdict.kind).toBe('timed-out');
    expect([runs(), warmStarts()]).toEqual([before, 1]);
    expect((await warm.judge(patch('sum -= step', 'sum += step'), task)).verdict.kind).toBe('plausible');
  });
});

describe('tests that fail by what others leave behind', () => {
  it('leave the judging to those that fail by themselves', async () => {
    const source = 'def note(item, seen=[]):\n    seen.append(item)\n    return list(seen)\n';
    const test = [
      ...['import unittest', '', 'from notes import note', '', '', 'class NotesTest(unittest.TestCase):'],
      ...['    def test_a(self):', '        self.assertEqual(note(1), [1])', ''],
      ...['    def test_b(self):', '        self.assertEqual(note(2), [2])', ''],
      ...['    def test_c(self):', '        note(3)', '        self.assertEqual(note(4), [4])', ''],
    ];
    const files = { 'notes.py': source, 'test_notes.py': test.join('\n') };
    const { task, warm, runs, patch } = await opened({ files, testCommand: null, source: 'notes.py' });
    expect(task.failing).toHaveLength(2);
    const before = runs();
    const idle = await warm.judge(patch('seen.append(item)', 'seen.append([item])'), task);
    expect(idle.verdict.kind).toBe('no-effect');
    expect(runs()).toBe(before);
    const fresh = patch('seen=[]):\n', 'seen=None):\n    seen = [] if seen is None else seen\n');
    expect((await warm.judge(fresh, task)).verdict.kind).toBe('plausible');
  });
});
