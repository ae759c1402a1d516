import type { TestFailure } from '../../src/domain/test-report.ts';
import { failure } from '../support/test-results.ts';
import type { OperatorCase } from './registry-operator-cases.ts';

function change(operator: string, source: string, from: string, to: string, told?: TestFailure): OperatorCase {
  return { operator, source, from, to, ...(told === undefined ? {} : { told }) };
}

const LOOP_JS = `export function firstEven(items, see) {
  let found = null;
  for (const item of items) {
    if (item % 2 === 0) {
      found = item;
    }
    see(item);
  }
  return found;
}
`;

const BRANCHES_JS = `export function grade(score) {
  let mark = 'none';
  if (score > 90) {
    mark = 'high';
  }
  if (score > 50) {
    mark = 'middle';
  }
  return mark;
}
`;

const GUARDED_JS = `export function area(width, height) {
  if (!height) {
    return 0;
  }
  const size = width * height;
  return size;
}
`;

/** For operators that bring content back: a name, a text, an expression, a statement. JavaScript and TypeScript alike. */
export const CONTENT_JAVASCRIPT_CASES: readonly OperatorCase[] = [
  change(
    'attribute-replace',
    'export function read(entries, key) {\n  const entry = entries.get(key);\n  if (entry.value === null) return null;\n  return entry;\n}\n',
    'return entry;',
    'return entry.value;',
  ),
  change(
    'argument-swap',
    'export const both = (own, nested) => [...nested, ...own].join();\n',
    '[...nested, ...own]',
    '[...own, ...nested]',
  ),
  change('boolean-literal', 'export const isMissing = (coupon) => coupon === undefined;\n', 'undefined', 'null'),
  change(
    'fallback-insert',
    'export function open(tables, name) {\n  tables[name] = {};\n  return tables[name];\n}\n',
    'tables[name] = {};',
    'tables[name] = tables[name] || {};',
  ),
  change(
    'fallback-insert',
    'const known = new Map();\nexport function find(code) {\n  return known.get(code);\n}\n',
    'return known.get(code);',
    'return known.get(code) ?? null;',
    failure('undefined !== null', { expected: 'null', actual: 'undefined' }),
  ),
  change(
    'guard-condition',
    "export function isTable(value) {\n  if (typeof value === 'object') return true;\n  return false;\n}\n",
    "if (typeof value === 'object')",
    "if (value != null && typeof value === 'object')",
  ),
  change(
    'text-replace',
    "const kinds = [{ kind: 'shipping' }, { kind: 'percent' }];\nexport const isFree = (coupon) => coupon.kind === 'gift' && kinds.length > 0;\n",
    "'gift'",
    "'shipping'",
  ),
  change(
    'negate-condition',
    'export function lacks(table, part) {\n  if (table === null || (part in table)) return true;\n  return false;\n}\n',
    '(part in table)',
    '!(part in table)',
  ),
  change(
    'call-wrap',
    'export function names(entries) {\n  return [...entries.keys()];\n}\nexport const last = (list) => list.reverse()[0];\n',
    'return [...entries.keys()];',
    'return [...entries.keys()].reverse();',
  ),
  change(
    'argument-insert',
    'const scale = (value, factor) => value * factor;\nexport const grow = (size, factor) => scale(size);\n',
    'scale(size)',
    'scale(size, factor)',
  ),
  change(
    'argument-insert',
    'export const total = (a, b) => sum(a, 0) + sum(b);\nconst sum = (list, start) => list.reduce((x, y) => x + y, start);\n',
    'sum(b)',
    'sum(b, 0)',
  ),
  change(
    'expression-copy',
    'export function area(box, side) {\n  if (box.width < 1) return side;\n  return side * box.height;\n}\n',
    'side * ',
    'box.width * ',
  ),
  change('guard-insert', GUARDED_JS, '  const size', '  if (!width) {\n    return 0;\n  }\n  const size'),
  change(
    'statement-copy',
    'export function both(left, right, log) {\n  log(left);\n  return left + right;\n}\n',
    '  return left',
    '  log(right);\n  return left',
  ),
  change('pattern-change', 'export const isNumber = (text) => /^\\d+/.test(text);\n', '\\d+/', '\\d+$/'),
  change('pattern-change', "export const dashed = (text) => text.replace(/ /, '-');\n", '/ /', '/ /g'),
  change('pattern-change', 'export const hasDot = (text) => /.com/.test(text);\n', '/.com/', '/\\.com/'),
  change(
    'text-replace',
    "export const isOpen = (door) => door.state === 'opne';\nexport const opened = { state: 'open' };\n",
    "'opne'",
    "'open'",
  ),
  change('text-replace', "export const isText = (value) => typeof value === 'number';\n", "'number'", "'string'"),
  change('number-replace', 'export const seconds = (minutes) => minutes * 6;\n', '* 6', '* 60'),
  change(
    'number-replace',
    'export const size = (bytes) => bytes / 1000;\nexport const LIMIT = 4096;\n',
    '1000',
    '4096',
  ),
  change(
    'call-wrap',
    'const clean = (text) => text.trim();\nexport const same = (a, b) => clean(a) === b;\n',
    '=== b',
    '=== clean(b)',
  ),
  change(
    'call-wrap',
    'export const key = (name) => name.trim();\nexport const greet = (who) => [who];\n',
    '[who]',
    '[who.trim()]',
  ),
  change('jump-insert', LOOP_JS, 'found = item;', 'found = item;\n      break;'),
  change(
    'jump-insert',
    "export function name(kind) {\n  let found = '';\n  switch (kind) {\n    case 1:\n      found = 'one';\n    default:\n      found = 'many';\n  }\n  return found;\n}\n",
    "found = 'one';",
    "found = 'one';\n      break;",
  ),
  change('else-insert', BRANCHES_JS, 'if (score > 50)', 'else if (score > 50)'),
  change('parameter-swap', 'export const minus = (right, left) => left - right;\n', '(right, left)', '(left, right)'),
  change(
    'outer-variable',
    'export function last(items) {\n  let found = null;\n  for (const item of items) {\n    let found = item;\n  }\n  return found;\n}\n',
    'let found = item',
    'found = item',
  ),
  change('method-replace', 'export const first = (text) => text.charAt(0);\n', 'charAt', 'charCodeAt'),
  change(
    'fallback-insert',
    'export function open(options) {\n  options = options;\n  return options.path;\n}\n',
    '= options;',
    '= options || {};',
  ),
  change(
    'start-value',
    'export function product(items) {\n  let result = 0;\n  for (const item of items) result = result.concat(item);\n  return result;\n}\n',
    '= 0',
    '= []',
  ),
  change(
    'entry-insert',
    'export function parse() {\n  const found = { names: [] };\n  found.words.push(1);\n  return found;\n}\n',
    'names: []',
    'names: [], words: []',
  ),
];

const LOOP_PY = `def first_even(items, see):
    found = None
    for item in items:
        if item % 2 == 0:
            found = item
        see(item)
    return found
`;

export const CONTENT_PYTHON_CASES: readonly OperatorCase[] = [
  change(
    'argument-insert',
    'def scale(value, factor):\n    return value * factor\n\n\ndef grow(size, factor):\n    return scale(size)\n',
    'scale(size)',
    'scale(size, factor)',
  ),
  change(
    'expression-copy',
    'def area(box, side):\n    if box.width < 1:\n        return side\n    return side * box.height\n',
    'side * ',
    'box.width * ',
  ),
  change(
    'guard-insert',
    'def area(width, height):\n    if not height:\n        return 0\n    size = width * height\n    return size\n',
    '    size =',
    '    if not width:\n        return 0\n    size =',
  ),
  change(
    'statement-copy',
    'def both(left, right, log):\n    log(left)\n    return left + right\n',
    '    return left',
    '    log(right)\n    return left',
  ),
  change(
    'pattern-change',
    "import re\n\n\ndef is_number(text):\n    return re.match(r'\\d+', text)\n",
    "\\d+'",
    "\\d+$'",
  ),
  change(
    'text-replace',
    "OPENED = {'state': 'open'}\n\n\ndef is_open(door):\n    return door.state == 'opne'\n",
    "'opne'",
    "'open'",
  ),
  change('number-replace', 'def seconds(minutes):\n    return minutes * 6\n', '* 6', '* 60'),
  change(
    'call-wrap',
    'def clean(text):\n    return text.strip()\n\n\ndef same(a, b):\n    return clean(a) == b\n',
    '== b',
    '== clean(b)',
  ),
  change('jump-insert', LOOP_PY, 'found = item', 'found = item\n            break'),
  change(
    'else-insert',
    "def grade(score):\n    mark = ''\n    if score > 90:\n        mark = 'high'\n    if score > 50:\n        mark = 'middle'\n    return mark\n",
    'if score > 50',
    'elif score > 50',
  ),
  change('parameter-swap', 'def minus(right, left):\n    return left - right\n', '(right, left)', '(left, right)'),
  change(
    'outer-variable',
    'count = 0\n\n\ndef tick():\n    count = 1\n    return count\n',
    '    count = 1',
    '    global count\n    count = 1',
  ),
  change('method-replace', 'def covers(own, all):\n    return own.issubset(all)\n', 'issubset', 'issuperset'),
  change(
    'method-replace',
    'class Sum:\n    def value(self):\n        return self.factor()\n\n    def term(self):\n        return 1\n\n    def factor(self):\n        return 2\n',
    'return self.factor()',
    'return self.term()',
  ),
  change('name-family', 'def is_loud(text):\n    return text.islower()\n', 'islower', 'isupper'),
  change(
    'argument-swap',
    'def split(total):\n    rest, hours = divmod(total, 60)\n    return hours + rest\n',
    'rest, hours = divmod',
    'hours, rest = divmod',
  ),
  change(
    'unused-value',
    'def joined(parts, separator="-"):\n    return "-".join(parts)\n',
    'return "-".join',
    'return separator.join',
  ),
  change(
    'variable-replace',
    'def total(month, days):\n    found = 0\n    for earlier in range(month):\n        found += days[month]\n    return found\n',
    'days[month]',
    'days[earlier]',
  ),
  change(
    'extend-condition',
    'def is_leap(year):\n    return year % 4 == 0\n\n\ndef days(year, month):\n    if month == 2:\n        return 29\n    return 30\n',
    'if month == 2:',
    'if month == 2 and is_leap(year):',
  ),
  change(
    'number-type',
    'def mean(items):\n    return sum(items) / len(items)\n',
    'sum(items) / len(items)',
    'sum(items) / len(items) if len(items) else 0',
    failure('ZeroDivisionError: division by zero', { errorType: 'ZeroDivisionError' }),
  ),
  change(
    'call-wrap',
    'def added(sku):\n    return sku.strip()\n\n\ndef found(sku):\n    return sku.strip().upper()\n',
    'return sku.strip()\n\n',
    'return sku.strip().upper()\n\n',
  ),
  change(
    'text-replace',
    'def log(kept, sku):\n    kept.append("restock")\n\n\ndef remove(kept, sku):\n    kept.append("restock and more")\n    return "remove it"\n',
    '"restock and more"',
    '"remove"',
  ),
  change(
    'fallback-insert',
    'def opened(options):\n    options = options\n    return options.path\n',
    '= options\n',
    '= options or {}\n',
  ),
  change(
    'start-value',
    'def product(items):\n    result = 0\n    for item in items:\n        result.append(item)\n    return result\n',
    '= 0',
    '= []',
  ),
  change(
    'entry-insert',
    "def parse():\n    found = {'names': []}\n    found['words'].append(1)\n    return found\n",
    "'names': []",
    "'names': [], 'words': []",
  ),
];
