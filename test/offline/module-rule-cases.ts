import { frame } from '../support/test-results.ts';
import { ESM, GEOMETRY, SHOP_COMMONJS, SHOP_ESM } from './registry-projects.ts';
import { type RuleCase, seeded, thrown, unloaded } from './registry-rule-cases.ts';

const CLOCK_PY = {
  'clock.py': `from datetime import datetime, timedelta


def day_after(text):
    return (datetime.strptime(text, "%Y-%m-%d") + timedelta(days=1)).day
`,
  'feed.py': `import pprint
import xml.etree.ElementTree


def titles(text):
    root = xml.etree.ElementTree.fromstring(text)
    return pprint.pformat([item.text for item in root])
`,
  'ledger/__init__.py': 'from . import totals\n',
  'ledger/totals.py': 'def total(values):\n    return sum(values)\n',
  'stream.py': `class Door:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        return None


async def numbers(count):
    for number in range(count):
        yield number


async def collect(count):
    async with Door():
        return [number async for number in numbers(count)]
`,
  'tests/test_clock.py': `import ledger
from clock import day_after
from feed import titles
from stream import collect


def test_works():
    assert day_after("2024-05-31") == 1
    assert ledger.totals.total([1]) == 1
    assert titles("<r><t>a</t></r>") == "['a']"
    assert collect
`,
};

const STREAM_JS = {
  'package.json': ESM,
  'src/stream.js': `export async function* numbers(count) {
  for (let number = 0; number < count; number++) yield number;
}

export async function collect(count) {
  const all = [];
  for await (const number of numbers(count)) all.push(number);
  return all;
}
`,
  'src/place.js': `import { join } from 'node:path';

export const place = () => join(import.meta.dirname, 'x');
`,
  'test/stream.test.js': `import { collect } from '../src/stream.js';
import { place } from '../src/place.js';
`,
};

const STACK_JS = `class Stack {
  items = [];
}

export default Stack;
`;

const inClock = { test: 'tests/test_clock.py' };
const inStream = { test: 'test/stream.test.js' };
const inRoutes = { test: 'test/routes.test.js' };

export const MODULE_RULE_CASES: readonly RuleCase[] = [
  // module-objects
  seeded(
    {
      ...CLOCK_PY,
      'clock.py': 'from datetime import datetime\n\n\ndef year(text):\n    return datetime.fromisoformat(text).year\n',
    },
    'clock.py',
    'from datetime import datetime',
    'import datetime',
    {
      ...inClock,
      title: 'Python: the module where the class of its name is meant',
      rule: 'module-objects',
      operator: 'module-object',
      told: thrown('AttributeError', "module 'datetime' has no attribute 'fromisoformat'", frame('clock.py', 5)),
    },
  ),
  seeded(CLOCK_PY, 'clock.py', '+ timedelta(', '+ datetime.timedelta(', {
    ...inClock,
    title: 'Python: the class where the module of its name is meant',
    rule: 'module-objects',
    operator: 'module-object',
    told: thrown(
      'AttributeError',
      "type object 'datetime.datetime' has no attribute 'timedelta'",
      frame('clock.py', 5),
    ),
  }),
  seeded(CLOCK_PY, 'feed.py', 'pprint.pformat(', 'pprint(', {
    ...inClock,
    title: 'Python: a module is called',
    rule: 'module-objects',
    operator: 'module-object',
    told: thrown('TypeError', "'module' object is not callable", frame('feed.py', 7)),
    repaired: CLOCK_PY['feed.py'].replace('pprint.pformat(', 'pprint.pprint('),
  }),
  // inner-modules
  seeded(CLOCK_PY, 'feed.py', 'import xml.etree.ElementTree', 'import xml', {
    ...inClock,
    title: 'Python: an inner module of the standard library is not imported',
    rule: 'inner-modules',
    operator: 'inner-module',
    told: thrown('AttributeError', "module 'xml' has no attribute 'etree'", frame('feed.py', 6)),
  }),
  seeded(CLOCK_PY, 'ledger/__init__.py', 'from . import totals\n', '"""Sums."""\n', {
    ...inClock,
    title: 'Python: an inner module of the project is not imported by its package',
    rule: 'inner-modules',
    operator: 'inner-module',
    told: thrown('AttributeError', "module 'ledger' has no attribute 'totals'", frame('tests/test_clock.py', 9, true)),
    repaired: '"""Sums."""\n\nfrom . import totals\n\n\n',
  }),
  // async-iteration
  seeded(CLOCK_PY, 'stream.py', 'number async for number in numbers', 'number for number in numbers', {
    ...inClock,
    title: 'Python: a plain comprehension over an async generator',
    rule: 'async-iteration',
    operator: 'async-iteration',
    told: thrown('TypeError', "'async_generator' object is not iterable", frame('stream.py', 15)),
  }),
  seeded(CLOCK_PY, 'stream.py', 'async with Door()', 'with Door()', {
    ...inClock,
    title: 'Python: a plain `with` over an async context manager',
    rule: 'async-iteration',
    operator: 'async-iteration',
    told: thrown('TypeError', "'Door' object does not support the context manager protocol", frame('stream.py', 14)),
  }),
  seeded(STREAM_JS, 'src/stream.js', 'for await (const', 'for (const', {
    ...inStream,
    title: 'ESM: a plain loop over an async generator',
    rule: 'async-iteration',
    operator: 'async-iteration',
    told: thrown(
      'TypeError',
      'numbers is not a function or its return value is not iterable',
      frame('src/stream.js', 7),
    ),
  }),
  // module-system
  seeded(STREAM_JS, 'src/place.js', 'import.meta.dirname', '__dirname', {
    ...inStream,
    title: '`__dirname` in an ES module',
    rule: 'module-system',
    operator: 'module-system',
    told: thrown('ReferenceError', '__dirname is not defined in ES module scope', frame('src/place.js', 3)),
  }),
  seeded(
    {
      ...SHOP_ESM,
      'src/models/task.js': `${SHOP_ESM['src/models/task.js'].replaceAll('export function', 'function')}\nexport { saveTask, findTask };\n`,
    },
    'src/models/task.js',
    'export { saveTask, findTask };',
    'module.exports = { saveTask, findTask };',
    {
      ...inRoutes,
      title: 'CommonJS exports in a package of ES modules, told as a missing export',
      rule: 'module-system',
      operator: 'module-system',
      told: unloaded(
        'SyntaxError',
        "The requested module './models/task.js' does not provide an export named 'findTask'",
        frame('src/routes.js', 1),
      ),
    },
  ),
  seeded(
    {
      ...GEOMETRY,
      'src/path.ts': GEOMETRY['src/path.ts']
        .replace('{ distance, type Point }', 'type { Point }')
        .replace("./point';\n", "./point';\nimport * as point from './point';\n")
        .replace('distance(this', 'point.distance(this'),
    },
    'src/path.ts',
    "import * as point from './point';",
    "const point = require('./point');",
    {
      test: 'test/path.test.ts',
      title: 'TypeScript: a whole module is required, and no message says so',
      rule: 'module-system',
      operator: 'module-system',
      told: thrown('TypeError', 'point.distance is not a function', frame('src/path.ts', 16)),
    },
  ),
  seeded(
    { ...SHOP_COMMONJS, 'src/price.js': SHOP_COMMONJS['src/price.js'] },
    'src/price.js',
    'module.exports = { net, gross };',
    'export { net, gross as gross };\n\nexport default net;',
    {
      test: 'test/shop.test.js',
      title: 'CommonJS: named exports and a default one',
      rule: 'module-system',
      operator: 'module-system',
      told: unloaded('SyntaxError', "Unexpected token 'export'", frame('src/price.js', 9)),
      repaired: SHOP_COMMONJS['src/price.js'].replace(
        'module.exports = { net, gross };',
        'module.exports.net = net;\nmodule.exports.gross = gross;\n\nmodule.exports.default = net;',
      ),
    },
  ),
  // module-paths
  seeded(
    {
      ...SHOP_COMMONJS,
      'src/data/rates.json': '{"a":1}',
      'src/rates.js': "module.exports = require('./data/rates.json');\n",
    },
    'src/rates.js',
    './data/rates.json',
    './rates.json',
    {
      test: 'test/shop.test.js',
      title: 'CommonJS: a JSON file lies elsewhere',
      rule: 'module-paths',
      operator: 'module-path',
      told: unloaded('Error', "Cannot find module './rates.json'", frame('src/rates.js', 1)),
    },
  ),
  // imported-names
  seeded(
    {
      ...SHOP_ESM,
      'src/models/index.js': "export { findTask } from './task.js';\n",
      'src/routes.js': SHOP_ESM['src/routes.js'].replace(
        "import { findTask, saveTask } from './models/task.js';",
        "import { findTask } from './models/index.js';\nimport { saveTask } from './models/task.js';",
      ),
    },
    'src/models/index.js',
    "export { findTask } from './task.js';\n",
    '// The models.\n',
    {
      ...inRoutes,
      title: 'ESM: an index file is empty',
      rule: 'imported-names',
      operator: 'add-export',
      told: unloaded(
        'SyntaxError',
        "The requested module './models/index.js' does not provide an export named 'findTask'",
        frame('src/routes.js', 1),
      ),
      repaired: "// The models.\nexport { findTask } from './task.js';\n",
    },
  ),
  seeded(
    { ...CLOCK_PY, 'ledger/__init__.py': 'from ledger import totals\n' },
    'ledger/__init__.py',
    'from ledger import totals',
    'from ledger import totls',
    {
      ...inClock,
      title: 'Python: a package asks itself for a module that it has not',
      rule: 'imported-names',
      operator: 'imported-name',
      told: unloaded(
        'ImportError',
        "cannot import name 'totls' from partially initialized module 'ledger' (most likely due to a circular import) (/x/ledger/__init__.py)",
        frame('ledger/__init__.py', 1),
      ),
    },
  ),
  // undefined-names
  seeded(
    {
      ...STREAM_JS,
      'src/place.js': `export function last(trail) {
  return trail[trail.length - 1];
}

export function place(trail) {
  const rest = trail.slice(1);
  return trail.length + rest.size;
}
`,
    },
    'src/place.js',
    'trail.length + rest',
    'length + rest',
    {
      ...inStream,
      title: 'ESM: the variable before a member is missing',
      rule: 'undefined-names',
      operator: 'add-receiver',
      told: thrown('ReferenceError', 'length is not defined', frame('src/place.js', 7)),
    },
  ),
  // type-imports
  seeded(
    {
      ...GEOMETRY,
      'src/path.ts': GEOMETRY['src/path.ts'].replace(
        "import { distance, type Point } from './point';",
        "import { distance } from './point';\nimport type { Point } from './point';",
      ),
    },
    'src/path.ts',
    "import { distance } from './point';",
    "import type { distance } from './point';",
    {
      test: 'test/path.test.ts',
      title: 'TypeScript: the type of a function is imported, not the function',
      rule: 'type-imports',
      operator: 'import-form',
      told: thrown('ReferenceError', 'distance is not defined', frame('src/path.ts', 15)),
    },
  ),
  seeded(GEOMETRY, 'src/path.ts', '{ distance, type Point }', '{ type distance, type Point }', {
    test: 'test/path.test.ts',
    title: 'TypeScript: one name of a list is a type only',
    rule: 'type-imports',
    operator: 'import-form',
    told: thrown('ReferenceError', 'distance is not defined', frame('src/path.ts', 15)),
  }),
  // imported-names: a list of exports in which something is called
  seeded(
    {
      ...SHOP_COMMONJS,
      'src/price.js': SHOP_COMMONJS['src/price.js'].replace('{ net, gross }', '{ net: (lines) => net(lines), gross }'),
    },
    'src/cart.js',
    'const { gross }',
    'const { grosz }',
    {
      test: 'test/shop.test.js',
      title: 'CommonJS: a misspelt name of a module that calls something in the list of its exports',
      rule: 'imported-names',
      operator: 'imported-name',
      told: thrown('ReferenceError', 'gross is not defined', frame('src/cart.js', 13)),
    },
  ),
  // imported-names: default exports
  seeded(
    {
      ...SHOP_COMMONJS,
      'package.json': ESM,
      'src/stack.js': STACK_JS,
      'src/index.js': "export { default as Stack } from './stack.js';\n",
    },
    'src/stack.js',
    '\nexport default Stack;\n',
    '',
    {
      test: 'test/shop.test.js',
      title: 'ESM: the default export is missing',
      rule: 'imported-names',
      operator: 'add-export',
      told: unloaded(
        'SyntaxError',
        "The requested module './stack.js' does not provide an export named 'default'",
        frame('src/index.js', 1),
      ),
    },
  ),
  seeded(
    {
      ...SHOP_COMMONJS,
      'package.json': ESM,
      'src/stack.js': STACK_JS.replace('class', 'export class').replace('\nexport default Stack;\n', ''),
      'src/index.js': "export { Stack } from './stack.js';\n",
    },
    'src/index.js',
    '{ Stack }',
    '{ default as Stack }',
    {
      test: 'test/shop.test.js',
      title: 'ESM: a default export is passed on where there is a named one',
      rule: 'imported-names',
      operator: 'import-form',
      told: unloaded(
        'SyntaxError',
        "The requested module './stack.js' does not provide an export named 'default'",
        frame('src/index.js', 1),
      ),
    },
  ),
];
