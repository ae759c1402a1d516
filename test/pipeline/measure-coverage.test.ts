import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Project, ProjectEntry } from '../../src/domain/project.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { failedTests } from '../../src/domain/test-report.ts';
import { localize } from '../../src/localization/localize.ts';
import { isWorthMeasuring, measureCoverage } from '../../src/pipeline/measure-coverage.ts';
import { createTestRunner } from '../../src/pipeline/test-runner.ts';
import { chooseSandbox } from '../../src/sandbox/sandboxes.ts';
import { createWorkspace } from '../../src/sandbox/workspace.ts';
import { detectToolchain } from '../../src/toolchain/detect-toolchain.ts';
import { memoryProject } from '../support/memory-project.ts';

const root = mkdtempSync(join(tmpdir(), 'autofix-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Three rules reached through one table, so that no call leads from a test to one of them alone. */
const NODE = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
  'src/rules.js': `const rules = {
  half: (price) => price / 2,
  none: (price) => {
    return price;
  },
  tenth(price) {
    if (price > 100) return price - 10;
    else {
      return price - price / 100;
    }
  },
};

export function apply(name, price) {
  'use strict'
  switch (name) {
    case 'free':
      return 0;
    default:
      return rules[name](price);
  }
}
`,
  'test/rules.test.js': `#!/usr/bin/env node
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { apply } from '../src/rules.js';

describe('rules', () => {
  it('halves', () => {
    assert.equal(apply('half', 8), 4);
  });
  it('leaves alone', async () => assert.equal(apply('none', 8), 8));
  it('takes ten', () => {
    assert.equal(apply('tenth', 200), 190);
  });
  it('takes a tenth', () => {
    assert.equal(apply('tenth', 50), 45);
  });
  it('is free', () => {
    assert.equal(apply('free', 50), 0);
  });
});
`,
};

const PYTHON_RULES = `def half(price):
    return price / 2


def tenth(price):
    if price > 100:
        return price - 10
    return price - price / 100


RULES = {"half": half, "tenth": tenth}


def apply(name, price):
    return RULES[name](price)
`;

const UNITTEST = {
  'shop/__init__.py': '',
  'shop/rules.py': PYTHON_RULES,
  'tests/__init__.py': '',
  'tests/test_rules.py': `import unittest
from unittest import mock

from shop.rules import apply


class RulesTest(unittest.TestCase):
    def test_half(self):
        self.assertEqual(apply("half", 8), 4)

    @mock.patch("os.getcwd")
    @mock.patch("os.getpid")
    def test_ten(self, *_):
        self.assertEqual(apply("tenth", 200), 190)

    def test_tenth(self):
        self.assertEqual(apply("tenth", 50), 45)
`,
};

const PYTEST = {
  'pytest.ini': '[pytest]\n',
  'shop/rules.py': PYTHON_RULES,
  'test_rules.py': `import pytest

from shop.rules import apply


def test_half():
    assert apply("half", 8) == 4


@pytest.mark.parametrize("price, rest", [(200, 190), (300, 290)])
def test_ten(price, rest):
    assert apply("tenth", price) == rest


def test_tenth():
    assert apply("tenth", 50) == 45
`,
};

async function measured(project: Project) {
  const folder = mkdtempSync(join(root, 'run-'));
  const plan = detectToolchain(project, null, { testCommand: null, installCommand: null, install: false });
  const { sandbox } = await chooseSandbox('auto');
  const workspace = await createWorkspace(join(folder, 'judge'), project);
  const signal = new AbortController().signal;
  const runner = createTestRunner({ sandbox, plan, scratchFolder: join(folder, 'scratch'), signal });
  const { report } = await runner.run(workspace.root, project, { kind: 'all' }, 60_000);
  if (report === null) throw new Error('The tests did not run');
  const failing = failedTests(report);
  const found = { project, failing, baseline: report };
  const task: RepairTask = { ...found, suspects: await localize(found) };
  const prepared = {
    sandbox,
    workspace,
    pristine: workspace,
    shown: (entry: ProjectEntry) => entry,
    runner,
    plan,
    warnings: [],
  };
  const coverage = await measureCoverage(task, { prepared, baselineMs: 2000, testTimeoutMs: 60_000 });
  const suspects = await localize({ ...found, ...(coverage === null ? {} : { coverage }) });
  const left = readdirSync(workspace.root).filter((name) => name.startsWith('.autofix'));
  return { coverage, suspects, task, left, runs: runner.runs(), workspace };
}

const PROJECTS = [
  { runner: 'node:test', files: NODE, source: 'src/rules.js', failing: 'takes a tenth', guilty: [8, 10], innocent: 2 },
  { runner: 'unittest', files: UNITTEST, source: 'shop/rules.py', failing: 'test_tenth', guilty: [8, 8], innocent: 2 },
  { runner: 'pytest', files: PYTEST, source: 'shop/rules.py', failing: 'test_tenth', guilty: [8, 8], innocent: 2 },
];

describe('coverage by test', () => {
  it.each(PROJECTS)('tells what each test of $runner runs, and leaves the work copy as it was', async (subject) => {
    const { coverage, suspects, left, task, workspace } = await measured(memoryProject(subject.files));
    expect(coverage?.size).toBe(task.baseline.results.length);
    const [id = ''] = task.failing.map((test) => test.id);
    expect(id).toContain(subject.failing);
    const lines = coverage?.get(id)?.get(subject.source);
    const [guilty = 0, last = 0] = subject.guilty;
    expect([...(lines ?? [])].some((line) => guilty <= line && line <= last)).toBe(true);
    expect(lines?.has(subject.innocent)).toBe(false);
    // Before, nothing told the lines of one function apart.
    expect(suspects[0]).toMatchObject({ file: subject.source, evidence: expect.anything() });
    expect(suspects[0]?.startLine).toBeGreaterThanOrEqual(guilty);
    expect(suspects[0]?.endLine).toBeLessThanOrEqual(last);
    expect(suspects[0]?.evidence.map(({ kind }) => kind)).toContain('coverage');
    expect(left).toEqual([]);
    expect(existsSync(join(workspace.root, subject.source))).toBe(true);
  });

  it('leaves out what runs only for the message of a failed assertion', async () => {
    const { coverage, task } = await measured(
      memoryProject({
        'pytest.ini': '[pytest]\n',
        'shop/price.py':
          'class Price:\n    def __init__(self, value):\n        self.value = value + 1\n\n    def __eq__(self, other):\n        return self.value == other\n\n    def __repr__(self):\n        return f"Price({self.value})"\n',
        'test_price.py': 'from shop.price import Price\n\n\ndef test_price():\n    assert Price(2) == 2\n',
      }),
    );
    const lines = coverage?.get(task.failing[0]?.id ?? '')?.get('shop/price.py');
    expect([...(lines ?? [])].sort()).toEqual([3, 6]);
  });

  it('is not measured where a frame in the sources tells more', async () => {
    const files = { ...NODE, 'src/rules.js': NODE['src/rules.js'].replace('price - price / 100', 'prise') };
    const { task } = await measured(memoryProject(files));
    expect(isWorthMeasuring(task, 1000)).toBe(false);
    const [crashed] = task.failing;
    if (crashed?.failure == null) throw new Error('nothing fails');
    const elsewhere = { ...crashed, failure: { ...crashed.failure, frames: [] } };
    expect(isWorthMeasuring({ ...task, failing: [crashed, elsewhere] }, 1000)).toBe(true);
  });

  it('is not measured where one short function is all that is suspected', async () => {
    const { task } = await measured(memoryProject(NODE));
    const [first] = task.suspects;
    if (first === undefined) throw new Error('there is no suspect');
    const one = { ...first, startLine: 3, endLine: 8, symbol: 'price', evidence: [] };
    const helper = { ...one, file: 'python_testcases/load.py', symbol: 'load', endLine: 90 };
    expect(isWorthMeasuring({ ...task, suspects: [one, helper] }, 1000)).toBe(false);
    expect(isWorthMeasuring({ ...task, suspects: [one, { ...one, endLine: 60 }] }, 1000)).toBe(true);
    expect(isWorthMeasuring({ ...task, suspects: [one, { ...one, symbol: 'total' }] }, 1000)).toBe(true);
  });

  it('is measured where the assertion is in the test, and not when the suite takes long', async () => {
    const { task, runs } = await measured(memoryProject(NODE));
    expect(isWorthMeasuring(task, 1000)).toBe(true);
    expect(isWorthMeasuring(task, 100_000)).toBe(false);
    expect(runs).toBe(2);
  });
});
