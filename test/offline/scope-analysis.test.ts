import { describe, expect, it } from '@jest/globals';
import { mayBeMeant } from '../../src/offline/scope/declared-types.ts';
import { analyseScopes, unresolvedUses } from '../../src/offline/scope/scope-analysis.ts';
import { scopeAt, visibleBindings } from '../../src/offline/scope/scope-builder.ts';
import { readNodeLibrary, readPythonLibrary } from '../../src/offline/symbol-tables.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import type { LanguageId } from '../../src/syntax/syntax-types.ts';

async function undefinedIn(language: LanguageId, text: string): Promise<string[]> {
  const { globals, types } = language === 'python' ? readPythonLibrary() : readNodeLibrary();
  const parsed = await parseSource(language, text);
  try {
    const uses = unresolvedUses(analyseScopes(parsed), (name) => globals.has(name) || types.has(name));
    return [...new Set(uses.map((use) => `${use.position === 'type' ? 'type ' : ''}${use.name}`))];
  } finally {
    parsed.dispose();
  }
}

describe('undefined names in JavaScript', () => {
  it.each([
    ['hoisted functions and var', 'go(x);\nfunction go() { return y; }\nvar x = 1;\nif (x) { var y = 2; }', []],
    ['blocks end the life of let', '{ let inner = 1; }\nconsole.log(inner);', ['inner']],
    ['patterns', 'const { a, b: { c = d }, ...rest } = load;\nuse(a, b, c, rest);', ['d', 'load', 'use', 'b']],
    ['parameters with defaults', 'const f = ({ a = 1 }, [b], ...c) => a + b + c + e;', ['e']],
    ['property names are no names', 'const o = { key: 1, m() {} };\no.key.other;\no?.[name];', ['name']],
    ['shorthand properties are uses', 'const a = 1;\nmodule.exports = { a, missing };', ['missing']],
    ['typeof guards a name', "if (typeof define === 'function') define();", []],
    ['catch, for and labels', 'for (const i of [1]) l: try { break l; } catch (e) { console.log(e, i); }', []],
    [
      'class fields and heritage',
      'class A extends Base { #x = y; static { z; } get v() { return this.#x; } }',
      ['Base', 'y', 'z'],
    ],
    [
      'imports and re-exports',
      "import d, { a as b } from 'm';\nexport { c } from 'n';\nexport { e as f };\nd(b, a);",
      ['e', 'a'],
    ],
  ])('%s', async (_title, text, expected) => {
    expect((await undefinedIn('javascript', text)).sort()).toEqual([...expected].sort());
  });

  it('tells types from values in TypeScript', async () => {
    const text = `interface Shape<T> { area(unit: Unit): T }
type Keys<K> = { [P in keyof K]: K[P] extends infer V ? V : Missing };
enum Side { Left = 1, Right = Left }
namespace Inner { export const n = 1; }
function isShape(value: unknown): value is Shape<number> { return value instanceof Square && Inner.n > Side.Left; }
const fn: (arg: string) => void = isShape as never;
export default abstract class C<U> { constructor(private readonly u: U, fn?: typeof other) {} }`;
    expect((await undefinedIn('typescript', text)).sort()).toEqual(
      ['Square', 'type Missing', 'type Unit', 'type other'].sort(),
    );
  });

  it('takes capitalised elements for components', async () => {
    expect(await undefinedIn('tsx', 'const a = <div title="x"><Task id={id} /><ui.Row /></div>;')).toEqual([
      'Task',
      'id',
      'ui',
    ]);
  });
});

describe('undefined names in Python', () => {
  it.each([
    ['comprehensions have scopes', 'r = [x for x in items if x]\nprint(x, r)', ['items', 'x']],
    [
      'a class scope is no scope for its methods',
      'class A:\n    limit = 1\n    def m(self):\n        return limit',
      ['limit'],
    ],
    [
      'targets',
      'for a, (b, *c) in []:\n    pass\nwith open("f") as g, g as (h, i):\n    pass\nprint(a, b, c, g, h, i)',
      [],
    ],
    [
      'except, walrus and lambda',
      'try:\n    pass\nexcept E as e:\n    print(e)\nif (n := 1):\n    f = lambda q, *r: (q, r, n, s)',
      ['E', 's'],
    ],
    ['global and nonlocal', 'def f():\n    global total\n    total = 1\nprint(total)', []],
    [
      'match captures',
      'match 1:\n    case Point(x=0, y=yy) | [a, *rest]:\n        print(yy, a, rest)\n    case other:\n        print(other)',
      ['Point'],
    ],
    ['attributes and keywords are no names', 'import os.path as p\np.join(sep=os)', ['os']],
    ['f-strings hold expressions', 'print(f"{name!r:>{width}}")', ['name', 'width']],
    ['annotations are looked up', 'def f(a: Foo, b: "Bar" = 1) -> Baz: ...', ['Foo', 'Baz']],
    ['unless they are postponed', 'from __future__ import annotations\ndef f(a: Foo): ...', ['type Foo']],
  ])('%s', async (_title, text, expected) => {
    expect((await undefinedIn('python', text)).sort()).toEqual([...expected].sort());
  });

  it('are not looked for where names may come from anywhere', async () => {
    const parsed = await parseSource('python', 'from tools import *\nrun()\n');
    expect(analyseScopes(parsed).open).toBe(true);
    parsed.dispose();
  });
});

it('what can be named at a place leaves out what is defined only later, and other functions', async () => {
  const text = 'const top = 1;\nfunction f(a) { const b = 2; return 0; const late = 3; }\nfunction g(z) {}\n';
  const parsed = await parseSource('javascript', text);
  const { module } = analyseScopes(parsed);
  const at = text.indexOf('return');
  expect(visibleBindings(module, at).map(({ name }) => name)).toEqual(['b', 'a', 'top', 'f', 'g']);
  expect(scopeAt(module, at).kind).toBe('block');
  parsed.dispose();
});

it('what Java declares has its type', async () => {
  const text =
    'class A {\n  int[] sizes;\n  List<String> f(Node first, int last[]) {\n    var x = 1; String s = "", t[] = {};\n    for (Node n : first.next) { return null; }\n  }\n}\n';
  const parsed = await parseSource('java', text);
  const types = visibleBindings(analyseScopes(parsed).module, text.indexOf('return')).map(({ name, type }) => [
    name,
    type,
  ]);
  expect(Object.fromEntries(types)).toMatchObject({
    sizes: 'int[]',
    f: null,
    first: 'Node',
    last: 'int[]',
    x: null,
    s: 'String',
    t: 'String[]',
    n: 'Node',
  });
  parsed.dispose();
});

it.each([
  ['int', 'Integer', true],
  ['ArrayList<Integer>', 'java.util.List<String>', true],
  ['Node', 'Leaf', true],
  ['T', 'String', true],
  ['int', null, true],
  ['int', 'List<Integer>', false],
  ['int', 'int[]', false],
  ['String', 'boolean', false],
  ['Node', 'int', false],
  ['Map<String, List<Integer>>', 'List<Integer>', false],
])('%s and %s: one may be meant for the other: %s', (one, other, expected) => {
  expect(mayBeMeant(one, other)).toBe(expected);
  expect(mayBeMeant(other, one)).toBe(expected);
});
