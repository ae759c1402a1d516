import { describe, expect, it } from '@jest/globals';
import { exportsOf, importsOf } from '../../src/syntax/imports.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import type { LanguageId } from '../../src/syntax/syntax-types.ts';

async function imports(language: LanguageId, text: string) {
  const parsed = await parseSource(language, text);
  const found = importsOf(parsed).map(
    (one) => `${one.line} ${one.specifier} ${one.style} ${one.imported} as ${one.local}${one.commonJs ? ' cjs' : ''}`,
  );
  parsed.dispose();
  return found;
}

async function exported(language: LanguageId, text: string) {
  const parsed = await parseSource(language, text);
  const found = exportsOf(parsed).map(({ name, commonJs, line }) => `${line} ${name}${commonJs ? ' cjs' : ''}`);
  parsed.dispose();
  return found;
}

describe('imports of JavaScript and TypeScript', () => {
  it('reads every ESM form', async () => {
    const text = `import express, { Router as R, type Request } from 'express';
import * as path from "node:path";
import './polyfill.js';
import { default as main } from './main.js';
import type { Task } from './task';
export { a as b } from './a.js';
export * from './all.js';
import legacy = require('legacy');
const { x, y: z } = await import('./lazy.js');
`;
    expect(await imports('typescript', text)).toEqual([
      '1 express default null as express',
      '1 express named Router as R',
      '1 express named Request as Request',
      '2 node:path namespace null as path',
      '3 ./polyfill.js side-effect null as null',
      '4 ./main.js default null as main',
      '5 ./task named Task as Task',
      '6 ./a.js named a as null',
      '7 ./all.js namespace null as null',
      '8 legacy namespace null as legacy cjs',
      '9 ./lazy.js named x as x',
      '9 ./lazy.js named y as z',
    ]);
  });

  it('reads every CommonJS form', async () => {
    const text = `const fs = require('fs');
const { Task, List: TaskList, limit = 3 } = require('./models');
const join = require('path').join;
require('./setup');
app.use('/tasks', require('./routes/tasks')(db));
var a = require('./a'), b = require(\`./b\`);
const dynamic = require(name);
`;
    expect(await imports('javascript', text)).toEqual([
      '1 fs namespace null as fs cjs',
      '2 ./models named Task as Task cjs',
      '2 ./models named List as TaskList cjs',
      '2 ./models named limit as limit cjs',
      '3 path named join as join cjs',
      '4 ./setup side-effect null as null cjs',
      '5 ./routes/tasks side-effect null as null cjs',
      '6 ./a namespace null as a cjs',
      '6 ./b namespace null as b cjs',
    ]);
  });

  it('gives the range of the whole statement', async () => {
    const text = `'use strict';\nconst {\n  a,\n} = require('./a');\n`;
    const parsed = await parseSource('javascript', text);
    const [first] = importsOf(parsed);
    expect(text.slice(first?.startIndex, first?.endIndex)).toBe("const {\n  a,\n} = require('./a');");
    parsed.dispose();
  });
});

describe('exports of JavaScript and TypeScript', () => {
  it('reads every ESM form', async () => {
    const text = `export function f() {}
export const { p, q: [r] } = o, s = 1;
export default class Foo {}
export { g as h, i };
export { default as Button } from './button';
export * from './all';
export * as ns from './ns';
export interface Shape {}
export type Id = string;
export abstract class Base {}
export declare function declared(): void;
`;
    expect(await exported('typescript', text)).toEqual([
      '1 f',
      '2 p',
      '2 r',
      '2 s',
      '3 default',
      '4 h',
      '4 i',
      '5 Button',
      '6 *',
      '7 ns',
      '8 Shape',
      '9 Id',
      '10 Base',
      '11 declared',
    ]);
  });

  it('counts an overload for nothing where the function itself is not exported', async () => {
    const overload = 'export function f(a: string): void;\n';
    expect(await exported('typescript', `${overload}function f(a: any) {}\n`)).toEqual([]);
    expect(await exported('typescript', `${overload}export function f(a: any) {}\n`)).toEqual(['1 f']);
    expect(await exported('typescript', overload)).toEqual(['1 f']);
  });

  it('reads by their looks the exports of a file that the grammar does not understand', async () => {
    const odd = 'type X = {\n\t<const T extends ((>(x: T): T\n}\nexport interface Shape {}\nexport const area = 1;\n';
    expect(await exported('typescript', odd)).toEqual(expect.arrayContaining(['4 Shape', '5 area']));
  });

  it('reads every CommonJS form, through aliases of the exports too', async () => {
    expect(await exported('javascript', `module.exports = { a, b: bb, m() {}, 'c-d': 1, ...rest };\n`)).toEqual([
      '1 default cjs',
      '1 a cjs',
      '1 b cjs',
      '1 m cjs',
      '1 c-d cjs',
      '1 * cjs',
    ]);
    expect(await exported('javascript', `exports.x = exports.y = 1;\nmodule.exports.z = 2;\n`)).toEqual([
      '1 x cjs',
      '1 y cjs',
      '2 z cjs',
    ]);
    expect(
      await exported('javascript', `exports = module.exports = create;\nfunction create() {}\ncreate.static = 1;\n`),
    ).toEqual(['1 default cjs', '3 static cjs']);
    expect(await exported('javascript', `var mod = module.exports = {};\nmod.run = () => 1;\n`)).toEqual([
      '1 default cjs',
      '2 run cjs',
    ]);
    expect(await exported('javascript', `const table = { one: 1 };\nmodule.exports = table;\n`)).toEqual([
      '2 default cjs',
      '2 one cjs',
    ]);
    expect(await exported('javascript', `Object.defineProperty(exports, 'k', { get });\n`)).toEqual(['1 k cjs']);
    expect(await exported('javascript', `module.exports = require('./lib');\n`)).toEqual(['1 default cjs', '1 * cjs']);
  });
});

describe('imports and exports of Python', () => {
  it('reads every import form', async () => {
    const text = `from __future__ import annotations
import os, sys as system
import a.b.c
from .models import Task, make as mk
from . import util
from ..pkg.mod import (x,
  y)
from z import *
def late():
    import json
`;
    expect(await imports('python', text)).toEqual([
      '1 __future__ named annotations as annotations',
      '2 os namespace null as os',
      '2 sys namespace null as system',
      '3 a.b.c namespace null as a',
      '4 .models named Task as Task',
      '4 .models named make as mk',
      '5 . named util as util',
      '6 ..pkg.mod named x as x',
      '6 ..pkg.mod named y as y',
      '8 z namespace * as null',
      '10 json namespace null as json',
    ]);
  });

  it('takes module-level names, relative imports and __all__ as exports', async () => {
    const text = `from .models import Task
import os
__all__ = ['Task', 'made']
LIMIT = 3
a, b = 1, 2
try:
    fast = True
except ImportError:
    fast = None
class C:
    attribute = 1
    def method(self): pass
async def f():
    local = 1
`;
    expect(await exported('python', text)).toEqual([
      '1 Task',
      '3 made',
      '4 LIMIT',
      '5 a',
      '5 b',
      '7 fast',
      '10 C',
      '13 f',
    ]);
  });
});
