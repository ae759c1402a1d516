import type { TestFailure } from '../../src/domain/test-report.ts';
import { failure } from '../support/test-results.ts';
import type { OperatorCase } from './registry-operator-cases.ts';

function change(operator: string, source: string, from: string, to: string, told?: TestFailure): OperatorCase {
  return { operator, source, from, to, ...(told === undefined ? {} : { told }) };
}

const ACCOUNT_JS = `export class Account {
  #balance = 0;

  deposit(amount) {
    if (amount <= 0) {
      throw new RangeError('amount must be positive');
    }
    this.#balance += amount;
    this.log('deposit', amount);
  }

  withdraw(amount) {
    this.#balance -= amount;
  }

  log(kind, amount) {
    console.info(kind, amount);
  }
}
`;

const LATER_JS = `export function once(make) {
  let called = false;
  return () => {
    if (!called) {
      make();
    }
  };
}
`;

const CACHE_JS = `const known = new Map();

export function cached(key, make) {
  if (known.has(key)) return known.get(key);
  const value = make(key);
  return value;
}
`;

/** For operators that mind what is kept: copies, first values, what changes, what is refused. JavaScript and TypeScript alike. */
export const STATE_JAVASCRIPT_CASES: readonly OperatorCase[] = [
  change(
    'loop-keyword',
    'export function trimmed(queue, most) {\n  if (queue.length > most) {\n    queue.shift();\n  }\n  return queue;\n}\n',
    '  if (',
    '  while (',
  ),
  change(
    'entry-total',
    'export function totals(lines) {\n  const found = {};\n  for (const line of lines) {\n    found[line.name] = line.amount;\n  }\n  return found;\n}\n',
    '= line.amount',
    '= (found[line.name] ?? 0) + line.amount',
  ),
  change(
    'entry-total',
    'export function totals(lines) {\n  const found = new Map();\n  for (const line of lines) {\n    found.set(line.name, line.amount);\n  }\n  return found;\n}\n',
    'line.amount',
    '(found.get(line.name) ?? 0) + line.amount',
  ),
  change(
    'never-changed',
    "export class Machine {\n  constructor() {\n    this.state = 'new';\n  }\n\n  move(state) {\n    if (state === this.state) throw new Error(state);\n    console.info(state);\n  }\n}\n",
    '    console.info(state);',
    '    this.state = state;\n    console.info(state);',
  ),
  change(
    'never-changed',
    'export class Ticket {\n  static next = 1;\n\n  constructor() {\n    this.number = Ticket.next;\n  }\n}\n',
    'this.number = Ticket.next;',
    'this.number = Ticket.next;\n    Ticket.next += 1;',
  ),
  change(
    'unused-value',
    'const LIMIT = 30;\nconst FEW = 5;\n\nexport function isFew(count) {\n  return count < 7 || count === FEW;\n}\n',
    '< 7',
    '< LIMIT',
  ),
  change('own-copy', 'export const ranked = (items) => items.sort();\n', 'items.sort', '[...items].sort'),
  change(
    'own-copy',
    'export function walk(path, found) {\n  found.push(path);\n  return found;\n}\n',
    'push(path)',
    'push([...path])',
  ),
  change(
    'exception-type',
    "export class Missing extends Error {}\n\nexport function find(key) {\n  throw new TypeError('none');\n}\n",
    'new TypeError',
    'new Missing',
  ),
  change(
    'loop-capture',
    'export function makers(names) {\n  const made = [];\n  for (var at = 0; at < names.length; at++) made.push(() => at);\n  return made;\n}\n',
    'var at',
    'let at',
  ),
  change(
    'entry-default',
    'export function groups(items) {\n  const found = {};\n  for (const item of items) {\n    found[item.kind].push(item);\n  }\n  return found;\n}\n',
    '    found[item.kind].push',
    '    found[item.kind] = found[item.kind] || [];\n    found[item.kind].push',
  ),
  change(
    'block-copy',
    ACCOUNT_JS,
    '    this.#balance -= amount;',
    "    if (amount <= 0) {\n      throw new RangeError('amount must be positive');\n    }\n    this.#balance -= amount;",
  ),
  change(
    'block-copy',
    ACCOUNT_JS,
    '    this.#balance -= amount;',
    "    this.#balance -= amount;\n    this.log('withdraw', amount);",
  ),
  change(
    'guard-throw',
    'export function half(size) {\n  return size / 2;\n}\n',
    '  return',
    '  if (size < 0) throw new RangeError("invalid value");\n  return',
    failure('Missing expected exception (RangeError).'),
  ),
  change('never-changed', LATER_JS, '      make();', '      called = true;\n      make();'),
  change('never-changed', CACHE_JS, '  return value;', '  known.set(key, value);\n  return value;'),
  change(
    'call-statement',
    'export class Heap {\n  #items = [];\n\n  pop() {\n    const top = this.#items.pop();\n    return top;\n  }\n\n  #sink(start) {\n    this.#items[start] = 1;\n  }\n}\n',
    '    return top;',
    '    this.#sink(0);\n    return top;',
  ),
  change('value-equality', 'export const isBad = (value) => value === NaN;\n', 'value === NaN', 'Number.isNaN(value)'),
  change('number-type', 'export const middle = (a, b) => (a + b) / 2;\n', '(a + b) / 2', 'Math.floor((a + b) / 2)'),
  change(
    'number-type',
    'export function sum(left, right) {\n  return left + right;\n}\n',
    'left + right;',
    'Number(left) + Number(right);',
  ),
  change(
    'default-parameter',
    'export function open(path, options) {\n  const { mode } = options;\n  return [path, mode];\n}\n',
    'options)',
    'options = {})',
    failure("Cannot destructure property 'mode' of 'options' as it is undefined."),
  ),
  change(
    'guard-insert',
    'export function size(table, key) {\n  const entry = table[key];\n  return entry.length;\n}\n',
    '  return',
    '  if (!entry) return 0;\n  return',
  ),
  change(
    'extend-condition',
    'export function isMonth(month) {\n  if (month > 12) return null;\n  return month - 1;\n}\n',
    'month > 12',
    'month < 1 || month > 12',
  ),
  change(
    'statement-copy',
    'export function lines(words, found) {\n  let line = "";\n  for (const word of words) {\n    found.push(line);\n    line = word;\n  }\n  return found;\n}\n',
    '  return found',
    '  if (line) found.push(line);\n  return found',
  ),
  change('sort-order', 'export const ordered = (sizes) => [...sizes].sort();\n', 'sort()', 'sort((a, b) => a - b)'),
];

const ACCOUNT_PY = `class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.log("deposit", amount)

    def withdraw(self, amount):
        self.balance -= amount

    def log(self, kind, amount):
        print(kind, amount)
`;

export const STATE_PYTHON_CASES: readonly OperatorCase[] = [
  change(
    'loop-keyword',
    'def arguments(self):\n    found = []\n    if self.at(","):\n        self.advance()\n        found.append(self.value())\n    return found\n',
    '    if ',
    '    while ',
  ),
  change(
    'entry-total',
    'class Stock:\n    def add(self, name, count):\n        self.counts[name] = count\n',
    '= count',
    '= self.counts.get(name, 0) + count',
  ),
  change(
    'never-changed',
    'class Machine:\n    def __init__(self):\n        self.state = "new"\n\n    def move(self, state):\n        if state == self.state:\n            raise ValueError(state)\n        print(state)\n',
    '        print(state)',
    '        self.state = state\n        print(state)',
  ),
  change(
    'never-changed',
    'class Ticket:\n    _next = 1\n\n    def __init__(self, owner):\n        self.number = Ticket._next\n        self.owner = owner\n',
    '        self.owner',
    '        Ticket._next += 1\n        self.owner',
  ),
  change(
    'never-changed',
    'class Names:\n    def __init__(self, known):\n        self.known = dict(known)\n\n    def keep(self, name, made):\n        if name in self.known:\n            return self.known[name]\n        value = made(name)\n        return value\n',
    '        return value',
    '        self.known[name] = value\n        return value',
  ),
  change(
    'unused-value',
    'RATES = {"food": 7}\nDEFAULT_RATE = 19\n\n\ndef rate_of(kind):\n    return RATES.get(kind, 0)\n',
    ', 0)',
    ', DEFAULT_RATE)',
  ),
  change(
    'own-copy',
    'def collect(item, found=[]):\n    return found + [item]\n',
    'found=[]):\n',
    'found=None):\n    if found is None:\n        found = []\n',
  ),
  change(
    'own-copy',
    'def ranked(items):\n    items.sort()\n    return items\n',
    'items.sort()',
    'items = sorted(items)',
  ),
  change(
    'exception-type',
    'class Missing(Exception):\n    pass\n\n\ndef find(key):\n    raise ValueError(key)\n',
    'raise ValueError',
    'raise Missing',
  ),
  change(
    'loop-capture',
    'def makers(names):\n    return [lambda: name.upper() for name in names]\n',
    'lambda:',
    'lambda name=name:',
  ),
  change(
    'entry-default',
    'def count(words):\n    found = {}\n    for word in words:\n        found[word] += 1\n    return found\n',
    'found[word] += 1',
    'found[word] = found.get(word, 0) + 1',
  ),
  change(
    'block-copy',
    ACCOUNT_PY,
    '        self.balance -= amount',
    '        if amount <= 0:\n            raise ValueError("amount must be positive")\n        self.balance -= amount',
  ),
  change(
    'block-copy',
    ACCOUNT_PY,
    '        self.balance -= amount',
    '        self.balance -= amount\n        self.log("withdraw", amount)',
  ),
  change(
    'guard-throw',
    'def half(size):\n    return size / 2\n',
    '    return',
    '    if size < 0:\n        raise TypeError("invalid value")\n    return',
    failure("Failed: DID NOT RAISE <class 'TypeError'>"),
  ),
  change(
    'never-changed',
    'def rounds(wanted):\n    tries = 0\n    while tries < wanted:\n        print(tries)\n    return tries\n',
    '        print(tries)\n',
    '        print(tries)\n        tries += 1\n',
  ),
  change(
    'call-statement',
    'class Shop:\n    def add(self, name):\n        self.names = [name]\n\n    def _notify(self, name):\n        print(name)\n',
    'self.names = [name]',
    'self.names = [name]\n        self._notify(name)',
  ),
  change(
    'default-parameter',
    'def open_file(path, mode):\n    return [path, mode]\n',
    'mode)',
    'mode=None)',
    failure("TypeError: open_file() missing 1 required positional argument: 'mode'"),
  ),
  change(
    'guard-insert',
    'def pairs(parts):\n    found = {}\n    for part in parts:\n        key, value = part.split("=")\n        found[key] = value\n    return found\n',
    '        key, value',
    '        if "=" not in part:\n            continue\n        key, value',
  ),
  change(
    'guard-condition',
    'def cheap(item, limit):\n    if item.price > limit:\n        return False\n    return True\n',
    'if item.price',
    'if limit is not None and item.price',
  ),
  change(
    'sign-change',
    'def ranked(items):\n    return sorted(items, key=lambda item: (item[1], item[0]))\n',
    '(item[1]',
    '(-item[1]',
  ),
  change('sign-change', 'def turned(items):\n    return items[::1]\n', '::1', '::-1'),
  change(
    'binary-extension',
    'def cut(text, limit, end):\n    return text[:limit] + end\n',
    ':limit',
    ':limit - len(end)',
  ),
  change(
    'call-wrap',
    'def slug(text):\n    return text.lower()\n',
    'text.lower()',
    'text.lower().strip("-")',
    failure('no', { expected: "'why'", actual: "'why-'" }),
  ),
  change(
    'missing-return',
    'def find(table, key):\n    if key in table:\n        value = table[key]\n        table[key] = 0\n    return None\n',
    'table[key] = 0',
    'table[key] = 0\n        return value',
  ),
  change('value-equality', 'def same(a, b):\n    return a is b\n', 'a is b', 'a == b'),
  change(
    'number-type',
    'def share(total, count):\n    return total / count\n',
    'total / count',
    'round(total / count, 2)',
  ),
];
