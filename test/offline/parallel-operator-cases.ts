import type { OperatorCase } from './registry-operator-cases.ts';

const LADDER_JS = `const day = 24;
const week = 168;
const month = 720;
export function words(hours, named) {
  if (hours >= month) return named(hours, month, 'month');
  if (hours >= week) return named(hours, week, 'week');
  if (hours >= day) return named(hours, day, 'day');
  return named(hours, 1, 'hour');
}
`;

const OPTIONS_JS = `export function merged(given, all) {
  if (given.width !== undefined) all.width = given.width;
  if (given.height !== undefined) all.height = given.height;
  return all;
}
`;

const RANGES_JS = `export const parts = (first, second) => {
  const head = first.trim().slice(0, 3).padEnd(4);
  const tail = second.slice(0, 3).padEnd(4);
  return [head, tail];
};
`;

const CASES_JS = `export function factor(unit) {
  switch (unit) {
    case 'seconds':
    case 'second':
    case 'second':
      return 1;
    default:
      return 60;
  }
}
export const known = 'a few secs are 60';
`;

const UNUSED_JS = `const longer = (value, unit) => value.padEnd(9) + unit;
const shorter = (value, unit) => value.slice(1) + unit;
export function shown(value, unit) {
  return shorter(value, unit) + shorter(unit, value);
}
function report(value) {
  return value;
}
report(1);
`;

const CACHE_JS = `export function codes(left, right, start) {
  const kept = [];
  for (let i = 0; i < left.length; i++) kept[i] = left.charCodeAt();
  for (let j = 0; j < right.length; j++) kept.push(right.charCodeAt(start + j));
  return kept;
}
`;

const SAME_JS = `export function isSame(a, b, size) {
  if (a.height !== size.height) return a.height === 'high' && b.height === 'high';
  if (a.width !== size.width) return a.width === 'wide' && b.width === 'wide';
  return a === b;
}
`;

const KIND_JS = "export const size = (value) => (typeof value === 'strnig' ? value.length : 0);\n";

const ASKED_JS = `export const flags = (list, at) => {
  if (/^-/.test(list[at])) return 1;
  return list && list.length;
};
`;

/** For operators that look at the code beside a place that is built alike. */
export const PARALLEL_JAVASCRIPT_CASES: readonly OperatorCase[] = [
  {
    operator: 'parallel-word',
    source: LADDER_JS.replace("return named(hours, week, 'week')", "return String(hours, week, 'week')"),
    from: "String(hours, week, 'week')",
    to: "named(hours, week, 'week')",
  },
  {
    operator: 'parallel-word',
    source: OPTIONS_JS.replace('all.height = given.height', 'all.height = given.width'),
    from: 'all.height = given.width',
    to: 'all.height = given.height',
  },
  {
    operator: 'parallel-insert',
    source: RANGES_JS,
    from: 'second.slice',
    to: 'second.trim().slice',
  },
  {
    operator: 'text-replace',
    source: CASES_JS,
    from: "case 'second':\n    case 'second'",
    to: "case 'second':\n    case 'secs'",
  },
  {
    operator: 'argument-insert',
    source:
      'export function bounds(range) {\n  const [from, to] = range.split();\n  return [Number(from), Number(to)];\n}\n',
    from: 'split()',
    to: "split('-')",
  },
  {
    operator: 'argument-insert',
    source: CACHE_JS,
    from: 'left.charCodeAt()',
    to: 'left.charCodeAt(start + i)',
  },
  {
    operator: 'guard-condition',
    source:
      "export const unit = (options) => (options && options.unit) || 'b';\nexport const gap = (options) => (options.gap !== undefined ? options.gap : 1);\n",
    from: '(options.gap !==',
    to: '(options && options.gap !==',
  },
  {
    operator: 'parallel-word',
    source: SAME_JS.replace("b.width === 'wide'", "size.width === 'wide'"),
    from: 'size.width ===',
    to: 'b.width ===',
  },
  {
    operator: 'expression-to-variable',
    source: 'export const owns = (own, keys, has) => keys.every((_, i) => has(keys[i], keys[i]) && own !== null);\n',
    from: 'has(keys[i], keys[i])',
    to: 'has(own, keys[i])',
  },
  { operator: 'text-replace', source: KIND_JS, from: "'strnig'", to: "'string'" },
  {
    operator: 'guard-condition',
    source: ASKED_JS,
    from: '(/^-/.test(list[at])',
    to: '(list[at] && /^-/.test(list[at])',
  },
  { operator: 'variable-replace', source: UNUSED_JS, from: 'return shorter(value', to: 'return longer(value' },
];

const ADD_PY = `def total(box, given):
    if "width" in given:
        box.width = int(given["width"])
    if "height" in given:
        box.height = int(given["height"])
    if "depth" in given:
        box.depth = int(given["depth"])
    return box
`;

export const PARALLEL_PYTHON_CASES: readonly OperatorCase[] = [
  {
    operator: 'parallel-word',
    source: ADD_PY.replace('box.height = int(given["height"])', 'box.height = int(given["width"])'),
    from: 'box.height = int(given["width"])',
    to: 'box.height = int(given["height"])',
  },
  {
    operator: 'parallel-word',
    source: ADD_PY.replace('box.height = int', 'box.height = len'),
    from: 'box.height = len',
    to: 'box.height = int',
  },
  {
    operator: 'parallel-insert',
    source:
      'def both(left, right):\n    left = left.strip().lower().split(",")\n    right = right.lower().split(",")\n    return left, right\n',
    from: 'right = right.lower()',
    to: 'right = right.strip().lower()',
  },
];
