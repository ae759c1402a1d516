import { frame } from '../support/test-results.ts';
import { type RuleCase, seeded, thrown } from './registry-rule-cases.ts';

const STORE_COMMONJS = {
  'package.json': '{ "name": "store", "type": "commonjs", "dependencies": { "strnum": "^1.0.0" } }\n',
  'src/read.js': `const toNumber = require('strnum');

function readAll(text) {
  return text.split(',').map((part) => toNumber(part));
}

function readStream(stream) {
  return stream.on('data', readAll);
}

function readDigest(stream) {
  return stream.digest;
}

module.exports = readAll;
module.exports.stream = readStream;
module.exports.stream.byDigest = readDigest;
`,
  'src/write.js': `function prettify(value) {
  return JSON.stringify(value, null, 2);
}
exports.prettify = prettify;
`,
  'src/sort.js': `const sortAll = (items) => [...items].sort();

exports.sort = sortAll;
exports.sort.back = (items) => [...items].reverse();
`,
  'src/check.js': `exports.valid = (text) => text !== '';
`,
  'src/index.js': `const checker = require('./check');
const read = require('./read');

module.exports = {
  read: read,
  Checker: checker,
};
`,
  'src/print.js': `const { prettify } = require('./write');

exports.print = (value) => prettify(value);
`,
  'test/store.test.js': `const store = require('../src/index');
const { print } = require('../src/print');

test('reads', () => expect(store.read('1,2')).toEqual([1, 2]));
test('checks', () => expect(store.Checker.valid('')).toBe(false));
test('prints', () => expect(print(1)).toBe('1'));
`,
};

const CLOCK_PY = {
  'clock.py': `class Clock:
    def __init__(self):
        self.time, self.ticks = 0, 0
        self.last = None

    def tick(self):
        self.ticks += 1
        self.last, self.time = self.time, self.time + 1
        return self.last
`,
  'tests/test_clock.py': `from clock import Clock


def test_ticks():
    assert Clock().tick() == 0
`,
};

const inStore = { test: 'test/store.test.js' };

/** One line is gone, or half a word, and what is left tells little of it. */
export const LOST_LINE_RULE_CASES: readonly RuleCase[] = [
  seeded(STORE_COMMONJS, 'src/read.js', "const toNumber = require('strnum');\n\n", '', {
    ...inStore,
    title: 'CommonJS: the one import of a package that is called otherwise is gone',
    rule: 'undefined-names',
    operator: 'add-import',
    told: thrown('ReferenceError', 'toNumber is not defined', frame('src/read.js', 2)),
  }),
  seeded(STORE_COMMONJS, 'src/read.js', 'module.exports.stream = readStream;\n', '', {
    ...inStore,
    title: 'CommonJS: an export that the module itself builds upon is gone',
    rule: 'exports-built-upon',
    operator: 'add-export',
    told: thrown('TypeError', "Cannot set properties of undefined (setting 'byDigest')", frame('src/read.js', 16)),
  }),
  seeded(STORE_COMMONJS, 'src/write.js', 'exports.prettify = prettify;\n', '', {
    ...inStore,
    title: 'CommonJS: the only export of a file without imports is gone',
    rule: 'imported-names',
    operator: 'add-export',
    told: thrown('TypeError', 'prettify is not a function', frame('src/print.js', 3)),
    repaired: STORE_COMMONJS['src/write.js'].replace('exports.prettify', 'module.exports.prettify'),
  }),
  seeded(STORE_COMMONJS, 'src/index.js', '  Checker: checker,\n', '', {
    ...inStore,
    title: 'CommonJS: an entry of the exports under another name is gone',
    rule: 'module-members',
    operator: 'add-export',
    told: thrown(
      'TypeError',
      "Cannot read properties of undefined (reading 'valid')",
      frame('test/store.test.js', 5, true),
    ),
  }),
  seeded(STORE_COMMONJS, 'src/sort.js', 'exports.sort = sortAll;\n', '', {
    ...inStore,
    title: 'CommonJS: an export that others are put on, in a file that writes `exports` alone',
    rule: 'exports-built-upon',
    operator: 'add-export',
    told: thrown('TypeError', "Cannot set properties of undefined (setting 'back')", frame('src/sort.js', 4)),
  }),
  seeded(CLOCK_PY, 'clock.py', 'self.last = None', 'last = None', {
    test: 'tests/test_clock.py',
    title: 'Python: a variable that nothing reads for an attribute that starts with nothing',
    rule: 'lost-receivers',
    operator: 'add-receiver',
    told: thrown(
      'AttributeError',
      "'Clock' object has no attribute 'last'",
      frame('clock.py', 7),
      frame('tests/test_clock.py', 5, true),
    ),
  }),
  seeded(CLOCK_PY, 'clock.py', 'self.time, self.ticks = 0, 0', 'self.time, ticks = 0, 0', {
    test: 'tests/test_clock.py',
    title: 'Python: a variable that nothing reads for an attribute',
    rule: 'lost-receivers',
    operator: 'add-receiver',
    told: thrown(
      'AttributeError',
      "'Clock' object has no attribute 'ticks'",
      frame('clock.py', 7),
      frame('tests/test_clock.py', 5, true),
    ),
  }),
];
