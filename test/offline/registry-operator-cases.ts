import type { TestFailure } from '../../src/domain/test-report.ts';
import { failure } from '../support/test-results.ts';

/** A source, and the change that the operator must propose for it. */
export interface OperatorCase {
  readonly operator: string;
  readonly source: string;
  /** Stands once in the source. */
  readonly from: string;
  readonly to: string;
  /** What the failing test says, for operators that listen. */
  readonly told?: TestFailure;
}

function change(operator: string, source: string, from: string, to: string, told?: TestFailure): OperatorCase {
  return { operator, source, from, to, ...(told === undefined ? {} : { told }) };
}

const LOOP_JS = `export function sum(items) {
  let total = 0;
  for (const item of items) {
    total += item;
    return total;
  }
}
`;

const SEARCH_JS = `export function search(items, wanted) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (items[middle] < wanted) low = middle;
    else return middle;
  }
  return -1;
}
`;

const COLLECT_JS = `export function positives(items) {
  const kept = [];
  for (const item of items) {
    if (item > 0) {
      kept.push(item);
    }
  }
  return kept;
}
`;

const GREETING_JS = "export function greet(name) {\n  return 'Helo, ' + name;\n}\n";
const GREETED_JS = failure(
  "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'Helo, Ann'\n- 'Hello, Ann'",
  {
    expected: 'Hello, Ann',
    actual: 'Helo, Ann',
  },
);
const GREETED_PY = failure("'Helo, Ann' != 'Hello, Ann'\n- Helo, Ann\n+ Hello, Ann\n?    +\n", {
  errorType: 'AssertionError',
});

/** Sources that are JavaScript and TypeScript alike. */
export const JAVASCRIPT_CASES: readonly OperatorCase[] = [
  change('comparison-boundary', 'export const isAdult = (age) => age > 18;\n', '> 18', '>= 18'),
  change(
    'argument-swap',
    'const minus = (left, right) => left - right;\nexport const width = (from, to) => minus(from, to);\n',
    'minus(from, to)',
    'minus(to, from)',
  ),
  change('index-swap', 'export const at = (grid, x, y) => grid[x][y];\n', '[x][y]', '[y][x]'),
  change(
    'return-condition',
    'export function isEven(number) {\n  const rest = number % 2;\n  return true;\n}\n',
    'return true',
    'return rest === 0',
  ),
  change(
    'call-to-assignment',
    'export function put(table, key, value) {\n  table.rows[key].push(value);\n}\n',
    'table.rows[key].push(value)',
    'table.rows[key] = value',
  ),
  change(
    'call-to-assignment',
    'export function clean(name) {\n  name.trim();\n  return name;\n}\n',
    '  name.trim()',
    '  name = name.trim()',
  ),
  change('expected-literal', GREETING_JS, "'Helo, '", "'Hello, '", GREETED_JS),
  change(
    'expected-literal',
    "export const title = (words) => words.join('-');\n",
    "'-'",
    "' '",
    failure('', { expected: "'one two three'", actual: "'one-two-three'" }),
  ),
  change(
    'expected-literal',
    'export const size = () => 40;\n',
    '40',
    '42',
    failure('Expected values to be strictly equal:\n\n40 !== 42\n'),
  ),
  change(
    'missing-return',
    'export function sum(items) {\n  let total = 0;\n  for (const item of items) total += item;\n}\n',
    'total += item;',
    'total += item;\n  return total;',
  ),
  change('missing-return', 'export function twice(x) {\n  x * 2;\n}\n', 'x * 2', 'return x * 2'),
  change(
    'missing-await',
    'export async function load(client, id) {\n  const row = client.get(id);\n  return row.name;\n}\n',
    'client.get(id)',
    'await client.get(id)',
  ),
  change('arithmetic-operator', 'export const gross = (net, tax) => net - tax;\n', 'net - tax', 'net + tax'),
  change('off-by-one', 'export const last = (items) => items[items.length - 1];\n', 'length - 1', 'length'),
  change(
    'off-by-one',
    'export function visit(items, see) {\n  for (let i = 1; i < items.length; i++) see(items[i]);\n}\n',
    'i = 1',
    'i = 0',
  ),
  change(
    'negate-condition',
    'export function go(ready) {\n  if (ready) return 1;\n  return 2;\n}\n',
    '(ready) r',
    '(!ready) r',
  ),
  change('negate-condition', 'export const open = (door) => [!door.shut];\n', '!door', 'door'),
  change('logical-flip', 'export const may = (user) => user.known && user.paid;\n', '&&', '||'),
  change('logical-flip', 'export const limit = (given) => given || 10;\n', '||', '??'),
  change('boolean-literal', 'export function found() {\n  let seen = true;\n  return seen;\n}\n', 'true', 'false'),
  change('choice-swap', 'export const larger = (a, b) => (a > b ? b : a);\n', '? b : a', '? a : b'),
  change('operand-swap', 'export const span = (from, to) => from - to;\n', 'from - to', 'to - from'),
  change('comparison-operator', 'export const before = (a, b) => a.rank < b.rank;\n', '<', '>'),
  change(
    'unwrap-call',
    'export const show = (name) => print(trim(name));\nconst trim = (x) => x, print = trim;\n',
    'trim(name)',
    'name',
  ),
  change('loop-progress', SEARCH_JS, 'low = middle;', 'low = middle + 1;', failure('too long', { kind: 'timeout' })),
  change('plus-minus-one', 'export const pick = (items, end) => items[end];\n', '[end]', '[end - 1]'),
  change('empty-literal', 'export function all() {\n  return null;\n}\n', 'null', '[]'),
  change('empty-literal', 'export function subsets() {\n  const found = [];\n  return found;\n}\n', '[]', '[[]]'),
  change('name-family', 'export const best = (a, b) => Math.min(a, b);\n', 'min', 'max'),
  change('augmented-operator', 'export function add(cart, price) {\n  cart.sum -= price;\n}\n', '-=', '+='),
  change('augmented-operator', 'export function down(n) {\n  while (n > 9) n++;\n  return n;\n}\n', '++', '--'),
  change('move-statement', LOOP_JS, '    return total;\n  }\n', '  }\n  return total;\n'),
  change(
    'move-statement',
    'export function drain(queue, log) {\n  queue.clear();\n  log.push(queue.size);\n}\n',
    'queue.clear();\n  log.push(queue.size);',
    'log.push(queue.size);\n  queue.clear();',
  ),
  change('drop-operand', 'export const may = (user, now) => user.isKnown(now) && user.paid;\n', ' && user.paid', ''),
  change(
    'min-max-wrap',
    'export function raise(best, score) {\n  best = score;\n  return best;\n}\n',
    '= score',
    '= Math.max(best, score)',
  ),
  change('comparison-and-literal', 'export const isLeaf = (n) => n === 0;\n', '=== 0', '<= 1'),
  change('square-halve', 'export const area = (radius) => 3.14 * radius;\n', '* radius', '* (radius * radius)'),
  change('index-change', 'export const ending = (parts) => parts[0];\n', '[0]', '[parts.length - 1]'),
  change(
    'expression-to-variable',
    'export function sum(items) {\n  const total = items.a + items.b;\n  return items.a + 5;\n}\n',
    'items.a + 5',
    'total',
  ),
  change('sign-change', 'export const last = (items, n) => items.slice(n);\n', '(n)', '(-n)'),
  change(
    'sort-order',
    'export function latest(days) {\n  return days.sort();\n}\n',
    'days.sort()',
    'days.sort().reverse()',
  ),
  change(
    'unused-value',
    'export function fits(size, limit, slack) {\n  return size <= limit;\n}\n',
    'size <= limit',
    'size <= limit + slack',
  ),
  change('slice-bounds', 'export const rest = (items, n) => items.slice(1, n);\n', '(1, n)', '(1)'),
  change('slice-bounds', 'export const firstWords = (items) => items.slice(0, 3);\n', '(0, 3)', '(0)'),
  change('variable-replace', 'export const area = (width, height) => width * width;\n', '* width', '* height'),
  change('insert-call', COLLECT_JS, '  return kept;', '  kept.push(item);\n  return kept;'),
  change(
    'slice-insert',
    'export function show(items, see) {\n  for (const item of items) see(item);\n}\n',
    'of items',
    'of items.slice(1)',
  ),
  change(
    'binary-extension',
    'export const pick = (items, index, offset) => items[index];\n',
    '[index]',
    '[index - offset]',
  ),
  change(
    'attribute-replace',
    'export const due = (order) => order.gross;\nexport const free = (order) => order.net === 0;\n',
    'order.gross',
    'order.net',
  ),
  change('assignment-target', SEARCH_JS, 'low = middle', 'high = middle'),
  change(
    'guard-condition',
    'export function last(node) {\n  if (node.next === null) return node;\n  return last(node.next);\n}\n',
    'node.next === null)',
    'node == null || node.next === null)',
  ),
  change('null-guard', 'export const nameOf = (user) => user.name;\n', 'user.name', 'user?.name'),
  change('null-guard', 'export const times = (counts, word) => counts[word];\n', 'counts[word]', '(counts[word] ?? 0)'),
  change(
    'delete-statement',
    'export function add(list, item) {\n  list.clear();\n  list.push(item);\n}\n',
    '  list.clear();\n',
    '',
  ),
  change(
    'insert-assignment',
    'export function visit(items, see, first) {\n  let i = first;\n  while (i < items.length) {\n    see(items[i]);\n  }\n}\n',
    'see(items[i]);',
    'see(items[i]);\n    i += 1;',
  ),
  change(
    'replace-condition',
    'export function drain(first, see) {\n  const queue = [first];\n  while (true) see(queue.pop());\n}\n',
    'while (true)',
    'while (queue.length > 0)',
  ),
  change(
    'extend-condition',
    'export function inside(x, y) {\n  if (x >= 0) return true;\n  return y >= 0;\n}\n',
    '(x >= 0)',
    '(x >= 0 && y >= 0)',
  ),
];

const LOOP_PY = `def total(items):
    result = 0
    for item in items:
        result += item
        return result
`;

const SEARCH_PY = `def search(items, wanted):
    low = 0
    high = len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < wanted:
            low = middle
        else:
            return middle
    return -1
`;

const COLLECT_PY = `def positives(items):
    kept = []
    for item in items:
        if item > 0:
            kept.append(item)
    return kept
`;

export const PYTHON_CASES: readonly OperatorCase[] = [
  change('comparison-boundary', 'def is_adult(age):\n    return age > 18\n', '> 18', '>= 18'),
  change('comparison-boundary', 'def inside(low, x, high):\n    return low <= x < high\n', '< high', '<= high'),
  change(
    'argument-swap',
    'def minus(left, right):\n    return left - right\n\n\ndef width(start, end):\n    return minus(start, end)\n',
    'minus(start, end)',
    'minus(end, start)',
  ),
  change('index-swap', 'def at(table, i, j):\n    return table[i, j]\n', '[i, j]', '[j, i]'),
  change('index-swap', 'def at(table, i, j):\n    return table[i][j]\n', '[i][j]', '[j][i]'),
  change(
    'return-condition',
    'def is_even(number):\n    rest = number % 2\n    return True\n',
    'return True',
    'return rest == 0',
  ),
  change(
    'call-to-assignment',
    'def put(table, key, value):\n    table[key].append(value)\n',
    'table[key].append(value)',
    'table[key] = value',
  ),
  change('expected-literal', "def greet(name):\n    return 'Helo, ' + name\n", "'Helo, '", "'Hello, '", GREETED_PY),
  change(
    'missing-return',
    'def add_up(items):\n    total = 0\n    for item in items:\n        total += item\n',
    '+= item',
    '+= item\n    return total',
  ),
  change('missing-return', 'def twice(x):\n    x * 2\n', 'x * 2', 'return x * 2'),
  change(
    'missing-await',
    'async def load(client, key):\n    row = client.get(key)\n    return row\n',
    'client.get',
    'await client.get',
  ),
  change('arithmetic-operator', 'def gross(net, tax):\n    return net - tax\n', 'net - tax', 'net + tax'),
  change('arithmetic-operator', 'def middle(low, high):\n    return (low + high) / 2\n', '/ 2', '// 2'),
  change('off-by-one', 'def rows(n):\n    for i in range(1, n):\n        yield i\n', '(1, n)', '(0, n)'),
  change('off-by-one', 'def last(items):\n    return items[len(items) + 1]\n', ' + 1', ''),
  change(
    'negate-condition',
    'def go(ready):\n    if ready:\n        return 1\n    return 2\n',
    'if ready',
    'if not ready',
  ),
  change('negate-condition', 'def shut(door):\n    return [not door.open]\n', 'not door', 'door'),
  change('logical-flip', 'def may(user):\n    return user.known and user.paid\n', ' and ', ' or '),
  change('boolean-literal', 'def found():\n    seen = True\n    return seen\n', 'True', 'False'),
  change('choice-swap', 'def larger(a, b):\n    return b if a > b else a\n', 'b if a > b else a', 'a if a > b else b'),
  change('operand-swap', 'def span(start, end):\n    return start - end\n', 'start - end', 'end - start'),
  change('comparison-operator', 'def before(a, b):\n    return a.rank < b.rank\n', '<', '>'),
  change('unwrap-call', 'def show(name, write, clean):\n    return write(clean(name))\n', '(clean(name))', '(name)'),
  change(
    'loop-progress',
    'def count(items):\n    at = 0\n    while at < len(items):\n        print(items[at])\n    return at\n',
    'print(items[at])',
    'print(items[at])\n        at += 1',
    failure('too long', { kind: 'timeout' }),
  ),
  change('plus-minus-one', 'def pick(items, end):\n    return items[end]\n', '[end]', '[end - 1]'),
  change('plus-minus-one', 'def count(n):\n    return list(range(n))\n', 'range(n)', 'range(n + 1)'),
  change('empty-literal', 'def everything():\n    return None\n', 'None', '[]'),
  change('empty-literal', 'def subsets():\n    found = []\n    return found\n', '[]', '[[]]'),
  change('name-family', 'def best(a, b):\n    return min(a, b)\n', 'min', 'max'),
  change('augmented-operator', 'def add(cart, price):\n    cart.total -= price\n', '-=', '+='),
  change('move-statement', LOOP_PY, '        return result', '    return result'),
  change(
    'move-statement',
    'def drain(queue, log):\n    queue.clear()\n    log.append(len(queue))\n',
    'queue.clear()\n    log.append(len(queue))',
    'log.append(len(queue))\n    queue.clear()',
  ),
  change('drop-operand', 'def may(user, now):\n    return user.known(now) and user.paid\n', ' and user.paid', ''),
  change(
    'min-max-wrap',
    'def lift(best, score):\n    best = score\n    return best\n',
    '= score',
    '= max(best, score)',
  ),
  change('comparison-and-literal', 'def is_leaf(n):\n    return n == 0\n', '== 0', '<= 1'),
  change('square-halve', 'def area(radius):\n    return 3.14 * radius\n', '* radius', '* (radius * radius)'),
  change('index-change', 'def ending(parts):\n    return parts[2]\n', '[2]', '[-1]'),
  change('expression-to-variable', 'def add(a, b):\n    total = a + b\n    return a + 5\n', 'a + 5', 'total'),
  change('sign-change', 'def last(items, n):\n    return items[n:]\n', '[n:]', '[-n:]'),
  change('sort-order', 'def latest(days):\n    return sorted(days, key=len)\n', 'key=len)', 'key=len, reverse=True)'),
  change(
    'unused-value',
    'class Account:\n    def __init__(self, limit):\n        self.limit = limit\n        self.balance = 0\n\n    def allows(self, amount):\n        return amount <= self.balance\n',
    'amount <= self.balance',
    'amount <= self.balance + self.limit',
  ),
  change('slice-bounds', 'def rest(items, n):\n    return items[1:n]\n', '[1:n]', '[1:]'),
  change('slice-bounds', 'def every(items):\n    return items[1::2]\n', '[1::2]', '[1:-1:2]'),
  change('variable-replace', 'def area(width, height):\n    return width * width\n', '* width', '* height'),
  change('insert-call', COLLECT_PY, '    return kept', '    kept.append(item)\n    return kept'),
  change(
    'slice-insert',
    'def show(items, see):\n    for item in items:\n        see(item)\n',
    'in items',
    'in items[1:]',
  ),
  change(
    'binary-extension',
    'def pick(items, index, offset):\n    return items[index]\n',
    '[index]',
    '[index - offset]',
  ),
  change(
    'attribute-replace',
    'def due(order):\n    return order.gross\n\n\ndef is_free(order):\n    return order.net == 0\n',
    'order.gross',
    'order.net',
  ),
  change('assignment-target', SEARCH_PY, 'low = middle', 'high = middle'),
  change(
    'guard-condition',
    'def last(node):\n    while node.next.value > 0:\n        node = node.next\n    return node\n',
    'while node.next',
    'while node.next is not None and node.next',
  ),
  change('null-guard', 'def times(counts, word):\n    return counts[word]\n', 'counts[word]', 'counts.get(word, 0)'),
  change('null-guard', 'def names(given):\n    found = given\n    return found\n', '= given', '= given or []'),
  change(
    'delete-statement',
    'def add(items, item):\n    items.clear()\n    items.append(item)\n',
    '    items.clear()\n',
    '',
  ),
  change(
    'insert-assignment',
    'def visit(items, see):\n    i = len([])\n    while i < len(items):\n        see(items[i])\n',
    'see(items[i])',
    'see(items[i])\n        i += 1',
  ),
  change(
    'replace-condition',
    'def drain(first, see):\n    queue = [first]\n    while True:\n        see(queue.pop())\n',
    'while True',
    'while queue',
  ),
  change(
    'extend-condition',
    'def inside(x, y):\n    if x >= 0:\n        return True\n    return y >= 0\n',
    'if x >= 0',
    'if x >= 0 and y >= 0',
  ),
];
