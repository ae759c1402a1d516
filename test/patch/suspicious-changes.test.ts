import { describe, expect, it } from '@jest/globals';
import type { TestResult } from '../../src/domain/test-report.ts';
import { suspiciousChanges } from '../../src/patch/suspicious-changes.ts';
import { CHEATING_JAVASCRIPT, HONEST_JAVASCRIPT } from './cheating-javascript.ts';
import { CHEATING_PYTHON, HONEST_PYTHON } from './cheating-python.ts';
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

describe('code that makes tests pass without repairing anything is told, however it is spelt', () => {
  const added = (source: string, line: string, path: string) =>
    suspiciousChanges(
      fakeProject({ [path]: source }),
      fakeProject({ [path]: source.replace(/^.*a - b.*\n/m, `${line}\n`) }),
      [failing('5'), failing('9')],
    );
  it.each(CHEATING_JAVASCRIPT)('JavaScript %j', (line) => {
    expect(added('function sum(a, b) {\n  return a - b;\n}\n', line, 'a.js')).not.toEqual([]);
  });
  it.each(CHEATING_PYTHON)('Python %j', (line) => {
    expect(added('def sum(a, b):\n    return a - b\n', line, 'a.py')).not.toEqual([]);
  });
  it.each(HONEST_JAVASCRIPT)('and not %j', (line) => {
    expect(added('function sum(a, b) {\n  return a - b;\n}\n', line, 'a.js')).toEqual([]);
  });
  it.each(HONEST_PYTHON)('and not in Python %j', (line) => {
    expect(added('def sum(a, b):\n    return a - b\n', line, 'a.py')).toEqual([]);
  });
});

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
    for (const flag of found) expect(flag).toMatch(/^src\/a\.ts: it /);
    expect(found.join('\n')).toContain(what);
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

describe('files of any kind', () => {
  const brings = (path: string, before: string | Uint8Array, after: string | Uint8Array) =>
    suspiciousChanges(fakeProject({ [path]: before }), fakeProject({ [path]: after })).length > 0;

  it.each([
    ['what turns the text around', '// \u202e } x'],
    ['what isolates it', '// \u2066x\u2069'],
    ['a space of no width', 'a\u200bb'],
    ['invisible tags', 'a\u{e0041}b'],
    ['control sequences', 'echo "\u001b[2J"'],
    ['NUL', 'a\0b'],
  ])('must not get %s', (_, text) => {
    expect(brings('a.sh', 'a\n', `${text}\n`)).toBe(true);
    expect(brings('a.unknown', `${text}\n`, `${text}\nmore\n`)).toBe(false);
  });

  it('may get tabs, form feeds, letters of all kinds and joined emoji', () => {
    expect(brings('a.txt', '', 'a\tb\f\r\n\u00e4 \u0646\u200c\u0645 \u{1f468}\u200d\u{1f469}\n')).toBe(false);
    expect(brings('a.txt', new Uint8Array([0xe4]), new Uint8Array([0xe4, 0x93, 0x94]))).toBe(false);
    expect(brings('a.bin', new Uint8Array([0, 1]), new Uint8Array([0, 1, 2]))).toBe(false);
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

describe('further languages', () => {
  it.each([
    ['a.go', 'os.Exit(0)', 'ends the process'],
    ['a.go', 'log.Fatal(err)', 'ends the process'],
    ['a.go', 't.Skip("later")', 'skips tests'],
    ['a.go', 'defer func() { recover() }()', 'swallows every error'],
    ['a.go', 'if testing.Testing() { return 1 }', 'runs under a test runner'],
    ['a.go', '\t"testing"', 'loads a test library'],
    ['A.java', 'System.exit(0);', 'ends the process'],
    ['A.java', 'try { f(); } catch (Exception e) { /* fine */ }', 'swallows every error'],
    ['A.java', '@Disabled', 'skips tests'],
    ['A.java', 'import org.junit.jupiter.api.Assertions;', 'loads a test library'],
    ['A.kt', 'exitProcess(0)', 'ends the process'],
    ['a.rb', 'exit(0)', 'ends the process'],
    ['a.rb', 'exit!', 'ends the process'],
    ['a.rb', 'x = f() rescue nil', 'swallows every error'],
    ['a.rb', "return 1 if ENV['RAILS_ENV'] == 'test'", 'runs under a test runner'],
    ['a.php', 'exit(0);', 'ends the process'],
    ['a.php', 'try { f(); } catch (\\Throwable $e) {}', 'swallows every error'],
    ['a.rs', 'std::process::exit(0);', 'ends the process'],
    ['a.rs', 'if cfg!(test) { return 1; }', 'runs under a test runner'],
    ['A.cs', 'Environment.Exit(0);', 'ends the process'],
    ['A.cs', 'try { F(); } catch { }', 'swallows every error'],
    ['a.c', 'exit(0);', 'ends the process'],
    ['a.cpp', 'try { f(); } catch (...) { }', 'swallows every error'],
    ['a.h', '#define assert(x)', 'redefines an assertion'],
    ['a.js', "import { exit } from 'node:process';", 'ends the process'],
    ['a.js', 'const { exit } = process;', 'ends the process'],
  ])('%s %j', (path, line, what) => {
    const found = flags(path, 'f()\n', `f()\n${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(what);
  });

  it.each([
    ['a.go', 'if err != nil { return err }'],
    ['a.go', 'total += order.Exit'],
    ['A.java', 'catch (IOException e) { throw new UncheckedIOException(e); }'],
    ['A.java', 'import java.util.List;'],
    ['a.rb', 'exit_code = 1'],
    ['a.rb', 'rescue ArgumentError => e\n  raise Wrong, e.message\nend'],
    ['a.php', '$this->exit();'],
    ['a.rs', 'let exit = state.exit();'],
    ['A.cs', 'catch (FormatException) { return 0; }'],
    ['a.c', 'on_exit_code(queue->exit);'],
    ['a.js', "import { env } from 'node:process';"],
  ])('%s %j is honest', (path, line) => {
    expect(flags(path, 'f()\n', `f()\n${line}\n`)).toEqual([]);
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
