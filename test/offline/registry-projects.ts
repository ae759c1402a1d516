/** Small projects without a fault: an ES module one, a CommonJS one, a TypeScript one, a Python one. */

export const ESM = '{"name":"shop","type":"module"}';
const COMMONJS = '{"name":"shop"}';

const MODELS_ESM = `const rows = new Map();

export function saveTask(task) {
  rows.set(task.id, task);
  return task;
}

export function findTask(id) {
  return rows.get(id) ?? null;
}
`;

export const ROUTES_ESM = `import { findTask, saveTask } from './models/task.js';

export function createTask(id, title) {
  return saveTask({ id, title });
}

export function showTask(id) {
  return findTask(id);
}
`;

const TEST_ESM = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTask, showTask } from '../src/routes.js';

test('shows a task', () => {
  createTask(1, 'write');
  assert.equal(showTask(1).title, 'write');
});
`;

export const SHOP_ESM = {
  'package.json': ESM,
  'src/models/task.js': MODELS_ESM,
  'src/routes.js': ROUTES_ESM,
  'test/routes.test.js': TEST_ESM,
};

export const SHOP_COMMONJS = {
  'package.json': COMMONJS,
  'src/price.js': `function net(lines) {
  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
}

function gross(lines, rate) {
  return net(lines) * (1 + rate);
}

module.exports = { net, gross };
`,
  'src/cart.js': `const { gross } = require('./price');

class Cart {
  constructor() {
    this.lines = [];
  }

  add(price, count) {
    this.lines.push({ price, count });
  }

  total(rate) {
    return gross(this.lines, rate);
  }
}

module.exports = { Cart };
`,
  'src/shop.js': `const { Cart } = require('./cart');

function checkout(items, rate) {
  const cart = new Cart();
  for (const item of items) cart.add(item.price, item.count);
  return cart.total(rate);
}

module.exports = { checkout };
`,
  'test/shop.test.js': `const { checkout } = require('../src/shop');

test('adds up', () => {
  expect(checkout([{ price: 2, count: 3 }], 0.5)).toBe(9);
});
`,
};

export const GEOMETRY = {
  'package.json': '{"name":"geometry","type":"module","devDependencies":{"vitest":"^3.0.0"}}',
  'src/point.ts': `export interface Point {
  readonly x: number;
  readonly y: number;
}

export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}
`,
  'src/path.ts': `import { distance, type Point } from './point';

export class Path {
  private readonly points: Point[] = [];

  add(point: Point): this {
    this.points.push(point);
    return this;
  }

  length(): number {
    let sum = 0;
    for (let i = 1; i < this.points.length; i++) {
      sum += distance(this.points[i - 1]!, this.points[i]!);
    }
    return sum;
  }
}
`,
  'test/path.test.ts': `import { expect, it } from 'vitest';
import { Path } from '../src/path';

it('measures', () => {
  expect(new Path().add({ x: 0, y: 0 }).add({ x: 3, y: 4 }).length()).toBe(5);
});
`,
};

export const LIBRARY_PY = {
  'app/__init__.py': '',
  'app/models.py': `from dataclasses import dataclass


@dataclass
class Book:
    title: str
    pages: int


def find_book(books, title):
    for book in books:
        if book.title == title:
            return book
    return None
`,
  'app/shelf.py': `import math

from app.models import Book, find_book


class Shelf:
    def __init__(self):
        self.books = []

    def put(self, title, pages):
        self.books.append(Book(title=title, pages=pages))

    def pages_of(self, title):
        book = find_book(self.books, title)
        return book.pages if book else 0

    def boards(self, width):
        return math.ceil(len(self.books) / width)
`,
  'tests/__init__.py': '',
  'tests/test_shelf.py': `import unittest

from app.shelf import Shelf


class ShelfTest(unittest.TestCase):
    def test_pages(self):
        shelf = Shelf()
        shelf.put("Emma", 474)
        self.assertEqual(shelf.pages_of("Emma"), 474)
        self.assertEqual(shelf.boards(2), 1)
`,
};
