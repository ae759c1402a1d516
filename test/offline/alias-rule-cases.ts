import { frame } from '../support/test-results.ts';
import { ESM } from './registry-projects.ts';
import { type RuleCase, seeded, thrown, unloaded } from './registry-rule-cases.ts';

/** A package without any `__init__.py`, with modules under other names and dotted ones. */
const PLUGS_PY = {
  'plug/core/registry.py':
    'READERS = {}\n\n\ndef register(kind, function):\n    READERS[kind] = function\n\n\ndef reader_of(kind):\n    return READERS[kind]\n',
  'plug/core/failures.py': 'class ReadFailure(ValueError):\n    pass\n',
  'plug/readers/plain.py':
    'from ..core import registry\n\n\ndef read(text):\n    return [text]\n\n\nregistry.register("plain", read)\n',
  'main.py':
    'import plug.readers.plain\nfrom plug.core import registry as readers\nfrom plug.core.failures import ReadFailure\n\n\ndef main(kind, text):\n    if kind not in readers.READERS:\n        raise ReadFailure(kind)\n    return readers.reader_of(kind)(text) + plug.readers.plain.read(text)\n',
  'tests/test_main.py': 'from main import main\n\n\ndef test_main():\n    assert main("plain", "a") == ["a", "a"]\n',
};
const inMain = { test: 'tests/test_main.py' };

/** An index that passes on whole modules and names under other names, and modules known by their default export. */
const ORDERS_JS = {
  'package.json': ESM,
  'src/index.js':
    "export { load as loadOrder } from './order.js';\nexport * as text from './text.js';\nexport { Basket } from './basket.js';\n",
  'src/order.js': "import each_name from './each.js';\n\nexport const load = (ids) => ids.map(each_name);\n",
  'src/each.js': "export default (id) => 'n-' + id;\n",
  'src/text.js': 'export const titleOf = (file) => file.toUpperCase();\n',
  'src/basket.js':
    "import { EventEmitter } from 'node:events';\nimport * as sums from './sums.js';\n\nexport class Basket extends EventEmitter {\n  tools = sums;\n\n  add(price) {\n    this.emit('added', price);\n    return this.tools.net([price]);\n  }\n}\n",
  'src/sums.js': "import { net } from './net.js';\nimport { gross } from './gross.js';\n\nexport { net, gross };\n",
  'src/net.js': 'export const net = (prices) => prices.length;\n',
  'src/gross.js': 'export const gross = (prices) => prices.length * 2;\n',
  'test/all.test.js':
    "import * as shop from '../src/index.js';\n\nshop.text.titleOf('a');\nshop.loadOrder([1]);\nnew shop.Basket().add(1);\n",
};
const inAll = { test: 'test/all.test.js' };

export const ALIAS_RULE_CASES: readonly RuleCase[] = [
  seeded(PLUGS_PY, 'main.py', 'import plug.readers.plain\n', '', {
    ...inMain,
    title: 'Python: the import of a dotted module is missing',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown('NameError', "name 'plug' is not defined", frame('main.py', 8)),
    repaired:
      'from plug.core import registry as readers\nfrom plug.core.failures import ReadFailure\nimport plug.readers.plain\n' +
      (PLUGS_PY['main.py'].split('import ReadFailure\n')[1] ?? ''),
  }),
  seeded(PLUGS_PY, 'main.py', 'from plug.core import registry as readers\n', '', {
    ...inMain,
    title: 'Python: the import of a module under another name is missing',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown('NameError', "name 'readers' is not defined", frame('main.py', 6)),
    repaired: PLUGS_PY['main.py'].replace(
      'from plug.core import registry as readers\nfrom plug.core.failures import ReadFailure\n',
      'from plug.core.failures import ReadFailure\nfrom plug.core import registry as readers\n',
    ),
  }),
  seeded(PLUGS_PY, 'main.py', 'import registry as readers', 'import registry', {
    ...inMain,
    title: 'Python: a module is imported under its own name and used under another one',
    rule: 'undefined-names',
    operator: 'rename-identifier',
    told: thrown('NameError', "name 'readers' is not defined", frame('main.py', 7)),
    repaired: PLUGS_PY['main.py']
      .replace(' as readers', '')
      .replaceAll('readers.R', 'registry.R')
      .replaceAll('readers.r', 'registry.r')
      .replace('plug.registry.', 'plug.readers.'),
  }),
  seeded(PLUGS_PY, 'plug/readers/plain.py', 'from ..core', 'from .core', {
    ...inMain,
    title: 'Python: one dot too few in a package without __init__.py',
    rule: 'module-paths',
    operator: 'module-path',
    told: unloaded('ModuleNotFoundError', "No module named 'plug.readers.core'", frame('plug/readers/plain.py', 1)),
  }),
  seeded(PLUGS_PY, 'main.py', 'failures import ReadFailure', 'failures import FailedReading', {
    ...inMain,
    title: 'Python: an imported name is nothing like the one that is used',
    rule: 'imported-names',
    operator: 'imported-name',
    told: unloaded('ImportError', "cannot import name 'FailedReading' from 'plug.core.failures'", frame('main.py', 3)),
  }),
  seeded(ORDERS_JS, 'src/index.js', "export { load as loadOrder } from './order.js';\n", '', {
    ...inAll,
    title: 'ESM: an index no longer passes a name on under another name',
    rule: 'module-members',
    operator: 'add-export',
    told: thrown('TypeError', 'shop.loadOrder is not a function', frame('test/all.test.js', 4, true)),
    repaired:
      "export * as text from './text.js';\nexport { Basket } from './basket.js';\nexport { load as loadOrder } from './order.js';\n",
  }),
  seeded(ORDERS_JS, 'src/index.js', "export * as text from './text.js';\n", '', {
    ...inAll,
    title: 'ESM: an index no longer passes a whole module on',
    rule: 'module-members',
    operator: 'add-export',
    told: thrown(
      'TypeError',
      "Cannot read properties of undefined (reading 'titleOf')",
      frame('test/all.test.js', 3, true),
    ),
    repaired: `${ORDERS_JS['src/index.js'].replace("export * as text from './text.js';\n", '')}export * as text from './text.js';\n`,
  }),
  seeded(
    {
      ...ORDERS_JS,
      'src/index.js': `${ORDERS_JS['src/index.js']}export * from './gross.js';\n`,
      'test/all.test.js': "import * as shop from '../src/index.js';\n\nshop.gross([1]);\n",
    },
    'src/gross.js',
    'export const gross',
    'const gross',
    {
      ...inAll,
      title: 'ESM: what an index passes on as a whole keeps a name to itself',
      rule: 'module-members',
      operator: 'add-export',
      told: thrown('TypeError', 'shop.gross is not a function', frame('test/all.test.js', 3, true)),
    },
  ),
  seeded(ORDERS_JS, 'src/order.js', "import each_name from './each.js';\n\n", '', {
    ...inAll,
    title: 'ESM: the import of a default that nothing else imports is missing',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown('ReferenceError', 'each_name is not defined', frame('src/order.js', 1)),
  }),
  seeded(ORDERS_JS, 'src/sums.js', '{ net, gross }', '{ gross }', {
    ...inAll,
    title: 'ESM: a list of exports lacks a name that the file imports',
    rule: 'module-members',
    operator: 'add-export',
    told: thrown('TypeError', 'this.tools.net is not a function', frame('src/basket.js', 9)),
    repaired: ORDERS_JS['src/sums.js'].replace('{ net, gross }', '{ gross, net }'),
  }),
  seeded(ORDERS_JS, 'src/basket.js', "this.emit('added'", "emit('added'", {
    ...inAll,
    title: 'ESM: `this.` is missing before an inherited method',
    rule: 'undefined-names',
    operator: 'add-receiver',
    told: thrown('ReferenceError', 'emit is not defined', frame('src/basket.js', 8)),
  }),
];
