import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../src/domain/project.ts';
import type { TestResult } from '../../src/domain/test-report.ts';
import { localize } from '../../src/localization/localize.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

async function ranked(project: Project, results: readonly TestResult[]) {
  const failing = results.filter((result) => result.status === 'failed');
  return await localize({ project, failing, baseline: reportOf(results) });
}

const CART_ESM = {
  'package.json': '{"type":"module"}',
  'src/cart.js': `import { vat } from './tax.js';
import { round } from './round.js';

export class Cart {
  constructor() {
    this.lines = [];
  }

  add(name, price, quantity) {
    this.lines.push({ name, price, quantity });
  }

  count() {
    return this.lines.length;
  }

  total(country) {
    const net = this.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    return round(net + vat(net, country));
  }
}
`,
  'src/tax.js': `const RATES = { de: 0.19, fr: 0.2 };

export function vat(net, country) {
  return net - rateOf(country);
}

function rateOf(country) {
  return RATES[country] ?? 0;
}
`,
  'src/round.js': `export function round(amount) {
  return Math.round(amount * 100) / 100;
}
`,
  'src/unrelated.js': `export function total() {
  return 0;
}
`,
  'test/cart.test.js': `import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Cart } from '../src/cart.js';

test('counts its lines', () => {
  const cart = new Cart();
  cart.add('pen', 2, 3);
  assert.equal(cart.count(), 1);
});

test('adds the tax of the country', () => {
  const cart = new Cart();
  cart.add('pen', 2, 3);
  assert.equal(cart.total('de'), 7.14);
});
`,
};

describe('an assertion on a returned value, without any frame in the sources', () => {
  const message = 'Expected values to be strictly equal:\n\n11.81 !== 7.14\n';
  const results = [
    testResult('test/cart.test.js', ['counts its lines']),
    testResult('test/cart.test.js', ['adds the tax of the country'], {
      failure: failure(message, { frames: [frame('test/cart.test.js', 14, true)] }),
    }),
  ];

  it('ranks what only the failing test calls first, with whole functions', async () => {
    const suspects = await ranked(memoryProject(CART_ESM), results);
    const [first] = suspects;
    expect(first).toMatchObject({ file: 'src/cart.js', symbol: 'total', startLine: 17, endLine: 20 });
    const place = (symbol: string) => suspects.findIndex((suspect) => suspect.symbol === symbol);
    expect(place('vat')).toBeLessThan(4);
    expect(place('vat')).toBeLessThan(place('count'));
    expect(place('round')).toBeLessThan(place('count'));
    expect(suspects.every((suspect) => suspect.file.startsWith('src/'))).toBe(true);
    expect(suspects.some((suspect) => suspect.file === 'src/unrelated.js')).toBe(false);
  });

  it('keeps the evidence, and its scores lie between 0 and 1', async () => {
    const suspects = await ranked(memoryProject(CART_ESM), results);
    expect(suspects[0]?.evidence.map((one) => one.kind)).toContain('symbol');
    const details = suspects[0]?.evidence.map((one) => one.detail) ?? [];
    expect(details).toContainEqual(
      expect.stringMatching(/Cart\.total is called by the failing test, and 0 of 1 passing/),
    );
    for (const { suspiciousness } of suspects) {
      expect(suspiciousness).toBeGreaterThan(0);
      expect(suspiciousness).toBeLessThanOrEqual(1);
    }
  });

  it('gives the same ranking every time', async () => {
    const first = await ranked(memoryProject(CART_ESM), results);
    expect(await ranked(memoryProject(CART_ESM), results)).toEqual(first);
  });
});

it('follows CommonJS through an index, a factory and returned methods', async () => {
  const project = memoryProject({
    'src/index.js': `const { planReorders } = require('./planner');
const createInventory = (products) => ({
  reorderReport() {
    return planReorders(products);
  },
  names() {
    return products.map((product) => product.name);
  },
});
module.exports = { createInventory };
`,
    'src/planner.js': `const rules = require('./rules');
exports.planReorders = function (products) {
  return products.filter((product) => rules.isDue(product));
};
`,
    'src/rules.js': `module.exports = {
  isDue(product) {
    return product.level < product.threshold;
  },
};
`,
    '__tests__/report.test.js': `const { createInventory } = require('../src');
describe('report', () => {
  let inventory;
  beforeEach(() => {
    inventory = createInventory([{ name: 'tea', level: 2, threshold: 2 }]);
  });
  it('lists names', () => {
    expect(inventory.names()).toEqual(['tea']);
  });
  it('lists what is due', () => {
    expect(inventory.reorderReport()).toHaveLength(1);
  });
});
`,
  });
  const suspects = await ranked(project, [
    testResult('__tests__/report.test.js', ['report', 'lists names']),
    testResult('__tests__/report.test.js', ['report', 'lists what is due'], { failure: failure('expected length 1') }),
  ]);
  const symbols = suspects.map((suspect) => suspect.symbol);
  expect(symbols[0]).toBe('reorderReport');
  expect(symbols.slice(0, 4)).toEqual(expect.arrayContaining(['isDue', 'planReorders']));
  expect(symbols.indexOf('names')).toBeGreaterThan(3);
});

it('follows named functions that are the whole export, from assertions that only their test names', async () => {
  const project = memoryProject({
    'lib/total.js':
      "var vat = require('./vat');\nmodule.exports = function total(net) {\n  return net + vat(net);\n};\n",
    'lib/vat.js': 'module.exports = function vat(net) {\n  return net * 2;\n};\n',
    'lib/count.js': 'module.exports = function count(list) {\n  return list.length;\n};\n',
    'test/all.js':
      "var test = require('tape');\nvar total = require('../lib/total');\nvar count = require('../lib/count');\n\ntest('counts', function (t) {\n  t.equal(count([1]), 1);\n  t.end();\n});\n\ntest('adds up', function (t) {\n  t.equal(total(5), 6);\n  t.end();\n});\n",
  });
  const unplaced = (namePath: readonly string[], more = {}) => ({ ...testResult('', namePath, more), file: null });
  const suspects = await ranked(project, [
    unplaced(['counts', 'should be strictly equal']),
    unplaced(['adds up', 'should be strictly equal'], { failure: failure('expected 6, got 15') }),
  ]);
  expect(suspects[0]).toMatchObject({ file: 'lib/total.js', symbol: 'total' });
  expect(suspects.slice(0, 3).map(({ symbol }) => symbol)).toContain('vat');
});

it('follows TypeScript re-exports, path aliases and inheritance', async () => {
  const project = memoryProject({
    'tsconfig.json': '{"compilerOptions":{"paths":{"@geo/*":["./src/*"]}}}',
    'src/index.ts': "export * from './shapes';\nexport { area as surface } from './area';\n",
    'src/area.ts': 'export function area(side: number): number {\n  return side + side;\n}\n',
    'src/shapes.ts': `import { area } from '@geo/area';
abstract class Shape {
  size(): number { return area(this.side()); }
  abstract side(): number;
}
export class Square extends Shape {
  constructor(private readonly length: number) { super(); }
  side(): number { return this.length; }
}
`,
    'src/square.spec.ts': `import { Square, surface } from './index';
it('has a size', () => {
  expect(new Square(3).size()).toBe(9);
});
it('has a surface', () => {
  expect(surface(2)).toBe(4);
});
`,
  });
  const suspects = await ranked(project, [
    testResult('src/square.spec.ts', ['has a size'], { failure: failure('expected 6 to be 9') }),
    testResult('src/square.spec.ts', ['has a surface']),
  ]);
  const symbols = suspects.map((suspect) => suspect.symbol);
  expect(symbols.slice(0, 4)).toContain('size');
  expect(symbols).toContain('area');
});

const PYTHON = {
  'src/shop/__init__.py': 'from .cart import Cart\n',
  'src/shop/cart.py': `from .tax import vat


class Cart:
    def __init__(self):
        self.lines = []

    def add(self, price, quantity=1):
        self.lines.append((price, quantity))

    def count(self):
        return len(self.lines)

    def total(self):
        net = sum(price * quantity for price, quantity in self.lines)
        return vat(net)
`,
  'src/shop/tax.py': 'def vat(net):\n    return net * 0.19\n',
  'tests/conftest.py': 'import pytest\nfrom shop import Cart\n\n\n@pytest.fixture\ndef cart():\n    return Cart()\n',
  'tests/test_cart.py': `class TestCart:
    def test_count(self, cart):
        cart.add(2)
        assert cart.count() == 1

    def test_total(self, cart):
        cart.add(2)
        assert cart.total() == 2.38
`,
};

it('follows pytest fixtures, packages and methods in Python', async () => {
  const suspects = await ranked(memoryProject(PYTHON), [
    testResult('tests/test_cart.py', ['TestCart', 'test_count']),
    testResult('tests/test_cart.py', ['TestCart', 'test_total'], { failure: failure('assert 0.38 == 2.38') }),
  ]);
  const symbols = suspects.map((suspect) => suspect.symbol);
  expect(symbols[0]).toBe('total');
  expect(symbols.indexOf('vat')).toBeLessThan(4);
  expect(symbols.indexOf('count')).toBeGreaterThan(symbols.indexOf('vat'));
});

describe('stack frames', () => {
  it('come first: the innermost frame in a source, as a statement and as its function', async () => {
    const frames = [frame('src/tax.js', 4), frame('src/cart.js', 19), frame('test/cart.test.js', 14, true)];
    const suspects = await ranked(memoryProject(CART_ESM), [
      testResult('test/cart.test.js', ['adds the tax of the country'], {
        failure: failure('rateOf is not a function', { kind: 'error', errorType: 'TypeError', frames }),
      }),
    ]);
    expect(suspects[0]).toMatchObject({ file: 'src/tax.js', startLine: 4, endLine: 4, symbol: 'vat' });
    expect(suspects[0]?.evidence[0]?.kind).toBe('frame');
    const lines = suspects.filter((suspect) => suspect.symbol === 'total');
    expect(lines.map(({ startLine, endLine }) => [startLine, endLine])).toContainEqual([19, 19]);
  });

  it('are read from what a server printed', async () => {
    const project = memoryProject({
      'src/app.js': `const { list } = require('./store');
app.get('/tasks', (request, response) => {
  response.json(list());
});
app.get('/health', (request, response) => {
  response.json({ ok: true });
});
`,
      'src/store.js': 'exports.list = () => rows.map((row) => row.id);\n',
      'test/app.test.js': `require('../src/app');\ntest('lists tasks', async () => {\n  await get('/tasks');\n});\n`,
    });
    const output = 'ReferenceError: rows is not defined\n    at list (/home/ci/work/app/src/store.js:1:22)\n';
    const suspects = await ranked(project, [
      testResult('test/app.test.js', ['lists tasks'], { failure: failure('500 !== 200', { output }) }),
    ]);
    expect(suspects[0]).toMatchObject({ file: 'src/store.js', startLine: 1 });
    const tasks = suspects.findIndex((suspect) => suspect.symbol === "app.get('/tasks')");
    const health = suspects.findIndex((suspect) => suspect.symbol === "app.get('/health')");
    expect(tasks).toBeGreaterThan(-1);
    expect(tasks).toBeLessThan(health === -1 ? 99 : health);
  });
});

describe('names in messages', () => {
  it('lead to where an undefined name is used', async () => {
    const project = memoryProject({
      'lib/routes.js': `function create(body) {\n  return new Task(body);\n}\nmodule.exports = { create };\n`,
      'lib/task.js': `class Task {}\nmodule.exports = { Task };\n`,
      'test/routes.test.js': `const { create } = require('../lib/routes');\nit('creates', () => {\n  create({});\n});\n`,
    });
    const suspects = await ranked(project, [
      testResult('test/routes.test.js', ['creates'], {
        failure: failure('Task is not defined', { kind: 'error', errorType: 'ReferenceError' }),
      }),
    ]);
    expect(suspects[0]).toMatchObject({ file: 'lib/routes.js', startLine: 2, endLine: 2, symbol: 'create' });
    expect(suspects[0]?.evidence.some((one) => one.kind === 'name')).toBe(true);
  });

  it('lead to the importer of a module that is not there, when the test file cannot load', async () => {
    const project = memoryProject({
      'package.json': '{"type":"module"}',
      'src/app.js': "import { Task } from './model/task.js';\nexport const make = () => new Task();\n",
      'src/models/task.js': 'export class Task {}\n',
      'test/app.test.js': "import { make } from '../src/app.js';\n",
    });
    const message = "Cannot find module '/home/ci/app/src/model/task.js' imported from /home/ci/app/src/app.js";
    const suspects = await ranked(project, [
      testResult('test/app.test.js', ['test/app.test.js'], {
        failure: failure(message, { kind: 'load', errorType: 'ERR_MODULE_NOT_FOUND' }),
      }),
    ]);
    expect(suspects[0]).toMatchObject({ file: 'src/app.js', startLine: 1, endLine: 1 });
  });

  it('lead to both sides of an import of a name that a Python module lacks', async () => {
    const project = memoryProject({
      'app/__init__.py': '',
      'app/models.py': 'class Task:\n    pass\n',
      'app/views.py': 'from app.models import Taks\n',
      'tests/test_views.py': 'from app.views import index\n',
    });
    const message = "ImportError: cannot import name 'Taks' from 'app.models' (/ci/app/models.py)";
    const suspects = await ranked(project, [
      testResult('tests/test_views.py', ['tests/test_views.py'], { failure: failure(message, { kind: 'load' }) }),
    ]);
    expect(suspects[0]).toMatchObject({ file: 'app/views.py', startLine: 1 });
    expect(suspects.some((suspect) => suspect.file === 'app/models.py')).toBe(true);
  });
});

describe('what is never a suspect', () => {
  it('tests, configuration, installed packages', async () => {
    const project = memoryProject({
      'jest.config.js': 'module.exports = {};\n',
      'node_modules/dep/index.js': 'module.exports = () => 1;\n',
      'src/a.js': "const dep = require('dep');\nexports.a = () => dep();\n",
      'test/helper.js': "const { a } = require('../src/a');\nexports.help = () => a();\n",
      'test/a.test.js': "const { help } = require('./helper');\nit('works', () => {\n  expect(help()).toBe(2);\n});\n",
    });
    const frames = [frame('node_modules/dep/index.js', 1), frame('jest.config.js', 1), frame('test/helper.js', 2)];
    const suspects = await ranked(project, [
      testResult('test/a.test.js', ['works'], { failure: failure('1 !== 2', { frames }) }),
    ]);
    expect(suspects.map((suspect) => suspect.file)).toEqual(suspects.map(() => 'src/a.js'));
    expect(suspects[0]?.symbol).toBe('a');
  });
});

it('names whole files of languages that it cannot parse', async () => {
  const project = memoryProject({
    'pkg/Sum.kt': 'package pkg\n\nfun sum(a: Int, b: Int): Int {\n  return a - b\n}\n',
    'pkg/SumTest.kt': 'package pkg\n',
  });
  const suspects = await ranked(project, [
    testResult('pkg/SumTest.kt', ['sums'], { failure: failure('got -1', { frames: [frame('pkg/Sum.kt', 4)] }) }),
  ]);
  expect(suspects[0]).toMatchObject({ file: 'pkg/Sum.kt', startLine: 4, symbol: null });
});

it('takes coverage of each test when it is given', async () => {
  const project = memoryProject({
    'src/a.js':
      'exports.pick = (kind) => {\n  if (kind === 1) return one();\n  return two();\n};\nconst one = () => 1;\nconst two = () => 1;\n',
    'test/a.test.js':
      "const { pick } = require('../src/a');\nit('one', () => {\n  pick(1);\n});\nit('two', () => {\n  pick(2);\n});\n",
  });
  const results = [
    testResult('test/a.test.js', ['one']),
    testResult('test/a.test.js', ['two'], { failure: failure('1 !== 2') }),
  ];
  const coverage = new Map([
    [results[0]?.id ?? '', new Map([['src/a.js', new Set([1, 2, 5])]])],
    [results[1]?.id ?? '', new Map([['src/a.js', new Set([1, 3, 6])]])],
  ]);
  const failing = results.slice(1);
  const suspects = await localize({ project, failing, baseline: reportOf(results), coverage });
  const place = (symbol: string) => suspects.findIndex((suspect) => suspect.symbol === symbol);
  expect(place('two')).toBeLessThan(place('one'));
  expect(suspects.some((suspect) => suspect.evidence.some((one) => one.kind === 'coverage'))).toBe(true);
});

it('still ranks something when the report names no file', async () => {
  const suspects = await ranked(memoryProject(CART_ESM), [
    { ...testResult('', ['adds the tax of the country'], { failure: failure('11.81 !== 7.14') }), file: null },
  ]);
  expect(suspects.slice(0, 5).map((suspect) => suspect.file)).toContain('src/tax.js');
});

it('looks where names point when the test reaches no source that can be followed', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`lib/part${index}.js`, `exports.part = () => ${index};\n`]),
  );
  const project = memoryProject({
    ...files,
    'lib/rounding.js': 'exports.round = (value) => Math.floor(value);\n',
    'test/all.test.js':
      "const rounding = require(['..', 'lib', 'rounding'].join('/'));\nit('rounds', () => {\n  expect(rounding.round(1.6)).toBe(2);\n});\n",
  });
  const suspects = await ranked(project, [
    testResult('test/all.test.js', ['rounds'], { failure: failure('expected 1 to be 2') }),
  ]);
  expect(suspects[0]).toMatchObject({ file: 'lib/rounding.js', symbol: 'round' });
});

it('ends at 50 places', async () => {
  const functions = Array.from({ length: 90 }, (_, index) => `exports.f${index} = () => ${index};\n`).join('');
  const calls = Array.from({ length: 90 }, (_, index) => `  lib.f${index}();\n`).join('');
  const project = memoryProject({
    'lib.js': functions,
    'lib.test.js': `const lib = require('./lib');\nit('calls', () => {\n${calls}});\n`,
  });
  const suspects = await ranked(project, [testResult('lib.test.js', ['calls'], { failure: failure('no') })]);
  expect(suspects).toHaveLength(50);
});
