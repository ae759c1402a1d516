import type { StackFrame, TestFailure } from '../../src/domain/test-report.ts';
import { failure, frame } from '../support/test-results.ts';
import { ESM, GEOMETRY, LIBRARY_PY, ROUTES_ESM, SHOP_COMMONJS, SHOP_ESM } from './registry-projects.ts';

/** A small project with one fault, the failure that its runtime prints, and the repair. */
export interface RuleCase {
  readonly title: string;
  /** Name of the rule that has to find it. */
  readonly rule: string;
  /** Name that the repairing candidate carries. */
  readonly operator: string;
  readonly files: Readonly<Record<string, string>>;
  readonly test: string;
  readonly told: TestFailure;
  /** The only edit of the repair: file, text that stands once, and what it becomes. */
  readonly repair: readonly [file: string, from: string, to: string];
}

export function thrown(errorType: string, message: string, ...frames: StackFrame[]): TestFailure {
  return failure(message, { kind: 'error', errorType, frames });
}

export function unloaded(errorType: string, message: string, ...frames: StackFrame[]): TestFailure {
  return failure(message, { kind: 'load', errorType, frames });
}

function wrong(message: string, ...frames: StackFrame[]): TestFailure {
  return failure(message, { kind: 'assertion', errorType: 'AssertionError', frames });
}

type Files = Readonly<Record<string, string>>;

/** A whole project with its fault put in: `right` stands once in the file, and becomes `fault`. */
export function seeded(
  files: Files,
  file: string,
  right: string,
  fault: string,
  more: Pick<RuleCase, 'title' | 'rule' | 'operator' | 'test' | 'told'> & { readonly repaired?: string },
): RuleCase {
  const parts = files[file]?.split(right) ?? [];
  if (parts.length !== 2) throw new Error(`"${right}" does not stand once in ${file}`);
  const faulty = parts.join(fault);
  const { repaired, ...rest } = more;
  return { ...rest, files: { ...files, [file]: faulty }, repair: [file, faulty, repaired ?? files[file] ?? ''] };
}

const inRoutes = { test: 'test/routes.test.js' };
const inShop = { test: 'test/shop.test.js' };
const inPath = { test: 'test/path.test.ts' };
const inShelf = { test: 'tests/test_shelf.py' };

export const RULE_CASES: readonly RuleCase[] = [
  // undefined-names
  seeded(
    SHOP_ESM,
    'src/routes.js',
    "import { findTask, saveTask } from './models/task.js';",
    "import { saveTask } from './models/task.js';",
    {
      ...inRoutes,
      title: 'ESM: one name is missing in an import',
      rule: 'undefined-names',
      operator: 'add-import',
      told: thrown(
        'ReferenceError',
        'findTask is not defined',
        frame('src/routes.js', 8),
        frame('test/routes.test.js', 7, true),
      ),
      repaired: ROUTES_ESM.replace('{ findTask, saveTask }', '{ saveTask, findTask }'),
    },
  ),
  seeded(SHOP_COMMONJS, 'src/cart.js', "const { gross } = require('./price');\n\n", '', {
    ...inShop,
    title: 'CommonJS: the require is missing',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown(
      'ReferenceError',
      'gross is not defined',
      frame('src/cart.js', 11),
      frame('src/shop.js', 6),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(GEOMETRY, 'src/path.ts', 'distance(this.points[i - 1]!', 'distanse(this.points[i - 1]!', {
    ...inPath,
    title: 'TypeScript: a misspelt name',
    rule: 'undefined-names',
    operator: 'rename-identifier',
    told: thrown(
      'ReferenceError',
      'distanse is not defined',
      frame('src/path.ts', 14),
      frame('test/path.test.ts', 5, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'import math\n\n', '', {
    ...inShelf,
    title: 'Python: a module of the standard library is not imported',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown(
      'NameError',
      "name 'math' is not defined. Did you forget to import 'math'?",
      frame('app/shelf.py', 16),
      frame('tests/test_shelf.py', 11, true),
    ),
  }),
  seeded(SHOP_COMMONJS, 'src/cart.js', 'gross(this.lines, rate)', 'gross(lines, rate)', {
    ...inShop,
    title: 'CommonJS: `this.` is missing',
    rule: 'undefined-names',
    operator: 'add-receiver',
    told: thrown(
      'ReferenceError',
      'lines is not defined',
      frame('src/cart.js', 13),
      frame('src/shop.js', 6),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'len(self.books)', 'len(books)', {
    ...inShelf,
    title: 'Python: `self.` is missing',
    rule: 'undefined-names',
    operator: 'add-receiver',
    told: thrown(
      'NameError',
      "name 'books' is not defined. Did you mean: 'self.books'?",
      frame('app/shelf.py', 18),
      frame('tests/test_shelf.py', 11, true),
    ),
  }),
  // module-paths
  seeded(SHOP_ESM, 'src/routes.js', './models/task.js', './modles/task.js', {
    ...inRoutes,
    title: 'ESM: a misspelt folder',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded(
      'Error',
      "Cannot find module '/home/ci/shop/src/modles/task.js' imported from /home/ci/shop/src/routes.js",
      frame('test/routes.test.js', 1, true),
    ),
  }),
  seeded(SHOP_ESM, 'src/routes.js', './models/task.js', './models/task', {
    ...inRoutes,
    title: 'ESM: the extension is missing',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded(
      'Error',
      'Cannot find module \'/home/ci/shop/src/models/task\' imported from /home/ci/shop/src/routes.js\nDid you mean to import "./models/task.js"?',
    ),
  }),
  seeded(SHOP_COMMONJS, 'src/shop.js', "require('./cart')", "require('./carts')", {
    ...inShop,
    title: 'CommonJS: a misspelt file, as Jest tells it',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded(
      'Error',
      "Cannot find module './carts' from 'src/shop.js'\n\nRequire stack:\n  src/shop.js\n  test/shop.test.js\n",
      frame('src/shop.js', 1),
    ),
  }),
  seeded(GEOMETRY, 'src/path.ts', "'./point'", "'./points'", {
    ...inPath,
    title: 'TypeScript: a misspelt file, as Vitest tells it',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded(
      'Error',
      "Cannot find module './points' imported from '/home/ci/geometry/src/path.ts'",
      frame('src/path.ts', 1),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'from app.models', 'from app.model', {
    ...inShelf,
    title: 'Python: a misspelt module',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded(
      'ModuleNotFoundError',
      "No module named 'app.model'",
      frame('tests/test_shelf.py', 3, true),
      frame('app/shelf.py', 3),
    ),
  }),
  // imported-names
  seeded(SHOP_ESM, 'src/routes.js', '{ findTask, saveTask }', '{ findTsk, saveTask }', {
    ...inRoutes,
    title: 'ESM: a misspelt imported name',
    rule: 'imported-names',
    operator: 'imported-name',
    told: unloaded(
      'SyntaxError',
      "The requested module './models/task.js' does not provide an export named 'findTsk'",
      frame('src/routes.js', 1),
    ),
  }),
  seeded(SHOP_ESM, 'src/models/task.js', 'export function findTask', 'function findTask', {
    ...inRoutes,
    title: 'ESM: the export is missing',
    rule: 'imported-names',
    operator: 'add-export',
    told: unloaded(
      'SyntaxError',
      "The requested module './models/task.js' does not provide an export named 'findTask'",
      frame('src/routes.js', 1),
    ),
  }),
  seeded(SHOP_COMMONJS, 'src/price.js', '{ net, gross }', '{ net }', {
    ...inShop,
    title: 'CommonJS: the export is missing',
    rule: 'imported-names',
    operator: 'add-export',
    told: thrown(
      'TypeError',
      'gross is not a function',
      frame('src/cart.js', 13),
      frame('src/shop.js', 6),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'import Book, find_book', 'import Book, find_bok', {
    ...inShelf,
    title: 'Python: a misspelt imported name',
    rule: 'imported-names',
    operator: 'imported-name',
    told: unloaded(
      'ImportError',
      "cannot import name 'find_bok' from 'app.models' (/home/ci/library/app/models.py)",
      frame('tests/test_shelf.py', 3, true),
      frame('app/shelf.py', 3),
    ),
  }),
  {
    ...inRoutes,
    title: 'ESM: a default import of a module without one',
    rule: 'imported-names',
    operator: 'import-form',
    files: {
      ...SHOP_ESM,
      'src/show.js':
        "import showTask from './routes.js';\n\nexport function titleOf(id) {\n  return showTask(id).title;\n}\n",
      'test/routes.test.js':
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { createTask } from '../src/routes.js';\nimport { titleOf } from '../src/show.js';\n\ntest('tells the title', () => {\n  createTask(1, 'write');\n  assert.equal(titleOf(1), 'write');\n});\n",
    },
    told: unloaded(
      'SyntaxError',
      "The requested module './routes.js' does not provide an export named 'default'",
      frame('src/show.js', 1),
    ),
    repair: ['src/show.js', 'import showTask from', 'import { showTask } from'],
  },
  // module-members
  seeded(LIBRARY_PY, 'app/shelf.py', 'math.ceil(', 'math.ceill(', {
    ...inShelf,
    title: 'Python: a misspelt member of a module',
    rule: 'module-members',
    operator: 'rename-member',
    told: thrown(
      'AttributeError',
      "module 'math' has no attribute 'ceill'. Did you mean: 'ceil'?",
      frame('app/shelf.py', 18),
      frame('tests/test_shelf.py', 11, true),
    ),
  }),
  seeded(GEOMETRY, 'src/point.ts', 'Math.hypot(', 'Math.hypott(', {
    ...inPath,
    title: 'TypeScript: a misspelt member of Math',
    rule: 'module-members',
    operator: 'rename-member',
    told: thrown(
      'TypeError',
      'Math.hypott is not a function',
      frame('src/point.ts', 7),
      frame('src/path.ts', 14),
      frame('test/path.test.ts', 5, true),
    ),
  }),
  seeded(SHOP_COMMONJS, 'src/shop.js', 'const { Cart } =', 'const Cart =', {
    ...inShop,
    title: 'CommonJS: the braces around a required class are missing',
    rule: 'module-members',
    operator: 'import-form',
    told: thrown(
      'TypeError',
      'Cart is not a constructor',
      frame('src/shop.js', 4),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  // module-system
  seeded(
    SHOP_ESM,
    'src/routes.js',
    "import { findTask, saveTask } from './models/task.js';",
    "const { findTask, saveTask } = require('./models/task.js');",
    {
      ...inRoutes,
      title: '`require` in an ES module',
      rule: 'module-system',
      operator: 'module-system',
      told: unloaded(
        'ReferenceError',
        "require is not defined in ES module scope, you can use import instead\nThis file is being treated as an ES module because it has a '.js' file extension and '/home/ci/shop/package.json' contains \"type\": \"module\". To treat it as a CommonJS script, rename it to use the '.cjs' file extension.",
        frame('src/routes.js', 1),
      ),
    },
  ),
  seeded(SHOP_COMMONJS, 'src/shop.js', "const { Cart } = require('./cart');", "import { Cart } from './cart';", {
    ...inShop,
    title: '`import` in a CommonJS module',
    rule: 'module-system',
    operator: 'module-system',
    told: unloaded(
      'SyntaxError',
      "/home/ci/shop/src/shop.js:1\nimport { Cart } from './cart';\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module",
      frame('test/shop.test.js', 1, true),
    ),
  }),
  seeded(
    SHOP_ESM,
    'src/models/task.js',
    'export function findTask(id) {\n  return rows.get(id) ?? null;\n}\n',
    'function findTask(id) {\n  return rows.get(id) ?? null;\n}\n\nmodule.exports = { findTask };\n',
    {
      ...inRoutes,
      title: '`module.exports` in an ES module',
      rule: 'module-system',
      operator: 'module-system',
      told: unloaded('ReferenceError', 'module is not defined in ES module scope', frame('src/models/task.js', 12)),
      repaired: SHOP_ESM['src/models/task.js']
        .replace('export function findTask', 'function findTask')
        .concat('\nexport { findTask };\n'),
    },
  ),
  // named-by-runtime
  seeded(SHOP_COMMONJS, 'src/shop.js', 'new Cart()', 'Cart()', {
    ...inShop,
    title: '`new` is missing',
    rule: 'named-by-runtime',
    operator: 'missing-new',
    told: thrown(
      'TypeError',
      "Class constructor Cart cannot be invoked without 'new'",
      frame('src/shop.js', 4),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(GEOMETRY, 'src/path.ts', 'let sum', 'const sum', {
    ...inPath,
    title: 'a constant is assigned to',
    rule: 'named-by-runtime',
    operator: 'const-to-let',
    told: thrown(
      'TypeError',
      'Assignment to constant variable.',
      frame('src/path.ts', 14),
      frame('test/path.test.ts', 5, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'def put(self, title', 'def put(title', {
    ...inShelf,
    title: '`self` is missing',
    rule: 'named-by-runtime',
    operator: 'missing-self',
    told: thrown(
      'TypeError',
      'Shelf.put() takes 2 positional arguments but 3 were given',
      frame('tests/test_shelf.py', 9, true),
    ),
  }),
  {
    ...inShelf,
    title: '`global` is missing',
    rule: 'named-by-runtime',
    operator: 'missing-global',
    files: {
      'app/__init__.py': '',
      'app/counter.py': 'count = 0\n\n\ndef step():\n    count += 1\n    return count\n',
      'tests/test_shelf.py': 'from app.counter import step\n\n\ndef test_step():\n    assert step() == 1\n',
    },
    told: thrown(
      'UnboundLocalError',
      "cannot access local variable 'count' where it is not associated with a value",
      frame('app/counter.py', 5),
      frame('tests/test_shelf.py', 5, true),
    ),
    repair: ['app/counter.py', '    count += 1', '    global count\n    count += 1'],
  },
  {
    ...inShelf,
    title: '`nonlocal` is missing',
    rule: 'named-by-runtime',
    operator: 'missing-global',
    files: {
      'app/__init__.py': '',
      'app/counter.py':
        'def counter():\n    count = 0\n\n    def step():\n        count += 1\n        return count\n\n    return step\n',
      'tests/test_shelf.py': 'from app.counter import counter\n\n\ndef test_step():\n    assert counter()() == 1\n',
    },
    told: thrown(
      'UnboundLocalError',
      "cannot access local variable 'count' where it is not associated with a value",
      frame('app/counter.py', 5),
      frame('tests/test_shelf.py', 5, true),
    ),
    repair: ['app/counter.py', '        count += 1', '        nonlocal count\n        count += 1'],
  },
  // missing-await: the await stands, the function around it is not asynchronous
  {
    title: 'an await in a function that is not async (JavaScript)',
    rule: 'missing-await',
    operator: 'missing-async',
    files: {
      'package.json': '{"type":"module"}',
      'src/rows.js': 'export async function readRows() {\n  return [1, 2];\n}\n',
      'src/count.js':
        "import { readRows } from './rows.js';\n\nexport function count() {\n  return (await readRows()).length;\n}\n",
      'test/count.test.js': "import { count } from '../src/count.js';\n",
    },
    test: 'test/count.test.js',
    told: unloaded(
      'SyntaxError',
      'await is only valid in async functions and the top level bodies of modules',
      frame('src/count.js', 4),
    ),
    repair: ['src/count.js', 'export function count', 'export async function count'],
  },
  // missing-await
  {
    ...inRoutes,
    title: 'JavaScript: a call of an async function is not awaited',
    rule: 'missing-await',
    operator: 'missing-await',
    files: {
      'package.json': ESM,
      'src/store.js':
        "const names = new Map([[1, 'Ann']]);\n\nexport async function readName(id) {\n  return names.get(id);\n}\n",
      'src/greet.js':
        "import { readName } from './store.js';\n\nexport async function greet(id) {\n  const name = readName(id);\n  return 'Hello, ' + name;\n}\n",
      'test/routes.test.js':
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { greet } from '../src/greet.js';\n\ntest('greets', async () => {\n  assert.equal(await greet(1), 'Hello, Ann');\n});\n",
    },
    told: failure(
      "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'Hello, [object Promise]'\n- 'Hello, Ann'\n",
      {
        errorType: 'AssertionError',
        expected: 'Hello, Ann',
        actual: 'Hello, [object Promise]',
        frames: [frame('test/routes.test.js', 6, true)],
      },
    ),
    repair: ['src/greet.js', '= readName(id)', '= await readName(id)'],
  },
  {
    ...inRoutes,
    title: 'JavaScript: a method of what an async function promises is called at once',
    rule: 'missing-await',
    operator: 'missing-await',
    files: {
      'package.json': ESM,
      'src/store.js':
        'export class Store {\n  #rows = [{ done: true }];\n\n  async readRows() {\n    return this.#rows;\n  }\n}\n',
      'src/list.js':
        "import { Store } from './store.js';\n\nexport async function listDone() {\n  const rows = new Store().readRows();\n  return rows.filter((row) => row.done);\n}\n",
      'test/routes.test.js':
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { listDone } from '../src/list.js';\n\ntest('lists', async () => {\n  assert.equal((await listDone()).length, 1);\n});\n",
    },
    told: thrown(
      'TypeError',
      'rows.filter is not a function',
      frame('src/list.js', 5),
      frame('test/routes.test.js', 6, true),
    ),
    repair: ['src/list.js', 'new Store().readRows()', 'await new Store().readRows()'],
  },
  {
    ...inShelf,
    title: 'Python: a coroutine is not awaited',
    rule: 'missing-await',
    operator: 'missing-await',
    files: {
      'app/__init__.py': '',
      'app/store.py': 'async def read_rows():\n    return [1, 2]\n',
      'app/count.py':
        'from app.store import read_rows\n\n\nasync def count_rows():\n    rows = read_rows()\n    return len(rows)\n',
      'tests/test_shelf.py':
        'import asyncio\n\nfrom app.count import count_rows\n\n\ndef test_count():\n    assert asyncio.run(count_rows()) == 2\n',
    },
    told: thrown(
      'TypeError',
      "object of type 'coroutine' has no len()",
      frame('app/count.py', 6),
      frame('tests/test_shelf.py', 7, true),
    ),
    repair: ['app/count.py', '= read_rows()', '= await read_rows()'],
  },
  // misspelt-definitions
  seeded(GEOMETRY, 'src/path.ts', 'length(): number', 'lenght(): number', {
    ...inPath,
    title: 'TypeScript: a method is defined under a misspelt name',
    rule: 'misspelt-definitions',
    operator: 'rename-definition',
    told: thrown(
      'TypeError',
      '(intermediate value).add(...).add(...).length is not a function',
      frame('test/path.test.ts', 5, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'def pages_of', 'def page_of', {
    ...inShelf,
    title: 'Python: a method is defined under a misspelt name',
    rule: 'misspelt-definitions',
    operator: 'rename-definition',
    told: thrown(
      'AttributeError',
      "'Shelf' object has no attribute 'pages_of'. Did you mean: 'page_of'?",
      frame('tests/test_shelf.py', 10, true),
    ),
  }),
  // misspelt-members
  seeded(SHOP_COMMONJS, 'src/shop.js', 'cart.total(', 'cart.totl(', {
    ...inShop,
    title: 'CommonJS: a misspelt method',
    rule: 'misspelt-members',
    operator: 'rename-member',
    told: thrown(
      'TypeError',
      'cart.totl is not a function',
      frame('src/shop.js', 6),
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(SHOP_COMMONJS, 'src/price.js', 'line.price *', 'line.prise *', {
    ...inShop,
    title: 'CommonJS: a misspelt property gives NaN',
    rule: 'misspelt-members',
    operator: 'rename-member',
    told: wrong(
      'expect(received).toBe(expected) // Object.is equality\n\nExpected: 9\nReceived: NaN',
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded({ ...SHOP_COMMONJS, 'tools/enterprise.py': '' }, 'src/price.js', 'line.price *', 'line.prise *', {
    ...inShop,
    title: 'CommonJS: a misspelt property, and a module whose name ends like it',
    rule: 'misspelt-members',
    operator: 'rename-member',
    told: wrong(
      'expect(received).toBe(expected) // Object.is equality\n\nExpected: 9\nReceived: NaN',
      frame('test/shop.test.js', 4, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'self.books, title', 'self.boks, title', {
    ...inShelf,
    title: 'Python: a misspelt attribute',
    rule: 'misspelt-members',
    operator: 'rename-member',
    told: thrown(
      'AttributeError',
      "'Shelf' object has no attribute 'boks'. Did you mean: 'books'?",
      frame('app/shelf.py', 14),
      frame('tests/test_shelf.py', 10, true),
    ),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'pages=pages', 'page=pages', {
    ...inShelf,
    title: 'Python: a misspelt keyword argument',
    rule: 'misspelt-members',
    operator: 'rename-member',
    told: thrown(
      'TypeError',
      "Book.__init__() got an unexpected keyword argument 'page'. Did you mean 'pages'?",
      frame('app/shelf.py', 11),
      frame('tests/test_shelf.py', 9, true),
    ),
  }),
  {
    ...inShelf,
    title: 'Python: a misspelt key',
    rule: 'misspelt-members',
    operator: 'rename-member',
    files: {
      'app/__init__.py': '',
      'app/stock.py':
        'def line(name, quantity):\n    return {"name": name, "quantity": quantity}\n\n\ndef count(lines):\n    return sum(entry["quantitty"] for entry in lines)\n',
      'tests/test_shelf.py':
        'from app.stock import count, line\n\n\ndef test_count():\n    assert count([line("pen", 2)]) == 2\n',
    },
    told: thrown('KeyError', "KeyError: 'quantitty'", frame('app/stock.py', 6), frame('tests/test_shelf.py', 5, true)),
    repair: ['app/stock.py', '"quantitty"', '"quantity"'],
  },

  // what the seeding of faults into real packages has shown
  seeded(LIBRARY_PY, 'app/shelf.py', 'from app.models import', 'from core.models import', {
    ...inShelf,
    title: 'Python: a folder that is not there, of which the message names the first part',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded('ModuleNotFoundError', "No module named 'core'", frame('app/shelf.py', 3)),
  }),
  seeded(LIBRARY_PY, 'app/shelf.py', 'from app.models import', 'from models import', {
    ...inShelf,
    title: 'Python: a module beside this one is not a module for a package',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded('ModuleNotFoundError', "No module named 'models'", frame('app/shelf.py', 3)),
  }),
  seeded(LIBRARY_PY, 'app/models.py', 'from dataclasses import', 'from app.shelf import', {
    ...inShelf,
    title: 'Python: a name of the standard library is asked of a module of the project',
    rule: 'imported-names',
    operator: 'module-path',
    told: unloaded('ImportError', "cannot import name 'dataclass' from 'app.shelf'", frame('app/models.py', 1)),
  }),
  seeded(
    { ...LIBRARY_PY, 'app/__init__.py': 'from app.shelf import Shelf\n\n__all__ = ["Shelf"]\n' },
    'app/__init__.py',
    'from app.shelf import Shelf\n\n',
    '\n\n',
    {
      ...inShelf,
      title: 'Python: a name of `__all__` is not imported',
      rule: 'undefined-names',
      operator: 'add-import',
      told: unloaded('AttributeError', "module 'app' has no attribute 'Shelf'", frame('app/__init__.py', 3)),
      repaired: 'from app.shelf import Shelf\n\n\n__all__ = ["Shelf"]\n',
    },
  ),
  seeded(
    {
      ...GEOMETRY,
      'src/index.ts': "export { distance } from './point';\nexport { Path } from './path';\n",
      'test/path.test.ts':
        "import { expect, it } from 'vitest';\nimport * as geometry from '../src/index';\n\nit('measures', () => {\n  expect(new geometry.Path().length()).toBe(0);\n});\n",
    },
    'src/index.ts',
    "export { Path } from './path';\n",
    '',
    {
      ...inPath,
      title: 'TypeScript: an index does not pass a name on',
      rule: 'module-members',
      operator: 'add-export',
      told: thrown('TypeError', 'geometry.Path is not a constructor', frame('test/path.test.ts', 5)),
    },
  ),
  seeded(
    {
      ...GEOMETRY,
      'src/index.ts': "export * from './point';\nexport * from './path';\n",
      'test/path.test.ts': GEOMETRY['test/path.test.ts'].replace('src/path', 'src/index'),
    },
    'src/index.ts',
    "export * from './path';\n",
    '',
    {
      ...inPath,
      title: 'TypeScript: an index does not pass a module on',
      rule: 'imported-names',
      operator: 'add-export',
      told: unloaded(
        'SyntaxError',
        "The requested module '../src/index' does not provide an export named 'Path'",
        frame('test/path.test.ts', 2),
      ),
    },
  ),
  seeded(
    {
      ...SHOP_COMMONJS,
      'src/index.js':
        "const { Cart } = require('./cart');\nconst { checkout } = require('./shop');\n\nmodule.exports = {\n  Cart,\n  checkout,\n};\n",
      'test/shop.test.js':
        "const shop = require('../src/index');\n\ntest('adds up', () => {\n  expect(shop.checkout([], 0)).toBe(0);\n});\n",
    },
    'src/index.js',
    '  checkout,\n',
    '',
    {
      ...inShop,
      title: 'CommonJS: an index does not pass on what it requires',
      rule: 'module-members',
      operator: 'add-export',
      told: thrown('TypeError', 'shop.checkout is not a function', frame('test/shop.test.js', 4)),
    },
  ),
  seeded(SHOP_COMMONJS, 'src/cart.js', '{ gross }', '{ grss }', {
    ...inShop,
    title: 'CommonJS: a name is misspelt where it is required, and right where it is used',
    rule: 'imported-names',
    operator: 'imported-name',
    told: thrown('ReferenceError', 'gross is not defined', frame('src/cart.js', 13)),
  }),
  seeded(
    {
      ...SHOP_COMMONJS,
      'src/cart.js': (SHOP_COMMONJS['src/cart.js'] ?? '')
        .replace('{ gross }', 'price')
        .replace('gross(', 'price.gross('),
    },
    'src/cart.js',
    'const price =',
    'const { price } =',
    {
      ...inShop,
      title: 'CommonJS: a whole module is taken for a name of it',
      rule: 'imported-names',
      operator: 'import-form',
      told: thrown('TypeError', "Cannot read properties of undefined (reading 'gross')", frame('src/cart.js', 13)),
    },
  ),
  seeded(
    {
      ...SHOP_COMMONJS,
      'package.json': '{"name":"shop","dependencies":{"big.js":"^6.0.0"}}',
      'src/price.js':
        "const Big = require('big.js');\n\nfunction gross(net, rate) {\n  return new Big(net * (1 + rate)).toString();\n}\n\nmodule.exports = { gross };\n",
    },
    'src/price.js',
    'const Big =',
    'const { Big } =',
    {
      ...inShop,
      title: 'CommonJS: a package is taken for a name of it',
      rule: 'imported-names',
      operator: 'import-form',
      told: thrown('TypeError', 'Big is not a constructor', frame('src/price.js', 4)),
    },
  ),

  seeded(
    {
      ...SHOP_ESM,
      'src/tools.js': "export * as models from './models/task.js';\n",
      'test/routes.test.js':
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport * as tools from '../src/tools.js';\n\ntest('finds none', () => assert.equal(tools.models.findTask(1), null));\n",
    },
    'src/models/task.js',
    'export function findTask',
    'function findTask',
    {
      ...inRoutes,
      title: 'ESM: what is reached through a namespace of a namespace is not exported',
      rule: 'hidden-definitions',
      operator: 'add-export',
      told: thrown('TypeError', 'tools.models.findTask is not a function', frame('test/routes.test.js', 5, true)),
    },
  ),
  seeded(
    {
      ...SHOP_COMMONJS,
      'src/index.js': "for (const name of ['price', 'cart']) exports[name] = require('./' + name);\n",
      'test/shop.test.js':
        "const all = require('../src/index');\n\ntest('adds up', () => {\n  expect(all.price.net([])).toBe(0);\n});\n",
    },
    'src/price.js',
    '{ net, gross }',
    '{ gross }',
    {
      ...inShop,
      title: 'CommonJS: what is reached through a table of modules is not exported',
      rule: 'hidden-definitions',
      operator: 'add-export',
      told: thrown('TypeError', 'all.price.net is not a function', frame('test/shop.test.js', 4, true)),
      repaired: (SHOP_COMMONJS['src/price.js'] ?? '').replace('{ net, gross }', '{ gross, net }'),
    },
  ),
  seeded(
    {
      ...SHOP_ESM,
      'src/save.js':
        "import { saveTask } from './models/task.js';\n\nexport default function save(task) {\n  return saveTask(task);\n}\n",
      'src/routes.js':
        "import save from './save.js';\n\nexport function createTask(id, title) {\n  return save({ id, title });\n}\n",
    },
    'src/routes.js',
    'import save from',
    'import * as save from',
    {
      ...inRoutes,
      title: 'ESM: a namespace for a default export',
      rule: 'module-members',
      operator: 'import-form',
      told: thrown('TypeError', 'save is not a function', frame('src/routes.js', 4)),
    },
  ),

  seeded(
    {
      ...SHOP_COMMONJS,
      'src/tally.js':
        "exports.add = function (count) {\n  this.count = (this.count || 0) + count;\n  return this.shown();\n};\n\nexports.shown = function () {\n  return 'n' + this.count;\n};\n",
      'test/shop.test.js':
        "const tally = require('../src/tally');\n\ntest('counts', () => {\n  expect(tally.add(2)).toBe('n2');\n});\n",
    },
    'src/tally.js',
    'return this.shown()',
    'return shown()',
    {
      ...inShop,
      title: 'CommonJS: `this.` is missing in a method of a plain object',
      rule: 'undefined-names',
      operator: 'add-receiver',
      told: thrown('ReferenceError', 'shown is not defined', frame('src/tally.js', 3)),
    },
  ),

  seeded(
    {
      ...LIBRARY_PY,
      'app/shelf.py': LIBRARY_PY['app/shelf.py'].replace(
        'import math\n',
        'import math\nfrom collections import Counter\n',
      ),
    },
    'app/shelf.py',
    'from collections import Counter\n\nfrom app.models import Book, find_book',
    '\nfrom app.models import Book, Counter, find_book',
    {
      ...inShelf,
      title: 'Python: one name of several is asked of the wrong module',
      rule: 'imported-names',
      operator: 'module-path',
      told: unloaded('ImportError', "cannot import name 'Counter' from 'app.models'", frame('app/shelf.py', 3)),
    },
  ),
  seeded(
    {
      ...GEOMETRY,
      'src/all.ts': "export * from './point';\n",
      'src/other.ts':
        "export { distance as far } from './all';\nimport { distance } from './all';\n\nexport const twice = distance;\n",
      'src/kinds.ts': 'export const kinds = [1];\n',
    },
    'src/path.ts',
    "from './point'",
    "from './kinds'",
    {
      ...inPath,
      title: 'TypeScript: names are asked of a module that has none of them',
      rule: 'imported-names',
      operator: 'module-path',
      told: thrown('TypeError', '(0 , __vi_import_0__.distance) is not a function', frame('src/path.ts', 14)),
    },
  ),

  seeded(
    {
      ...GEOMETRY,
      'src/internal.ts': "export * from './point';\nexport * from './path';\nexport * from './circle';\n",
      'src/circle.ts':
        "export * from './internal';\n\nexport const area = (radius: number) => Math.PI * radius ** 2;\n",
      'src/path.ts': GEOMETRY['src/path.ts'].replace("from './point'", "from './internal'"),
    },
    'src/path.ts',
    '{ distance, type Point }',
    '{ distanc, type Point }',
    {
      ...inPath,
      title: 'TypeScript: a misspelt name of modules that pass each other on in a circle',
      rule: 'imported-names',
      operator: 'imported-name',
      told: thrown('TypeError', '(0 , __vi_import_0__.distance) is not a function', frame('src/path.ts', 14)),
    },
  ),

  seeded(
    {
      ...GEOMETRY,
      'src/path.ts': GEOMETRY['src/path.ts'].replace(
        "import { distance, type Point } from './point';",
        "import type { Point } from './point';\nimport { distance } from './point';",
      ),
    },
    'src/path.ts',
    "import { distance } from './point';",
    "const { distance } = require('./point');",
    {
      ...inPath,
      title: 'TypeScript: `require` where the other imports name no extension',
      rule: 'module-system',
      operator: 'module-system',
      told: unloaded('ReferenceError', 'require is not defined', frame('src/path.ts', 2)),
    },
  ),
];
