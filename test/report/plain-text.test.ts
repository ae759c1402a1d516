import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../src/report/read-report.ts';
import { contextOf, ownFrames, projectOf } from './fixture-reports.ts';

const project = projectOf(
  ['src/a.js', 'src/b.ts', 'app/a.py', 'src/main.rs', 'main.go', 'src/a.c'].map((path) => [path, ''] as const),
);
const read = (text: string) => readReport(Buffer.from(text), null, contextOf(project));

describe('plain-text', () => {
  it('reads a crash of Node among other lines', () => {
    const report = read(
      "> shop@1.0.0 start\n> node src/a.js\n\nlistening on 8080\n/ci/src/a.js:3\n  return total.sum;\n               ^\n\nTypeError: Cannot read properties of undefined (reading 'sum')\n    at total (/ci/src/a.js:3:16)\n    at Object.<anonymous> (/ci/src/a.js:9:1)\n    at node:internal/main/run_main_module:23:47\n\nNode.js v20.20.2\n",
    );
    expect(report.results).toHaveLength(1);
    const [result] = report.results;
    expect(result?.failure).toMatchObject({
      kind: 'error',
      errorType: 'TypeError',
      message: "Cannot read properties of undefined (reading 'sum')",
    });
    expect(result?.failure && ownFrames(result.failure)).toEqual(['src/a.js:3', 'src/a.js:9']);
    expect(report.warnings.join()).toContain('plain text');
  });

  it('reads Python tracebacks, each once, and a missing module as a failure to load', () => {
    const trace =
      'Traceback (most recent call last):\n  File "/ci/app/a.py", line 3, in <module>\n    import gone\nModuleNotFoundError: No module named \'gone\'\n';
    const report = read(`starting\n${trace}\nretrying\n${trace}\ndone\n`);
    expect(report.results).toHaveLength(1);
    expect(report.results[0]?.failure).toMatchObject({ kind: 'load', message: "No module named 'gone'" });
  });

  it.each([
    ['tsc', "src/b.ts(3,7): error TS2304: Cannot find name 'x'.", 'compile', 'src/b.ts:3'],
    ['tsc, pretty', "src/b.ts:3:7 - error TS2304: Cannot find name 'x'.", 'compile', 'src/b.ts:3'],
    ['gcc', "/ci/src/a.c:3:7: error: 'x' undeclared", 'compile', 'src/a.c:3'],
    ['go build', './main.go:3:7: undefined: x', 'compile', 'main.go:3'],
    ['rustc', 'error[E0425]: cannot find value `x` in this scope\n --> src/main.rs:3:7', 'compile', 'src/main.rs:3'],
    [
      'ESLint',
      "/ci/src/a.js\n  3:7  error  'x' is not defined  no-undef\n\n✖ 1 problem (1 error, 0 warnings)",
      'lint',
      'src/a.js:3',
    ],
    ['flake8', "app/a.py:3:7: F821 undefined name 'x'", 'lint', 'app/a.py:3'],
    ['a C assertion', "a: /ci/src/a.c:3: main: Assertion `x == 1' failed.", 'assertion', 'src/a.c:3'],
  ])('reads a diagnostic of %s', (_, text, kind, place) => {
    const report = read(`building\n${text}\n`);
    expect(report.results).toHaveLength(1);
    const failure = report.results[0]?.failure;
    expect(failure?.kind).toBe(kind);
    expect(failure && ownFrames(failure)).toEqual([place]);
    expect(failure?.message).not.toBe('');
  });

  it('keeps errors apart that follow one another', () => {
    const trace = (type: string, line: number) => `${type}: bad\n    at f (/ci/src/a.js:${line}:1)\n`;
    const report = read(`${trace('RangeError', 1)}\n${trace('TypeError', 2)}`);
    expect(report.results.map((result) => result.failure?.errorType)).toEqual(['RangeError', 'TypeError']);
  });
});
