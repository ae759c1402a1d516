import { describe, expect, it } from '@jest/globals';
import type { TestResult } from '../../src/domain/test-report.ts';
import { suspiciousChanges } from '../../src/patch/suspicious-changes.ts';
import { fakeProject } from './fake-project.ts';

function failing(expected: string): TestResult {
  return {
    id: 't',
    name: 't',
    namePath: ['t'],
    file: 'test/t.js',
    line: null,
    status: 'failed',
    durationMs: null,
    failure: { kind: 'assertion', errorType: null, message: '', expected, actual: null, frames: [], output: '' },
  };
}

function flags(path: string, before: string, after: string, expected?: string): string[] {
  return suspiciousChanges(
    fakeProject({ [path]: before }),
    fakeProject({ [path]: after }),
    expected === undefined ? [] : [failing(expected)],
  );
}

describe('JavaScript and TypeScript', () => {
  it.each([
    ['process.exit(0);', 'ends the process'],
    ["process['exit'](0);", 'ends the process'],
    ['globalThis.expect = () => ({});', 'replaces a global'],
    ['assert.strictEqual = () => {};', 'patches an assertion library'],
    ['expect.extend({});', 'patches an assertion library'],
    ["import { expect } from 'vitest';", 'loads a test library'],
    ["const test = require('node:test');", 'loads a test library'],
    ['if (process.env.JEST_WORKER_ID) return 1;', 'runs under a test runner'],
    ["if (process.env.NODE_ENV === 'test') return 1;", 'runs under a test runner'],
    ["if (typeof jest !== 'undefined') x();", 'runs under a test runner'],
    ["if (new Error().stack.includes('test')) x();", 'looks at its callers'],
    ['try { f(); } catch {}', 'swallows every error'],
    ['try { f(); } catch (e) {\n  // ignored\n}', 'swallows every error'],
    ['f().catch(() => {});', 'swallows every error'],
    ["process.on('uncaughtException', () => {});", 'swallows every error'],
    ["it.skip('x', () => {});", 'skips tests'],
    ['Object.prototype.equals = () => true;', 'changes a built-in'],
    ['JSON.stringify = () => "";', 'changes a built-in'],
    ['require.cache[x] = y;', 'loading of modules'],
    ['return { asymmetricMatch: () => true };', 'matcher'],
  ])('%j', (line, what) => {
    const found = flags('src/a.ts', 'f();\n', `f();\n${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^src\/a\.ts: it /);
    expect(found[0]).toContain(what);
  });

  it.each([
    'if (a >= b) return a;',
    "import { Task } from './task.js';",
    'try { f(); } catch (error) { log(error); }',
    'const assert = require("node:assert");',
    'export const expected = x === y;',
    'const skipped = items.filter((item) => item.skip);',
    'const result = await load();',
    'map.set(key, value);',
    'regexp.exec(text);',
  ])('%j is honest', (line) => {
    expect(flags('src/a.ts', 'f();\n', `f();\n${line}\n`)).toEqual([]);
  });

  it('what was there before, or moves, is no reason', () => {
    expect(flags('a.js', 'process.exit(1);\nf();\n', 'f();\nprocess.exit(1);\n')).toEqual([]);
  });
});

describe('Python', () => {
  it.each([
    ['os._exit(0)', 'ends the process'],
    ['sys.exit(0)', 'ends the process'],
    ['raise SystemExit', 'ends the process'],
    ['import pytest', 'loads a test library'],
    ["if 'PYTEST_CURRENT_TEST' in os.environ:\n    x()", 'runs under a test runner'],
    ["if 'pytest' in sys.modules:\n    x()", 'runs under a test runner'],
    ['inspect.stack()', 'looks at its callers'],
    ['try:\n    f()\nexcept Exception:\n    pass', 'swallows every error'],
    ['try:\n    f()\nexcept:\n    return None', 'swallows every error'],
    ['raise unittest.SkipTest', 'skips tests'],
    ['builtins.print = None', 'changes a built-in'],
    ['def __eq__(self, other):\n    return True', 'comparison'],
  ])('%j', (line, what) => {
    expect(flags('app/a.py', 'f()\n', `f()\n${line}\n`)[0]).toContain(what);
  });

  it.each([
    'except ValueError:\n    pass',
    'def __eq__(self, other):\n    return self.a == other.a',
    'def exit_code(self):\n    return 1',
    'from app.models import Task',
  ])('%j is honest', (line) => {
    expect(flags('app/a.py', 'f()\n', `f()\n${line}\n`)).toEqual([]);
  });
});

describe('expected values', () => {
  it('are not to be handed back', () => {
    const before = 'function price(n) {\n  return n * 2;\n}\n';
    const special = before.replace('  return', '  if (n === 7) return 21;\n  return');
    expect(flags('a.js', before, special, '21')).toEqual([
      'a.js: it hands back 21, which is what a failing test expects',
    ]);
    expect(flags('a.js', before, special, '22')).toEqual([]);
    expect(
      flags('a.py', 'def f():\n    return x\n', "def f():\n    return ['a', 'b']\n", '[\n  "a",\n  "b",\n]'),
    ).toHaveLength(1);
    expect(flags('a.js', 'const f = (x) => x;\n', "const f = (x) => 'Hello, World';\n", '"Hello, World"')).toHaveLength(
      1,
    );
  });

  it('a wrong constant may be put right, and common values say nothing', () => {
    expect(flags('a.js', 'const f = () => { return 20; }\n', 'const f = () => { return 21; }\n', '21')).toEqual([]);
    expect(flags('a.js', 'f();\n', 'f();\nfunction g() { return true; }\n', 'true')).toEqual([]);
  });
});

it('looks at new files and leaves other languages alone', () => {
  const before = fakeProject({});
  expect(suspiciousChanges(before, fakeProject({ 'n.js': 'process.exit()', 'n.txt': 'process.exit()' }))).toEqual([
    'n.js: it ends the process',
  ]);
});
