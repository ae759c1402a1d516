import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../src/report/read-report.ts';
import {
  contextOf,
  failureNamed,
  NO_PROJECT,
  ownFrames,
  projectOf,
  readFixture,
  testNamed,
} from './fixture-reports.ts';

const python = contextOf(
  projectOf(['tests/test_a.py', 'tests/test_b.py', 'app/a.py', 'tests/conftest.py'].map((path) => [path, ''] as const)),
);
const read = (text: string) => readReport(Buffer.from(text), null, python);

describe('pytest-console', () => {
  it('says how many passing tests it does not name', () => {
    expect(readFixture('pytest.console.txt').warnings).toEqual(['3 passing test(s) are not named in this output.']);
    expect(readFixture('pytest.verbose.txt').warnings).toEqual([]);
  });

  it('takes apart class, test and parameters, with what was printed', () => {
    const report = readFixture('pytest.console.txt');
    expect(testNamed(report, 'test_items[a b]').namePath).toEqual(['TestTotal', 'test_items[a b]']);
    expect(failureNamed(report, 'test_labels').output).toBe('labelling\nto stderr');
  });

  it('gives an error in a fixture to the test that needed it', () => {
    expect(failureNamed(readFixture('pytest.console.txt'), 'test_needs_database')).toMatchObject({
      errorType: 'ConnectionError',
      message: 'no database',
    });
  });

  it('reads a chain of exceptions from its end', () => {
    const failure = failureNamed(readFixture('pytest.console.txt'), 'test_checkout');
    expect(failure).toMatchObject({ errorType: 'RuntimeError', message: 'cannot check out' });
    expect(ownFrames(failure)).toEqual(['shop/cart.py:22', 'test/test_cart.py:32', 'shop/cart.py:20']);
  });

  it('reads a file that is no Python', () => {
    const failure = failureNamed(readFixture('pytest.console.txt'), 'test/test_syntax.py');
    expect(failure).toMatchObject({ kind: 'load', errorType: 'SyntaxError' });
    expect(ownFrames(failure)).toEqual(['test/test_syntax.py:1']);
  });

  it('finds the place in the one line of --tb=line', () => {
    expect(ownFrames(failureNamed(readFixture('pytest.quiet.txt'), 'test_labels'))).toEqual(['shop/price.py:9']);
  });

  it('reads a conftest that cannot be imported', () => {
    const report = read(
      "ImportError while loading conftest '/ci/tests/conftest.py'.\ntests/conftest.py:1: in <module>\n    from app.gone import x\nE   ModuleNotFoundError: No module named 'app.gone'\n",
    );
    expect(report.results).toHaveLength(1);
    expect(report.results[0]).toMatchObject({
      file: 'tests/conftest.py',
      failure: { kind: 'load', message: "No module named 'app.gone'" },
    });
  });

  it('reads pytest-xdist and tells apart tests of the same name in two files', () => {
    const block = (file: string, value: number) =>
      `___________ test_x ___________\n[gw0] linux -- Python 3.11.7 /usr/bin/python3\n\n    def test_x():\n>       assert f() == ${value}\nE       assert 0 == ${value}\n\n${file}:3: AssertionError\n`;
    const report = read(
      `============ test session starts ============\n[gw0] [ 33%] FAILED tests/test_a.py::test_x \n[gw1] [ 66%] FAILED tests/test_b.py::test_x \n[gw0] [100%] PASSED tests/test_b.py::test_y \n================ FAILURES ================\n${block('tests/test_a.py', 1)}${block('tests/test_b.py', 2)}=========== 2 failed, 1 passed in 0.10s ===========\n`,
    );
    expect(report.results.map((result) => `${result.id} ${result.status} ${result.failure?.expected}`)).toEqual([
      'tests/test_a.py::test_x failed 1',
      'tests/test_b.py::test_x failed 2',
      'tests/test_b.py::test_y passed undefined',
    ]);
    expect(report.truncated).toBe(false);
  });

  it('reads blocks without a summary', () => {
    const report = read(
      "============ FAILURES ============\n______ TestA.test_x ______\n\nself = <x>\n\n    def test_x(self):\n>       f()\n\ntests/test_a.py:3: \n_ _ _ _ _\n\n    def f():\n>       return g\nE       NameError: name 'g' is not defined\n\napp/a.py:2: NameError\n1 failed in 0.01s\n",
    );
    expect(report.results).toHaveLength(1);
    expect(report.results[0]).toMatchObject({
      file: 'tests/test_a.py',
      namePath: ['TestA', 'test_x'],
      failure: { errorType: 'NameError' },
    });
  });
});

describe('unittest-console', () => {
  it('joins the sub-tests of one test', () => {
    const report = read(
      ['FAIL: test_x (tests.test_a.T.test_x) (n=1)', 'FAIL: test_x (tests.test_a.T.test_x) (n=2)']
        .map(
          (heading, index) =>
            `${'='.repeat(70)}\n${heading}\n${'-'.repeat(70)}\nTraceback (most recent call last):\n  File "/ci/tests/test_a.py", line ${index + 5}, in test_x\nAssertionError: ${index} != 9\n\n`,
        )
        .concat(`${'-'.repeat(70)}\nRan 1 test in 0.001s\n\nFAILED (failures=2)\n`)
        .join(''),
    );
    expect(report.results).toHaveLength(1);
    expect(report.results[0]).toMatchObject({
      id: 'tests/test_a.py::T > test_x',
      failure: { message: '0 != 9', expected: '9', actual: '0' },
    });
    expect(report.warnings).toEqual([]);
  });

  it('reads the labels of Python before 3.11', () => {
    const report = read(
      `${'='.repeat(70)}\nERROR: test_b (unittest.loader._FailedTest)\n${'-'.repeat(70)}\nImportError: Failed to import test module: test_b\nTraceback (most recent call last):\n  File "/usr/lib/python3.8/unittest/loader.py", line 154, in loadTestsFromName\n    module = __import__(module_name)\n  File "/ci/tests/test_b.py", line 2, in <module>\n    from app.gone import x\nModuleNotFoundError: No module named 'app.gone'\n\n\n${'='.repeat(70)}\nFAIL: test_x (test_a.T)\n${'-'.repeat(70)}\nTraceback (most recent call last):\n  File "/ci/tests/test_a.py", line 5, in test_x\n    self.assertTrue(f())\nAssertionError: False is not true\n\n${'-'.repeat(70)}\nRan 2 tests in 0.001s\n\nFAILED (failures=1, errors=1)\n`,
    );
    expect(report.results.map((result) => [result.id, result.failure?.kind])).toEqual([
      ['tests/test_b.py::tests/test_b.py', 'load'],
      ['tests/test_a.py::T > test_x', 'assertion'],
    ]);
    expect(report.results[0]?.failure?.message).toBe("No module named 'app.gone'");
    expect(report.results[1]?.failure).toMatchObject({ expected: 'true', actual: 'False' });
  });

  it('counts an unexpected success as a failure', () => {
    const report = read(
      `test_x (tests.test_a.T.test_x) ... unexpected success\n\n${'-'.repeat(70)}\nRan 1 test in 0.001s\n\nFAILED (unexpected successes=1)\n`,
    );
    expect(report.results[0]).toMatchObject({ status: 'failed', failure: { kind: 'assertion' } });
  });

  it('guesses files from module names without a project', () => {
    const text = `test_x (tests.test_a.T.test_x) ... ok\n\n${'-'.repeat(70)}\nRan 1 test in 0.001s\n\nOK\n`;
    expect(readReport(Buffer.from(text), null, NO_PROJECT).results[0]).toMatchObject({
      file: 'tests/test_a.py',
      namePath: ['T', 'test_x'],
      status: 'passed',
    });
  });
});

describe('console reports of Node runners', () => {
  it('leaves out what Jest prints again at the end, and what tests print', () => {
    const block =
      '  ● Cart › total\n\n    expect(received).toBe(expected)\n\n    Expected: 1\n    Received: 2\n\n      at Object.toBe (test/a.test.js:3:5)\n\n';
    const report = read(
      `FAIL test/a.test.js\n  Cart\n    ✓ counts (3 ms)\n    ✕ total (1 ms)\n    ○ skipped later\n\n${block}Summary of all failing tests\nFAIL test/a.test.js\n${block}\nTest Suites: 1 failed, 1 total\nTests:       1 failed, 1 skipped, 1 passed, 3 total\n`,
    );
    expect(report.results.map((result) => `${result.namePath.join('/')} ${result.status}`)).toEqual([
      'Cart/counts passed',
      'Cart/later skipped',
      'Cart/total failed',
    ]);
    expect(report.warnings).toEqual([]);
  });

  it('reads passing tests of Vitest’s verbose reporter', () => {
    const report = read(
      ' RUN  v3.2.4 /ci\n\n ✓ test/a.test.ts > Cart > counts 3ms\n × test/a.test.ts > Cart > total 5ms\n   → boom\n\n⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯\n\n FAIL  test/a.test.ts > Cart > total\nReferenceError: boom is not defined\n ❯ test/a.test.ts:3:5\n\n⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯\n\n Test Files  1 failed (1)\n      Tests  1 failed | 1 passed (2)\n',
    );
    expect(report.results.map((result) => `${result.id} ${result.status} ${result.failure?.errorType}`)).toEqual([
      'test/a.test.ts::Cart > counts passed undefined',
      'test/a.test.ts::Cart > total failed ReferenceError',
    ]);
  });

  it('takes a test of pytest that a helper makes for one test, although all its frames are in the file of the helper', () => {
    const report = read(
      '============ test session starts ============\ncollected 2 items\n\n============ FAILURES ============\n______ TestPlugin.test_table ______\n\nself = <x>\n\n    def test(self):\n>       self.check(html)\n\ntests/__init__.py:34: \n_ _ _ _ _\n\n    def check(self, html):\n>       assert html == 1\nE       assert 2 == 1\n\ntests/__init__.py:13: AssertionError\n============ short test summary info ============\nFAILED tests/test_plugins.py::TestPlugin::test_table - assert 2 == 1\n1 failed, 1 passed in 0.01s\n',
    );
    const failed = report.results.filter(({ status }) => status === 'failed');
    expect(failed.map(({ id }) => id)).toEqual(['tests/test_plugins.py::TestPlugin > test_table']);
    expect(failed[0]?.failure?.frames.map(({ line }) => line)).toContain(13);
  });

  it('reads the name of a project of Vitest, which stands like a badge where there are colours', () => {
    const report = read(
      '\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m \u001b[30m\u001b[43m es-kit \u001b[49m\u001b[39m src/a.spec.ts\u001b[2m > \u001b[22mmerge\u001b[2m > \u001b[22massigns\n\u001b[31mAssertionError: expected 1 to equal 2\u001b[39m\n \u001b[36m\u001b[2m❯\u001b[22m src/a.spec.ts:\u001b[2m3:5\u001b[22m\u001b[39m\n\n\u001b[2m Test Files \u001b[22m 1 failed (1)\n\u001b[2m      Tests \u001b[22m 1 failed (1)\n',
    );
    expect(report.results.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([
      'src/a.spec.ts::merge > assigns',
    ]);
  });

  it('keeps a sign in a name of node:test apart from a directive', () => {
    expect(testNamed(readFixture('node-test.spec.txt'), 'second child # fails').status).toBe('failed');
  });
});

describe('vitest-json', () => {
  it('names a lost timeout, and says that an error of a hook was lost', () => {
    const report = readFixture('vitest.json');
    expect(failureNamed(report, 'takes too long')).toMatchObject({ kind: 'timeout', message: 'The test timed out.' });
    expect(report.warnings.join()).toMatch(/1 failing suite.*JUnit/);
  });

  it('never says that nothing failed when only a hook did', () => {
    const json = {
      numTotalTestSuites: 2,
      numFailedTestSuites: 2,
      numTotalTests: 1,
      success: false,
      testResults: [
        {
          name: '/ci/test/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [{ ancestorTitles: ['s'], title: 't', status: 'skipped', failureMessages: [] }],
        },
      ],
    };
    const report = readReport(Buffer.from(JSON.stringify(json)), null, NO_PROJECT);
    expect(report.results.filter((result) => result.status === 'failed')).toHaveLength(1);
    expect(report.results.at(-1)?.failure?.message).toContain('outside of its tests');
  });
});

describe('mocha-json', () => {
  it('lists a failing hook once', () => {
    expect(readFixture('mocha.json').results.filter((result) => result.name.includes('hook'))).toHaveLength(1);
  });
});
