import type { TestFailure } from '../../src/domain/test-report.ts';
import { failure } from '../support/test-results.ts';
import type { OperatorCase } from './registry-operator-cases.ts';

function change(operator: string, source: string, from: string, to: string, told?: TestFailure): OperatorCase {
  return { operator, source, from, to, ...(told === undefined ? {} : { told }) };
}

const SPAN_PY = `class Span:
    def __init__(self, start, end):
        self.start = start
        self.end = end

    def __eq__(self, other):
        return self.start == other.start

    def meets(self, other):
        return self.start < other.end and other.start < self.end

    def touches(self, other):
        return self.start <= other.end

    def common(self, other):
        return Span(max(self.start, other.start), min(self.end, other.end))

    def cut(self, point):
        return Span(self.start, self.end)

    def grow(self, other):
        self.end = other.end


class Spans:
    def __init__(self, items):
        self.items = list(items)

    def add(self, span):
        if len(span) == 0:
            self.items.clear()
        self.items.append(span)
        self.items.sort()

    def joined(self, others):
        result = self
        for one in others:
            if one.meets(result):
                result.add(one)
        return result

    def longest(self):
        return max(self.items, key=len)
`;

const EMPTY = failure('ValueError: max() arg is an empty sequence', { errorType: 'ValueError' });
const FOREIGN = failure("AttributeError: 'tuple' object has no attribute 'start'", { errorType: 'AttributeError' });

/** For operators that know of classes, their methods and what asks whether two objects are equal. */
export const OBJECT_PYTHON_CASES: readonly OperatorCase[] = [
  {
    operator: 'receiver-swap',
    source: 'def is_below(path, folder):\n    return folder.startswith(path)\n',
    from: 'folder.startswith(path)',
    to: 'path.startswith(folder)',
  },
  change(
    'type-guard',
    SPAN_PY,
    'return self.start == other.start',
    'return isinstance(other, Span) and self.start == other.start',
    FOREIGN,
  ),
  change(
    'type-guard',
    SPAN_PY,
    '        return self.start == other.start',
    '        if not isinstance(other, Span):\n            return NotImplemented\n        return self.start == other.start',
  ),
  change('method-replace', SPAN_PY, 'one.meets(result)', 'one.touches(result)'),
  change(
    'guard-insert',
    SPAN_PY,
    '        return Span(max(',
    '        if not self.meets(other):\n            return None\n        return Span(max(',
  ),
  change(
    'guard-insert',
    SPAN_PY,
    '        if len(span) == 0:',
    '        if not span:\n            return\n        if len(span) == 0:',
  ),
  change('expression-to-variable', SPAN_PY, 'return Span(self.start, self.end)', 'return Span(point, self.end)'),
  change('min-max-wrap', SPAN_PY, 'self.end = other.end', 'self.end = max(self.end, other.end)'),
  change(
    'augmented-operator',
    'def names(parts):\n    found = set()\n    for part in parts:\n        found = set(part)\n    return found\n',
    'found = set(part)',
    'found |= set(part)',
  ),
  change('regroup', 'def middle(low, high):\n    return low + high / 2\n', 'low + high / 2', '(low + high) / 2'),
  change('regroup', 'def rest(a, b, c):\n    return a * (b - c)\n', 'a * (b - c)', 'a * b - c'),
  change('regroup', 'def wanted(a, b, c):\n    return a or b and c\n', 'a or b and c', '(a or b) and c'),
  change(
    'plus-minus-one',
    'def full(found, low, high):\n    return len(found) == high - low\n',
    'high - low',
    'high - low + 1',
  ),
  change('slice-bounds', 'def last(items, count):\n    return items[:count]\n', '[:count]', '[-count:]'),
  change('slice-bounds', 'def last(items, count):\n    return items[count:]\n', '[count:]', '[:count]'),
  change(
    'slice-insert',
    'class Path:\n    def steps(self):\n        return list(zip(self.points, self.points))\n',
    'self.points, self.points',
    'self.points, self.points[1:]',
  ),
  change(
    'own-copy',
    'class Scope:\n    def __init__(self, names=None):\n        self.names = names or {}\n',
    '= names or {}',
    '= dict(names or {})',
  ),
  change('own-copy', SPAN_PY, 'result = self\n', 'result = Spans(self.items)\n'),
  change('argument-insert', SPAN_PY, 'key=len)', 'key=len, default=None)', EMPTY),
];

export const OBJECT_JAVASCRIPT_CASES: readonly OperatorCase[] = [
  {
    operator: 'receiver-swap',
    source: 'export const byName = (one, other) => other.name.localeCompare(one.name);\n',
    from: 'other.name.localeCompare(one.name)',
    to: 'one.name.localeCompare(other.name)',
  },
  change('regroup', 'export const middle = (low, high) => low + high / 2;\n', 'low + high / 2', '(low + high) / 2'),
  change('regroup', 'export const part = (a, b, c) => a / b + c;\n', 'a / b + c', 'a / (b + c)'),
  change('regroup', 'export const wanted = (a, b, c) => (a || b) && c;\n', '(a || b) && c', 'a || b && c'),
  change(
    'own-copy',
    'export class Scope {\n  constructor(names) {\n    this.names = names ?? {};\n  }\n}\n',
    '= names ?? {}',
    '= { ...(names ?? {}) }',
  ),
  change(
    'extend-condition',
    "export function shown(value) {\n  if (value === null) return '';\n  return String(value);\n}\n",
    'value === null',
    'value === null || value === undefined',
  ),
  change(
    'type-guard',
    'export class Point {\n  equals(other) {\n    return this.x === other.x;\n  }\n}\n',
    'this.x === other.x',
    'other instanceof Point && this.x === other.x',
  ),
  change(
    'method-replace',
    'export class Span {\n  meets(other) {\n    return this.start < other.end;\n  }\n\n  touches(other) {\n    return this.start <= other.end;\n  }\n}\n\nexport const near = (one, two) => one.meets(two);\n',
    'one.meets(two)',
    'one.touches(two)',
  ),
  change(
    'guard-insert',
    'export class Span {\n  meets(other) {\n    return this.start < other.end;\n  }\n\n  common(other) {\n    const start = Math.max(this.start, other.start);\n    return new Span(start, other.end, this.marks, other.marks);\n  }\n}\n',
    '    const start',
    '    if (!this.meets(other)) return null;\n    const start',
  ),
  change(
    'own-copy',
    'export class Bag {\n  constructor(items) {\n    this.items = items;\n  }\n\n  joined() {\n    return this;\n  }\n}\n',
    'return this;',
    'return new Bag(this.items);',
  ),
  change(
    'expression-to-variable',
    'export const area = (box, width) => Math.min(box.width, box.height);\n',
    'box.width',
    'width',
  ),
];

/** For Java: `equals` of another object. */
export const OBJECT_JAVA_CASES: readonly OperatorCase[] = [
  {
    operator: 'slice-bounds',
    source:
      'class Subject {\n    java.util.List<String> first(java.util.List<String> all, int count) {\n        return all.subList(0, count);\n    }\n}\n',
    from: '0, count)',
    to: '0, Math.min(count, all.size()))',
  },
  {
    operator: 'slice-bounds',
    source:
      'class Subject {\n    String cut(String text, int most) {\n        return text.substring(0, most);\n    }\n}\n',
    from: '0, most)',
    to: '0, Math.min(most, text.length()))',
  },
  {
    operator: 'number-type',
    source:
      'class Subject {\n    double mean(int sum, int count) {\n        return (double) (sum / count);\n    }\n}\n',
    from: '(double) (sum / count)',
    to: '(double) sum / count',
  },
  {
    operator: 'number-type',
    source: 'class Subject {\n    double half(double sum) {\n        return (int) sum / 2.0;\n    }\n}\n',
    from: '(int) sum / 2.0',
    to: 'sum / 2.0',
  },
  {
    operator: 'number-type',
    source: 'class Subject {\n    long all(long sum) {\n        long all = (int) sum;\n        return all;\n    }\n}\n',
    from: '(int) sum',
    to: 'sum',
  },
  change(
    'type-guard',
    'class Point {\n    int x;\n\n    public boolean equals(Object other) {\n        Point point = (Point) other;\n        return x == point.x;\n    }\n}\n',
    '        Point point',
    '        if (!(other instanceof Point)) return false;\n        Point point',
    failure('java.lang.ClassCastException: class String cannot be cast to class Point', {
      errorType: 'java.lang.ClassCastException',
    }),
  ),
];
