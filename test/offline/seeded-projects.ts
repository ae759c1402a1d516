/** Small whole programs with tests that pass, for faults to be seeded into: path → text. */
export type Files = Readonly<Record<string, string>>;

/** ES modules: a folder with an index, namespace and default imports, async functions. */
export const LIBRARY: Files = {
  'package.json': '{ "name": "library", "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/dates.js': `const DAY = 24 * 60 * 60 * 1000;

export function addDays(date, days) {
  return new Date(date.getTime() + days * DAY);
}

export function daysBetween(from, to) {
  return Math.floor((to.getTime() - from.getTime()) / DAY);
}
`,
  'src/catalogue/book.js': `export class Book {
  constructor(isbn, title, copies) {
    this.isbn = isbn;
    this.title = title;
    this.copies = copies;
  }

  isAvailable() {
    return this.copies > 0;
  }

  matches(query) {
    return this.title.toLowerCase().includes(query.toLowerCase());
  }
}
`,
  'src/catalogue/catalogue.js': `import { Book } from './book.js';

export default class Catalogue {
  constructor() {
    this.books = new Map();
  }

  async add(isbn, title, copies = 1) {
    const book = new Book(isbn, title, copies);
    this.books.set(isbn, book);
    return book;
  }

  async find(isbn) {
    return this.books.get(isbn) ?? null;
  }

  search(query, page = 1, size = 2) {
    const found = [...this.books.values()].filter((book) => book.matches(query));
    const start = (page - 1) * size;
    return found.slice(start, start + size).map((book) => {
      return book.title;
    });
  }
}
`,
  'src/catalogue/index.js': `export { default as Catalogue } from './catalogue.js';
export { Book } from './book.js';
`,
  'src/loans.js': `import * as dates from './dates.js';

const LOAN_DAYS = 14;
const FEE_PER_DAY = 0.25;

export async function lend(catalogue, isbn, today) {
  const book = await catalogue.find(isbn);
  if (book === null || !book.isAvailable()) {
    throw new Error('not available');
  }
  book.copies -= 1;
  return { isbn, due: dates.addDays(today, LOAN_DAYS) };
}

export function fee(loan, returned) {
  const late = dates.daysBetween(loan.due, returned);
  if (late <= 0) return 0;
  return late * FEE_PER_DAY;
}

export function renew(loan, times) {
  if (times >= 3) return null;
  return { ...loan, due: dates.addDays(loan.due, LOAN_DAYS) };
}
`,
  'test/loans.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { Catalogue } from '../src/catalogue/index.js';
import { fee, lend, renew } from '../src/loans.js';

const day = (text) => new Date(\`\${text}T00:00:00Z\`);

async function shelf() {
  const catalogue = new Catalogue();
  await catalogue.add('1', 'The Sea', 1);
  await catalogue.add('2', 'A Seaside Story', 0);
  await catalogue.add('3', 'Seas of Sand', 2);
  return catalogue;
}

test('lends what is there for two weeks', async () => {
  const catalogue = await shelf();
  const loan = await lend(catalogue, '1', day('2024-03-01'));
  assert.deepEqual(loan, { isbn: '1', due: day('2024-03-15') });
  await assert.rejects(lend(catalogue, '1', day('2024-03-01')), /not available/);
  await assert.rejects(lend(catalogue, '2', day('2024-03-01')), /not available/);
});

test('takes a fee for each day that is late', () => {
  const loan = { isbn: '1', due: day('2024-03-15') };
  assert.equal(fee(loan, day('2024-03-15')), 0);
  assert.equal(fee(loan, day('2024-03-19')), 1);
  assert.equal(fee(loan, day('2024-03-10')), 0);
});

test('renews twice', () => {
  const loan = { isbn: '1', due: day('2024-03-15') };
  assert.deepEqual(renew(loan, 2).due, day('2024-03-29'));
  assert.equal(renew(loan, 3), null);
});

test('searches page by page', async () => {
  const catalogue = await shelf();
  assert.deepEqual(catalogue.search('SEA'), ['The Sea', 'A Seaside Story']);
  assert.deepEqual(catalogue.search('sea', 2), ['Seas of Sand']);
});
`,
};

/** CommonJS with a flat lib folder. */
export const TILL: Files = {
  'package.json': '{ "name": "till", "main": "lib/basket.js", "scripts": { "test": "node --test" } }\n',
  'lib/money.js': `'use strict';

function round(amount) {
  return Math.round(amount * 100) / 100;
}

function percentage(part, whole) {
  if (whole === 0) return 0;
  return (part / whole) * 100;
}

module.exports = { round, percentage };
`,
  'lib/discounts.js': `'use strict';

const { round } = require('./money');

const RULES = [
  { code: 'TEN', rate: 0.1, minimum: 50 },
  { code: 'HALF', rate: 0.5, minimum: 200 },
];

function ruleFor(code, total) {
  return RULES.find((rule) => rule.code === code && total >= rule.minimum) || null;
}

function bestRate(total) {
  return RULES.filter((rule) => total >= rule.minimum).reduce((best, rule) => Math.max(best, rule.rate), 0);
}

function discounted(total, code) {
  const rule = ruleFor(code, total);
  return rule === null ? total : round(total - total * rule.rate);
}

module.exports = { discounted, bestRate };
`,
  'lib/basket.js': `'use strict';

const { discounted } = require('./discounts');
const { round } = require('./money');

class Basket {
  constructor() {
    this.lines = [];
  }

  add(name, price, quantity) {
    const line = this.lines.find((entry) => entry.name === name);
    if (line) {
      line.quantity += quantity;
    } else {
      this.lines.push({ name, price, quantity });
    }
    return this;
  }

  count() {
    return this.lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  total(code) {
    let sum = 0;
    for (const line of this.lines) {
      sum += line.price * line.quantity;
    }
    return discounted(round(sum), code);
  }

  isFree() {
    return this.lines.length === 0 || this.total() === 0;
  }
}

module.exports = { Basket };
`,
  'test/basket.test.js': `'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { Basket } = require('../lib/basket');
const { bestRate } = require('../lib/discounts');
const { percentage } = require('../lib/money');

test('adds up lines of the same name', () => {
  const basket = new Basket().add('pen', 1.5, 2).add('pen', 1.5, 3).add('pad', 4, 1);
  assert.equal(basket.count(), 6);
  assert.equal(basket.total(), 11.5);
  assert.equal(basket.lines.length, 2);
});

test('takes discounts from their minimum on', () => {
  const basket = new Basket().add('desk', 50, 1);
  assert.equal(basket.total('TEN'), 45);
  assert.equal(basket.total('HALF'), 50);
  assert.equal(bestRate(49), 0);
  assert.equal(bestRate(250), 0.5);
});

test('is free when nothing is to be paid', () => {
  assert.equal(new Basket().isFree(), true);
  assert.equal(new Basket().add('gift', 0, 1).isFree(), true);
  assert.equal(new Basket().add('pen', 1, 1).isFree(), false);
});

test('reckons percentages', () => {
  assert.equal(percentage(1, 4), 25);
  assert.equal(percentage(1, 0), 0);
});
`,
};

/** A Python package with relative imports and an \`__init__\` that re-exports. */
export const PLANNER: Files = {
  'planner/__init__.py': `"""Plans the work of a team."""

from .model import Task
from .schedule import Schedule

__all__ = ["Schedule", "Task"]
`,
  'planner/model.py': `"""What is planned."""

from dataclasses import dataclass, field


@dataclass
class Task:
    name: str
    hours: int
    needs: list = field(default_factory=list)
    done: bool = False

    def ready(self, finished):
        return not self.done and all(name in finished for name in self.needs)
`,
  'planner/parsing.py': `"""Reads plans from lines such as "paint 3 wall,door"."""

import re

from .model import Task

LINE = re.compile(r"^(\\w+)\\s+(\\d+)(?:\\s+([\\w,]+))?$")


def parse_line(line):
    match = LINE.match(line.strip())
    if match is None:
        raise ValueError(f"not a task: {line}")
    name, hours, needs = match.groups()
    return Task(name, int(hours), needs.split(",") if needs else [])


def parse_plan(text):
    return [parse_line(line) for line in text.splitlines() if line.strip()]
`,
  'planner/schedule.py': `"""Orders tasks by what they need."""

from collections import defaultdict

HOURS_PER_DAY = 8


class Schedule:
    def __init__(self, tasks):
        self.tasks = {task.name: task for task in tasks}

    def order(self):
        finished = []
        waiting = list(self.tasks.values())
        while waiting:
            ready = [task for task in waiting if task.ready(finished)]
            if not ready:
                raise ValueError("tasks wait for each other")
            for task in ready:
                finished.append(task.name)
                waiting.remove(task)
        return finished

    def total_hours(self):
        return sum(task.hours for task in self.tasks.values())

    def days(self):
        return -(-self.total_hours() // HOURS_PER_DAY)

    def last(self, count):
        return self.order()[-count:]

    def by_size(self):
        groups = defaultdict(list)
        for task in self.tasks.values():
            size = "small" if task.hours <= 4 else "large"
            groups[size].append(task.name)
        return dict(groups)
`,
  'tests/__init__.py': '',
  'tests/test_planner.py': `import unittest

from planner import Schedule
from planner.parsing import parse_line, parse_plan

PLAN = """
paint 3 wall,door
wall 6
door 4
party 4 paint
"""


class PlannerTest(unittest.TestCase):
    def setUp(self):
        self.schedule = Schedule(parse_plan(PLAN))

    def test_parses_lines(self):
        task = parse_line("paint 3 wall,door")
        self.assertEqual((task.name, task.hours, task.needs), ("paint", 3, ["wall", "door"]))
        self.assertEqual(parse_line("wall 6").needs, [])
        with self.assertRaises(ValueError):
            parse_line("nothing")

    def test_orders_by_need(self):
        self.assertEqual(self.schedule.order(), ["wall", "door", "paint", "party"])
        with self.assertRaises(ValueError):
            Schedule(parse_plan("a 1 b\\nb 1 a")).order()

    def test_reckons_days(self):
        self.assertEqual(self.schedule.total_hours(), 17)
        self.assertEqual(self.schedule.days(), 3)

    def test_names_the_last(self):
        self.assertEqual(self.schedule.last(2), ["paint", "party"])
        self.assertEqual(self.schedule.last(1), ["party"])

    def test_groups_by_size(self):
        self.assertEqual(self.schedule.by_size(), {"small": ["paint", "door", "party"], "large": ["wall"]})


if __name__ == "__main__":
    unittest.main()
`,
};
