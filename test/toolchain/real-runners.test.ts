import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { memoryProject } from '../support/memory-project.ts';
import { manifest, only, planOf } from './plan-of.ts';
import { RunnerRig } from './runner-rig.ts';

const ALL = { kind: 'all' } as const;

const MATH = 'exports.add = (a, b) => a - b;\n';
const CALC = (imports: string, adds = 'assert.equal(add(1, 2), 3)') => `${imports}
describe('calc', () => {
  it('adds', () => ${adds});
  it('keeps zero', () => assert.equal(add(0, 0), 0));
  it.skip('later', () => {});
});
`;
const NEVER = "require('../src/missing.js');\n";

let rig: RunnerRig;
beforeAll(async () => {
  rig = await RunnerRig.open();
});
afterAll(() => rig.close());

/** A project with a failing, a passing and a skipped test, and a file that cannot be loaded. */
async function run(files: Record<string, string>, prepared: Workspace | null = null, overrides = {}) {
  const project = memoryProject(files);
  const plan = planOf(project, overrides);
  const workspace = prepared ?? (await rig.workspace(project));
  await workspace.reset(project, plan.installedFolders);
  const all = await rig.test(plan, project, workspace, ALL);
  const one = (file: string) => rig.test(plan, project, workspace, only(file));
  return { plan, all, one, project, workspace };
}

describe('node:test', () => {
  it('tells every test, and a file that cannot be loaded', async () => {
    const { all, one } = await run({
      'package.json': manifest('node --test'),
      'src/math.js': MATH,
      'test/calc.test.js': CALC(
        "const { describe, it } = require('node:test');\nconst assert = require('node:assert/strict');\nconst { add } = require('../src/math.js');",
      ),
      'test/never.test.js': NEVER,
    });
    expect(all.lines).toEqual([
      'failed test/calc.test.js > calc > adds',
      'passed test/calc.test.js > calc > keeps zero',
      'skipped test/calc.test.js > calc > later',
      'failed test/never.test.js > test/never.test.js',
    ]);
    const [adds, , , never] = all.report.results;
    expect(adds).toMatchObject({ line: 5, failure: { kind: 'assertion', expected: '3', actual: '-1' } });
    expect(adds?.failure?.frames[0]).toMatchObject({ file: 'test/calc.test.js', line: 5, inProject: true });
    expect(never?.failure).toMatchObject({ kind: 'load', message: expect.stringContaining('missing.js') });
    expect((await one('test/calc.test.js')).lines).toHaveLength(3);
  });

  it('gives the causes of errors and the reason of a failed hook', async () => {
    const { all } = await run({
      'package.json': manifest('node --test'),
      'a.test.mjs': `import { before, describe, it, test } from 'node:test';
test('wrapped', () => { throw new Error('outer', { cause: new RangeError('inner') }); });
describe('hooked', () => { before(() => { throw new TypeError('no database'); }); it('waits', () => {}); });
test('parent', async (context) => { await context.test('child', () => { throw new Error('child'); }); });
test('slow', { timeout: 30 }, () => new Promise((resolve) => setTimeout(resolve, 500)));
`,
    });
    const failures = Object.fromEntries(all.report.results.map((each) => [each.namePath.join(' > '), each.failure]));
    expect(failures.wrapped?.message).toBe('outer');
    expect(all.text).toContain('[cause]: RangeError: inner');
    expect(failures['hooked > waits']).toMatchObject({ errorType: 'TypeError', message: 'no database' });
    expect(failures['parent > child']).toMatchObject({ message: 'child' });
    expect(failures.parent).toBeNull();
    expect(failures.slow).toMatchObject({ kind: 'timeout' });
  });
});

describe('a workspace', () => {
  it('is tested in all its packages, and in one alone', async () => {
    const test = (assertion: string) =>
      `const { test } = require('node:test');\nconst assert = require('node:assert');\ntest('adds', () => assert.equal(${assertion}));\n`;
    const { all, one } = await run({
      'package.json': manifest('npm test --workspaces', [], { workspaces: ['packages/*'] }),
      'packages/a/package.json': manifest('node --test'),
      'packages/a/test/sum.test.js': test('1 - 2, 3'),
      'packages/b/package.json': manifest('node --test test/sum.test.js'),
      'packages/b/test/sum.test.js': test('1 + 2, 3'),
    });
    expect(all.lines).toEqual([
      'failed packages/a/test/sum.test.js > adds',
      'passed packages/b/test/sum.test.js > adds',
    ]);
    expect(all.command.exitCode).toBe(1);
    expect((await one('packages/b/test/sum.test.js')).lines).toEqual(['passed packages/b/test/sum.test.js > adds']);
  });
});

describe('runners from the registry', () => {
  let prepared: Workspace;
  beforeAll(async () => {
    const project = memoryProject({
      'package.json': manifest('mocha', [], { devDependencies: VERSIONS }),
    });
    prepared = await rig.workspace(project);
    const installed = await rig.install(planOf(project), prepared);
    expect(`${installed.exitCode} ${installed.stderr}`).toMatch(/^0/);
  }, 400_000);

  const VERSIONS = {
    ...{ jest: '30.5.2', mocha: '11.8.0', vitest: '3.2.7', ava: '6.4.1', tape: '5.10.2' },
  };
  const withRunner = (test: string, files: Record<string, string>) => ({
    'package.json': manifest(test, [], { devDependencies: VERSIONS }),
    'src/math.js': MATH,
    ...files,
  });
  const EXPECTED = [
    'failed test/calc.test.js > calc > adds',
    'failed test/never.test.js > test/never.test.js',
    'passed test/calc.test.js > calc > keeps zero',
    'skipped test/calc.test.js > calc > later',
  ];

  it.each([
    ['mocha test/*.js', "const assert = require('assert');\nconst { add } = require('../src/math.js');", NEVER],
    ['jest', "const assert = require('assert');\nconst { add } = require('../src/math.js');", NEVER],
    [
      'vitest',
      "import { describe, it } from 'vitest';\nimport assert from 'node:assert';\nimport { add } from '../src/math.js';",
      "import '../src/missing.js';\n",
    ],
  ])('%s', async (script, imports, never) => {
    const calc = script === 'jest' ? CALC(imports, 'expect(add(1, 2)).toBe(3)') : CALC(imports);
    const files = withRunner(script, { 'test/calc.test.js': calc, 'test/never.test.js': never });
    const { all, one } = await run(files, prepared);
    expect([...all.lines].sort()).toEqual(EXPECTED);
    const failures = all.report.results.map((result) => result.failure);
    expect(failures.find((failure) => failure?.kind === 'load')?.message).toContain('missing.js');
    expect(failures.find((failure) => failure?.kind === 'assertion')).toMatchObject({ expected: '3', actual: '-1' });
    expect((await one('test/calc.test.js')).lines).toHaveLength(3);
  });

  /** What a run of a selection by name comes to, when two tests beside it are not asked for. */
  it.each([
    ['node --test', 'node:test'],
    ['mocha test/*.js', null],
    ['jest', null],
    ['vitest', 'vitest'],
  ])('%s runs a test by its name, whatever is in it', async (script, module) => {
    const name = `adds (1 + 1) | "a" 'b' $HOME [x]* \\\\d ^?`;
    const imports = module === null ? '' : `const { describe, test } = require('${module}');`;
    const begins =
      script === 'vitest'
        ? `import { describe, test } from 'vitest';`
        : script.startsWith('mocha')
          ? 'const test = it;'
          : imports;
    const text = `${begins}
describe('calc {2}', () => {
  test(${JSON.stringify(name)}, () => { throw new Error('no'); });
  test('adds', () => { throw new Error('not asked for'); });
});
describe('other', () => { test('one', () => { throw new Error('not asked for'); }); });
`;
    const files = withRunner(script, { 'test/calc.test.js': text });
    const { all, plan, project, workspace } = await run(files, prepared);
    const wanted = all.report.results.filter((result) => result.name === name);
    expect(wanted).toHaveLength(1);
    const selection = { kind: 'names', tests: wanted } as const;
    const named = await rig.test(plan, project, workspace, selection);
    expect(plan.test(selection, { folder: '/s', nonce: 'n' }).runs).toBe('tests');
    const failed = named.report.results.filter((result) => result.status === 'failed').map((result) => result.name);
    expect(failed).toContain(name);
    expect(failed).not.toContain('one');
    expect(named.report.results.find((result) => result.name === name)?.id).toBe(wanted[0]?.id);
  });

  it('ava', async () => {
    const { all, one } = await run(
      withRunner('ava test/*.mjs --fail-fast | cat', {
        'test/a.mjs':
          "import test from 'ava';\nimport math from '../src/math.js';\ntest('adds (all) › numbers', (t) => t.is(math.add(1, 2), 3));\ntest('zero', (t) => t.deepEqual({ a: math.add(0, 0) }, { a: 0 }));\ntest.skip('later', (t) => t.pass());\n",
        'test/b.mjs': "import test from 'ava';\ntest('throws', () => { throw new TypeError('boom'); });\n",
        'test/never.mjs': "import '../src/missing.js';\n",
      }),
      prepared,
    );
    expect([...all.lines].sort()).toEqual([
      'failed test/a.mjs > adds (all) > numbers',
      'failed test/b.mjs > throws',
      'failed test/never.mjs > test/never.mjs',
      'passed test/a.mjs > zero',
      'skipped test/a.mjs > later',
    ]);
    const find = (name: string) => all.report.results.find((result) => result.name === name)?.failure;
    expect(find('numbers')).toMatchObject({ kind: 'assertion', expected: '3', actual: '-1' });
    expect(find('throws')).toMatchObject({ errorType: 'TypeError', message: 'boom' });
    expect(find('test/never.mjs')).toMatchObject({ kind: 'load', message: expect.stringContaining('missing.js') });
    expect((await one('test/a.mjs')).lines).toHaveLength(3);
  });

  it('tape', async () => {
    const { all, one } = await run(
      withRunner('tape test/*.js | cat', {
        'test/a.js':
          "const test = require('tape');\nconst { add } = require('../src/math.js');\ntest('adds (all) numbers', (t) => { t.equal(add(1, 2), 3); t.equal(add(0, 0), 0); t.end(); });\ntest('zero', (t) => { t.plan(1); t.equal(add(0, 0), 0); });\n",
        'test/b.js':
          "const test = require('tape');\ntest('outer', (t) => { t.test('inner', (s) => { s.ok(false, 'no'); s.end(); }); t.end(); });\ntest('later', { skip: true }, (t) => t.end());\ntest('throws', () => { throw new TypeError('boom'); });\n",
      }),
      prepared,
    );
    expect([...all.lines].sort()).toEqual([
      'failed test/a.js > adds (all) numbers',
      'failed test/b.js > outer > inner',
      'failed test/b.js > throws',
      'passed test/a.js > zero',
      'skipped test/b.js > later',
    ]);
    const find = (name: string) => all.report.results.find((result) => result.name === name);
    expect(find('adds (all) numbers')).toMatchObject({ line: 3, failure: { expected: '3', actual: '-1' } });
    expect(find('throws')?.failure).toMatchObject({ kind: 'error', message: 'boom' });
    expect((await one('test/a.js')).lines).toHaveLength(2);
  });

  it.each([
    ['mocha test/*.js', 'before'],
    ['vitest', 'beforeAll'],
  ])('%s tells the tests that a failed hook kept from running', async (script, hook) => {
    const imports = script === 'vitest' ? "import { describe, it, beforeAll } from 'vitest';" : '';
    const test = `${imports}describe('db', () => { ${hook}(() => { throw new TypeError('no database'); }); it('reads', () => {}); it.skip('off', () => {}); });`;
    const { all } = await run(withRunner(script, { 'test/db.test.js': test }), prepared);
    const byName = new Map(all.report.results.map((result) => [result.name, result]));
    expect(byName.get('reads')?.failure).toMatchObject({ errorType: 'TypeError', message: 'no database' });
    expect(byName.get('off')?.status).toBe('skipped');
  });

  it('ends clearly when the runner is not installed', async () => {
    const project = memoryProject(withRunner('jest', { 'test/calc.test.js': '' }));
    const workspace = await rig.workspace(project);
    await expect(rig.test(planOf(project), project, workspace, ALL)).rejects.toThrow(/jest: not found/);
  });
});

describe('Python', () => {
  const MODULES = {
    'app/__init__.py': '',
    'app/math.py': 'def add(a, b):\n    return a - b\n',
    'tests/test_never.py': 'from app.missing import thing\n',
  };

  it('unittest tells every test, and a module that cannot be imported', async () => {
    const { all, one } = await run({
      ...MODULES,
      'tests/test_math.py': `import unittest
from app.math import add


class AddTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(1, 2), 3)

    def test_zero(self):
        self.assertEqual(add(0, 0), 0)

    @unittest.skip("later")
    def test_later(self):
        pass

    def test_parts(self):
        for number in (0, 1):
            with self.subTest(number=number):
                self.assertEqual(add(number, 1), number + 1)


class SetUpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no database")

    def test_reads(self):
        pass
`,
    });
    expect([...all.lines].sort()).toEqual([
      'failed tests/test_math.py > AddTest > test_adds',
      'failed tests/test_math.py > AddTest > test_parts',
      'failed tests/test_math.py > SetUpTest > setUpClass',
      'failed tests/test_math.py > SetUpTest > test_reads',
      'failed tests/test_never.py > tests/test_never.py',
      'passed tests/test_math.py > AddTest > test_zero',
      'skipped tests/test_math.py > AddTest > test_later',
    ]);
    const find = (name: string) => all.report.results.find((result) => result.name === name);
    expect(find('test_adds')).toMatchObject({ line: 6, failure: { kind: 'assertion', expected: '3', actual: '-1' } });
    expect(find('tests/test_never.py')?.failure).toMatchObject({
      kind: 'load',
      message: expect.stringContaining('app.missing'),
    });
    expect(find('test_parts')?.failure?.message).toContain('number=1');
    const selected = await one('tests/test_never.py');
    expect(selected.lines).toEqual(['failed tests/test_never.py > tests/test_never.py']);
  });

  it('unittest goes on where a package throws as it is asked for what it offers', async () => {
    const { all } = await run({
      'app/__init__.py':
        'def __dir__():\n    return ["add"]\ndef __getattr__(name):\n    if name != "add":\n        raise AttributeError(name)\n    from . import never\n',
      'tests/__init__.py': '',
      'tests/test_one.py':
        'import unittest\nclass OneTest(unittest.TestCase):\n    def test_one(self):\n        pass\n',
      'app/never.py': 'import datalcasses\n',
    });
    expect(all.lines).toContain('passed tests/test_one.py > OneTest > test_one');
    const blocked = all.report.results.find(({ failure }) => failure?.kind === 'load');
    expect(blocked).toMatchObject({ failure: { message: expect.stringContaining('datalcasses') } });
  });

  it('unittest keeps the arguments of a given command', async () => {
    const spec = 'import unittest\nclass T(unittest.TestCase):\n    def test_x(self):\n        pass\n';
    const { all } = await run({ 'spec/__init__.py': '', 'spec/a_spec.py': spec, 'spec/test_b.py': spec }, null, {
      testCommand: "python3 -m unittest discover -s spec -t . -p '*_spec.py'",
    });
    expect(all.lines).toEqual(['passed spec/a_spec.py > T > test_x']);
  });

  it('pytest', async () => {
    const { all, one } = await run({
      ...MODULES,
      'tests/test_math.py': `import pytest
from app.math import add


class TestAdd:
    def test_adds(self):
        assert add(1, 2) == 3


@pytest.mark.parametrize("number", [0, 1])
def test_zero(number):
    assert add(number, 0) == number


@pytest.mark.skip
def test_later():
    pass
`,
    });
    expect(all.lines.filter((line) => !line.includes('never')).sort()).toEqual([
      'failed tests/test_math.py > TestAdd > test_adds',
      'passed tests/test_math.py > test_zero[0]',
      'passed tests/test_math.py > test_zero[1]',
      'skipped tests/test_math.py > test_later',
    ]);
    const load = all.report.results.find((result) => result.failure?.kind === 'load');
    expect(load).toMatchObject({ file: 'tests/test_never.py' });
    expect(load?.failure?.message).toContain('app.missing');
    expect((await one('tests/test_math.py')).lines).toHaveLength(4);
  });

  it('installs into an environment of the work copy, and runs the tests there', async () => {
    const project = memoryProject({
      'requirements.txt': 'iniconfig\n',
      'test_version.py':
        'import unittest\nfrom importlib.metadata import version\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertTrue(version("iniconfig"))\n',
    });
    const plan = planOf(project);
    const workspace = await rig.workspace(project);
    const installed = await rig.install(plan, workspace);
    expect(`${installed.exitCode} ${installed.stderr}`).toMatch(/^0/);
    expect((await rig.test(plan, project, workspace, ALL)).lines).toEqual(['passed test_version.py > T > test_x']);
  }, 120_000);
});
