import { describe, expect, it } from '@jest/globals';
import { parseFrames } from '../../src/report/frames.ts';
import { pathMapper } from '../../src/report/path-mapping.ts';
import { contextOf, projectOf } from './fixture-reports.ts';

const project = projectOf(
  [
    'src/a.js',
    'src/b.ts',
    'test/a.test.js',
    'app/a.py',
    'tests/test_a.py',
    'shop/Cart.java',
    'lib/a.rb',
    'src/A.php',
    'pkg/a.go',
    'src/a.c',
    'src/lib.rs',
    'src/A.cs',
  ].map((path) => [path, ''] as const),
);
const paths = pathMapper(contextOf(project));
const places = (trace: string) =>
  parseFrames(trace, paths).map((frame) => `${frame.file}:${frame.line}${frame.inProject ? '' : ' (foreign)'}`);

describe('parseFrames', () => {
  it.each([
    ['V8', '    at total (/ci/src/a.js:3:5)', 'src/a.js', 3, 5, 'total'],
    ['V8 as a file URL', '    at total (file:///ci/src/a.js:3:5)', 'src/a.js', 3, 5, 'total'],
    ['V8 without a function', '    at file:///ci/src/a.js:3:5', 'src/a.js', 3, 5, null],
    ['V8 async', '    at async Cart.checkout (/ci/src/a.js:3:5)', 'src/a.js', 3, 5, 'Cart.checkout'],
    ['V8 with an alias', '    at Cart.map [as labels] (/ci/src/a.js:3:5)', 'src/a.js', 3, 5, 'Cart.map [as labels]'],
    ['V8 on Windows', '    at total (C:\\ci\\src\\a.js:3:5)', 'src/a.js', 3, 5, 'total'],
    ['V8 on Windows as a file URL', '    at file:///C:/ci/src/a.js:3:5', 'src/a.js', 3, 5, null],
    ['V8 with parentheses in the path', '    at total (/ci/shop (1)/src/a.js:3:5)', 'src/a.js', 3, 5, 'total'],
    [
      'node:test without `at`',
      'TestContext.<anonymous> (file:///ci/test/a.test.js:3:5)',
      'test/a.test.js',
      3,
      5,
      'TestContext.<anonymous>',
    ],
    ['Vitest', ' ❯ Cart.total src/b.ts:3:5', 'src/b.ts', 3, 5, 'Cart.total'],
    ['Vitest without a function', ' ❯ src/b.ts:3:5', 'src/b.ts', 3, 5, null],
    ['Safari and Bun', 'total@/ci/src/a.js:3:5', 'src/a.js', 3, 5, 'total'],
    ['Python', '  File "/ci/app/a.py", line 3, in total', 'app/a.py', 3, null, 'total'],
    ['Python at the top of a module', '  File "app/a.py", line 3, in <module>', 'app/a.py', 3, null, '<module>'],
    ['a Python syntax error', '    File "/ci/app/a.py", line 3', 'app/a.py', 3, null, null],
    ['pytest', 'app/a.py:3: KeyError', 'app/a.py', 3, null, null],
    ['pytest short', 'app/a.py:3: in total', 'app/a.py', 3, null, 'total'],
    ['pytest on Windows', 'C:\\ci\\app\\a.py:3: in total', 'app/a.py', 3, null, 'total'],
    ['the JVM', '\tat shop.Cart.total(Cart.java:3)', 'shop/Cart.java', 3, null, 'shop.Cart.total'],
    ['the JVM with a module', '\tat app//shop.Cart.total(Cart.java:3)', 'shop/Cart.java', 3, null, 'shop.Cart.total'],
    ['Ruby', "lib/a.rb:3:in `total'", 'lib/a.rb', 3, null, 'total'],
    ['PHP', '#0 /ci/src/A.php(3): Cart->total()', 'src/A.php', 3, null, 'Cart->total'],
    ['PHPUnit', '/ci/src/A.php:3', 'src/A.php', 3, null, null],
    ['Go', '    a.go:3: got 1, want 2', 'pkg/a.go', 3, null, null],
    ['.NET', '   at Shop.Cart.Total() in /ci/src/A.cs:line 3', 'src/A.cs', 3, null, 'Shop.Cart.Total()'],
    ['a C assertion', "a: /ci/src/a.c:3: main: Assertion `x' failed.", 'src/a.c', 3, null, null],
    ['rustc', '  --> src/lib.rs:3:5', 'src/lib.rs', 3, 5, null],
    ['tsc', "src/b.ts(3,5): error TS2304: Cannot find name 'x'.", 'src/b.ts', 3, 5, null],
    ['Babel', 'SyntaxError: /ci/src/a.js: Unexpected token (3:5)', 'src/a.js', 3, 5, null],
  ])('reads a frame of %s', (_, line, file, lineNumber, column, functionName) => {
    expect(parseFrames(line, paths)).toEqual([
      {
        raw: line.trim(),
        file,
        line: lineNumber,
        column,
        functionName,
        inProject: true,
        isTest: file.startsWith('test/'),
      },
    ]);
  });

  it('puts the innermost frame first where Python prints it last, and the last exception of a chain before its cause', () => {
    const trace = [
      'Traceback (most recent call last):',
      '  File "/ci/app/a.py", line 10, in inner',
      "KeyError: 'x'",
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/ci/tests/test_a.py", line 20, in test_it',
      '    run()',
      '  File "/ci/app/a.py", line 12, in run',
      '    raise RuntimeError() from error',
      'RuntimeError',
    ];
    expect(places(trace.join('\n'))).toEqual(['app/a.py:12', 'tests/test_a.py:20', 'app/a.py:10']);
  });

  it('takes the function from the source that pytest prints above the place', () => {
    const trace =
      '    def total(self):\n>       return self.x\nE       AttributeError: x\n\napp/a.py:3: AttributeError';
    expect(parseFrames(trace, paths)[0]).toMatchObject({ file: 'app/a.py', functionName: 'total' });
  });

  it('keeps frames of runtimes and packages, marked as foreign', () => {
    const trace =
      '    at a (/ci/src/a.js:1:1)\n    at b (node:internal/x:2:2)\n    at c (/ci/node_modules/x/src/a.js:3:3)\n    at new Promise (<anonymous>)';
    expect(places(trace)).toEqual([
      'src/a.js:1',
      'node:internal/x:2 (foreign)',
      '/ci/node_modules/x/src/a.js:3 (foreign)',
      'null:null (foreign)',
    ]);
  });

  it('falls back on places in prose only when no frame can be the project’s own', () => {
    expect(places('see src/b.ts:9:9\n    at f (/ci/src/a.js:3:5)')).toEqual(['src/a.js:3']);
    expect(places('file:///ci/src/b.ts:9\nconst = 1\n    at f (node:internal/x:3:5)')).toEqual([
      'src/b.ts:9',
      'node:internal/x:3 (foreign)',
    ]);
  });

  it('finds the file that holds a broken import', () => {
    const files = (text: string) => parseFrames(text, paths).map((frame) => frame.file);
    expect(files("Cannot find module '/ci/src/gone.js' imported from /ci/src/a.js")).toEqual(['src/a.js']);
    expect(files("Cannot find module './gone' from 'src/a.js'")).toEqual(['src/a.js']);
    expect(files("Error: Cannot find module './gone'\nRequire stack:\n- /ci/src/a.js\n- /ci/test/a.test.js")).toEqual([
      'src/a.js',
      'test/a.test.js',
    ]);
    expect(files("ImportError: cannot import name 'x' from 'app.a' (/ci/app/a.py)")).toEqual(['app/a.py']);
  });

  it('drops repeats and the tail of a bottomless stack', () => {
    const recursion = Array.from({ length: 500 }, (_, index) => `    at f (/ci/src/a.js:${(index % 200) + 1}:1)`).join(
      '\n',
    );
    const frames = parseFrames(recursion, paths);
    expect(frames.length).toBeLessThanOrEqual(60);
    expect(new Set(frames.map((frame) => frame.line)).size).toBe(frames.length);
  });

  it('sees no frame in ordinary text', () => {
    expect(places('expected 3 to equal 4 (at 10:30:00)\nsee http://localhost:8080/x\nratio 3:4')).toEqual([]);
  });
});
