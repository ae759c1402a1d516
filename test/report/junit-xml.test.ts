import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../src/report/read-report.ts';
import { contextOf, failureNamed, ownFrames, projectOf, readFixture, testNamed } from './fixture-reports.ts';

const project = projectOf(
  [
    'tests/CartTest.php',
    'src/Cart.php',
    'cart/cart_test.go',
    'cart/cart.go',
    'spec/cart_spec.rb',
    'test/cart.test.js',
    'src/test/java/shop/CartTest.java',
  ].map((path) => [path, ''] as const),
);
const junit = (xml: string) =>
  readReport(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`), null, contextOf(project));

describe('junit-xml', () => {
  it('counts a failing todo of node:test as skipped', () => {
    expect(testNamed(readFixture('node-test.junit.xml'), 'fails as planned').status).toBe('skipped');
  });

  it('undoes the double escaping of Node 20', () => {
    expect(testNamed(readFixture('node-test.junit.xml'), 'tags>').name).toBe(
      'top-level with an odd name: "quotes" \\ & <tags>',
    );
  });

  it('finds the file of a node:test case by its frames, which the report itself does not name', () => {
    const test = testNamed(readFixture('node-test.junit.xml'), 'total is zero for an empty cart');
    expect(test.file).toBe('test/cart.test.js');
    // The id must not depend on whether the test failed.
    expect(test.id).toBe('::Cart > total > is zero for an empty cart');
  });

  it('takes the line of pytest as counted from zero and all others as they are', () => {
    expect(testNamed(readFixture('pytest.xunit1.xml'), 'test_empty').line).toBe(14);
    const php = junit(
      '<testsuites><testsuite name="CartTest" file="/app/tests/CartTest.php"><testcase name="testTotal" class="CartTest" classname="CartTest" file="/app/tests/CartTest.php" line="14"/></testsuite></testsuites>',
    );
    expect(php.results[0]).toMatchObject({ file: 'tests/CartTest.php', line: 14, namePath: ['CartTest', 'testTotal'] });
  });

  it('lists a broken file of jest-junit once although it stands there twice', () => {
    const broken =
      '<testcase classname="Test suite failed to run" name="test/cart.test.js"><error>  ● Test suite failed to run\n\n    Cannot find module \'./money\' from \'src/x.js\'\n</error></testcase>';
    const report = junit(
      `<testsuites name="jest tests"><testsuite name="a">${broken}</testsuite><testsuite name="b">${broken}</testsuite></testsuites>`,
    );
    expect(report.results.map((result) => result.id)).toEqual(['test/cart.test.js::test/cart.test.js']);
    expect(report.results[0]?.failure).toMatchObject({
      kind: 'load',
      message: "Cannot find module './money' from 'src/x.js'",
    });
  });

  it('warns when failures are counted but none is listed', () => {
    expect(
      junit(
        '<testsuites name="jest tests" tests="0" failures="0" errors="1"><testsuite name="a" errors="1" tests="0"/></testsuites>',
      ).warnings.join('\n'),
    ).toContain('lists none');
  });

  it('reads an error that hangs on the suite as a file that could not be loaded', () => {
    const report = junit(
      '<testsuite name="cart" file="test/cart.test.js" errors="1"><error message="boom">ReferenceError: boom\n    at test/cart.test.js:1:1</error></testsuite>',
    );
    expect(report.results).toHaveLength(1);
    expect(report.results[0]).toMatchObject({
      file: 'test/cart.test.js',
      failure: { kind: 'load', message: 'boom', errorType: 'ReferenceError' },
    });
  });

  it('counts risky tests of PHPUnit as passed and says so', () => {
    const report = junit(
      '<testsuite name="T"><testcase name="testA" classname="CartTest"><error type="PHPUnit\\Framework\\RiskyTestError">Risky Test</error></testcase></testsuite>',
    );
    expect(report.results[0]?.status).toBe('passed');
    expect(report.warnings.join()).toContain('risky');
  });

  it('reads a failure of PHPUnit', () => {
    const text = 'CartTest::testTotal\nFailed asserting that 3 matches expected 4.\n\n/app/tests/CartTest.php:14';
    const report = junit(
      `<testsuites><testsuite name="unit"><testsuite name="CartTest" file="/app/tests/CartTest.php"><testcase name="testTotal" class="CartTest" classname="CartTest" file="/app/tests/CartTest.php" line="12"><failure type="PHPUnit\\Framework\\ExpectationFailedException">${text}</failure></testcase></testsuite></testsuite></testsuites>`,
    );
    const failure = failureNamed(report, 'testTotal');
    expect(failure).toMatchObject({
      kind: 'assertion',
      errorType: 'ExpectationFailedException',
      expected: '4',
      actual: '3',
    });
    expect(ownFrames(failure)).toEqual(['tests/CartTest.php:14']);
  });

  it('reads gotestsum: packages as suites, sub-tests in the name', () => {
    const report = junit(
      '<testsuites tests="2" failures="1"><testsuite name="example.com/shop/cart" tests="2" failures="1"><testcase classname="example.com/shop/cart" name="TestTotal/empty" time="0.010"><failure message="Failed" type="">=== RUN   TestTotal/empty\n    cart_test.go:9: got 1, want 0\n--- FAIL: TestTotal/empty (0.00s)\n</failure></testcase><testcase classname="example.com/shop/cart" name="TestOk" time="0.000"></testcase></testsuite></testsuites>',
    );
    const failure = failureNamed(report, 'TestTotal/empty');
    expect(failure).toMatchObject({ expected: '0', actual: '1' });
    expect(ownFrames(failure)).toEqual(['cart/cart_test.go:9']);
    expect(testNamed(report, 'TestOk').status).toBe('passed');
  });

  it('counts a flaky test of surefire that passed in the end as passed', () => {
    const report = junit(
      '<testsuite name="shop.CartTest"><testcase name="a" classname="shop.CartTest"><flakyFailure message="m" type="E"><stackTrace>at x</stackTrace></flakyFailure></testcase><testcase name="b" classname="shop.CartTest"><failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"/><rerunFailure message="again"/></testcase></testsuite>',
    );
    expect(report.results.map((result) => result.status)).toEqual(['passed', 'failed']);
    expect(report.results[1]?.file).toBe('src/test/java/shop/CartTest.java');
    expect(report.results[1]?.failure).toMatchObject({ kind: 'assertion', expected: '1', actual: '2' });
  });

  it('says the type of an error that has no words of its own', () => {
    const { results } = junit(
      '<testsuite name="shop.CartTest"><testcase name="sums" classname="shop.CartTest"><error type="java.lang.StackOverflowError">java.lang.StackOverflowError\n</error></testcase></testsuite>',
    );
    expect(results[0]?.failure).toMatchObject({ errorType: 'StackOverflowError', message: 'StackOverflowError' });
  });

  it('tells message and frames of surefire apart where it has put them on one line', () => {
    const { results } = junit(
      '<testsuite name="shop.CartTest"><testcase name="sums" classname="shop.CartTest"><failure message="expected:&lt;[[1]]&gt; but was:&lt;[[2]]&gt;" type="org.junit.ComparisonFailure">org.junit.ComparisonFailure: expected:&lt;[[1]]&gt; but was:&lt;[[2]]&gt;\tat org.junit.Assert.assertEquals(Assert.java:117)\tat shop.CartTest.sums(CartTest.java:9)</failure></testcase></testsuite>',
    );
    const failure = results[0]?.failure;
    expect(failure?.message).toBe('expected:<[[1]]> but was:<[[2]]>');
    expect(failure?.frames.at(-1)).toMatchObject({ file: 'src/test/java/shop/CartTest.java', line: 9 });
  });

  it('finds all tests of surefire in the nested class, and the outer file empty', () => {
    expect(readFixture('surefire.xml').results).toEqual([]);
    expect(testNamed(readFixture('surefire.nested.xml'), 'adds').namePath).toEqual(['CartTest', 'Filled', 'adds']);
    expect(testNamed(readFixture('surefire.nested.xml'), 'startsEmpty').namePath).toEqual(['CartTest', 'startsEmpty']);
  });

  it('gives a test of pytest that a base class holds to the file of its own class', () => {
    const python = projectOf([
      ['tests/__init__.py', ''],
      ['tests/base.py', ''],
      ['tests/test_cart.py', ''],
    ]);
    for (const file of ['tests/base.py', 'tests/__init__.py']) {
      const xml = `<testsuites><testsuite name="pytest"><testcase classname="tests.test_cart.TestCart" name="test_total" file="${file}" line="7"/></testsuite></testsuites>`;
      const [test] = readReport(Buffer.from(xml), null, contextOf(python)).results;
      expect(test).toMatchObject({ id: 'tests/test_cart.py::TestCart > test_total', line: null });
    }
  });

  it('joins a test that pytest lists again because its tear-down failed', () => {
    const report = junit(
      '<testsuite name="pytest"><testcase classname="t" name="test_a"/><testcase classname="t" name="test_a"><error message="failed on teardown with &quot;OSError: gone&quot;">E   OSError: gone\n\nt.py:3: OSError</error></testcase></testsuite>',
    );
    expect(report.results.map((result) => [result.name, result.status])).toEqual([['test_a', 'failed']]);
  });

  it('reads control characters, bare ampersands, numeric entities and CDATA', () => {
    const report = junit(
      '<testsuite name="s"><testcase name="a &#x26; b" classname="c d"><failure message="x&#10;y">\u001b[31mred\u001b[0m & \u0001 &#39;q&#39; <![CDATA[<raw> &amp;]]></failure></testcase></testsuite>',
    );
    expect(report.results[0]?.name).toBe('a & b');
    expect(report.results[0]?.failure?.message).toBe('x\ny');
    expect(readFixture('mocha.xunit.xml').results.every((result) => !JSON.stringify(result).includes('&#x'))).toBe(
      true,
    );
  });

  it('reads several documents that were put together into one', () => {
    const one = (name: string) =>
      `<?xml version="1.0"?>\n<testsuite name="${name}"><testcase name="${name}" classname="k l"/></testsuite>\n`;
    expect(
      readReport(Buffer.from(one('a') + one('b')), null, contextOf(project)).results.map((result) => result.name),
    ).toEqual(['a', 'b']);
  });

  it('reads output before the document and a byte-order mark', () => {
    const report = readReport(
      Buffer.from('\ufeff> shop@1.0.0 test\n<testsuite name="s"><testcase name="a" classname="k l"/></testsuite>'),
      null,
      contextOf(project),
    );
    expect(report.results).toHaveLength(1);
  });
});
