import { describe, expect, it } from '@jest/globals';
import { readErrorText, splitType } from '../../src/report/error-text.ts';
import { expectationOf } from '../../src/report/expectations.ts';
import { failureKind } from '../../src/report/failure-kind.ts';

describe('splitType', () => {
  it.each([
    ['TypeError: x', 'TypeError', 'x'],
    ['Error: x', 'Error', 'x'],
    ['AssertionError [ERR_ASSERTION]: x', 'AssertionError', 'x'],
    ["Error [ERR_MODULE_NOT_FOUND]: Cannot find module 'a'", 'ERR_MODULE_NOT_FOUND', "Cannot find module 'a'"],
    ['Uncaught RangeError: x', 'RangeError', 'x'],
    ['org.opentest4j.AssertionFailedError: x', 'AssertionFailedError', 'x'],
    ['PHPUnit\\Framework\\ExpectationFailedException: x', 'ExpectationFailedException', 'x'],
    ['requests.exceptions.Timeout: x', 'Timeout', 'x'],
    ['KeyError', 'KeyError', ''],
    ['expected 1 to equal 2', null, 'expected 1 to equal 2'],
    ['Note: an Error: inside', null, 'Note: an Error: inside'],
  ])('%s', (text, errorType, message) => {
    expect(splitType(text)).toEqual({ errorType, message });
  });
});

describe('readErrorText', () => {
  it('reads a Python exception whose name does not end in Error', () => {
    const trace =
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    raise OutOfStock("tea")\nshop.errors.OutOfStock: tea\nsecond line';
    expect(readErrorText(trace)).toEqual({ errorType: 'OutOfStock', message: 'tea\nsecond line' });
  });

  it('reads the last of the E lines of pytest', () => {
    expect(
      readErrorText("E   KeyError: 'a'\n\nthe cause\n\nE       ValueError: b\nE       more\n\na.py:3: ValueError"),
    ).toEqual({ errorType: 'ValueError', message: 'b\nmore' });
  });

  it('drops a first line that the typed line only repeats', () => {
    expect(readErrorText('boom\nTypeError: boom\n    at f (/a.js:1:1)')).toEqual({
      errorType: 'TypeError',
      message: 'boom',
    });
  });

  it('keeps a message of several lines before the frames', () => {
    expect(readErrorText('Error: one\n\ntwo\n    at f (/a.js:1:1)').message).toBe('one\n\ntwo');
  });
});

describe('failureKind', () => {
  it.each([
    ['AssertionError', 'x', 'assertion'],
    ['AssertionFailedError', 'x', 'assertion'],
    ['Failed', 'DID NOT RAISE', 'assertion'],
    [null, 'expect(received).toBe(expected)', 'assertion'],
    ['Error', 'expect(received).toBe(expected)', 'assertion'],
    [null, 'assert 1 == 2', 'assertion'],
    ['TypeError', 'expected string, got number', 'error'],
    ['Error', 'no database', 'error'],
    [null, 'thrown: "Exceeded timeout of 50 ms for a test."', 'timeout'],
    ['Error', 'Test timed out in 50ms.', 'timeout'],
    ['Error', 'Timeout of 50ms exceeded.', 'timeout'],
    ['TimeoutError', 'x', 'timeout'],
    ['Failed', 'Timeout >1.0s', 'timeout'],
    [null, 'test timed out after 50ms', 'timeout'],
    ['AssertionError', 'expected it to have timed out after 5', 'assertion'],
  ])('%s, %s', (errorType, message, kind) => {
    expect(failureKind(errorType, message)).toBe(kind);
  });
});

describe('expectationOf', () => {
  it.each([
    ['Jest', 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 4\nReceived: 3', '4', '3'],
    [
      'Jest with a word more',
      'expect(received).toContain(expected)\n\nExpected value: "a"\nReceived array: ["b"]',
      '"a"',
      '["b"]',
    ],
    [
      'Jest with a diff',
      '- Expected  - 1\n+ Received  + 1\n\n  Object {\n-   "a": 1,\n+   "a": 2,\n  }',
      'Object {\n  "a": 1,\n}',
      'Object {\n  "a": 2,\n}',
    ],
    ['chai', 'expected 3 to equal 4', '4', '3'],
    ['chai, deeply', 'expected { a: 1 } to deeply equal { a: 2 }', '{ a: 2 }', '{ a: 1 }'],
    ['Vitest', 'expected 3 to be 4 // Object.is equality', '4', '3'],
    ['node:assert', 'Expected values to be strictly equal:\n\n3 !== 4\n', '4', '3'],
    [
      'node:assert with a diff',
      'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n+   a: 1\n-   a: 2\n  }',
      '{\n  a: 2\n}',
      '{\n  a: 1\n}',
    ],
    ['Mocha', 'expected 1 to equal 2\n\n      + expected - actual\n\n      -1\n      +2\n', '2', '1'],
    ['pytest', 'assert 3 == 4\n +  where 3 = f()', '4', '3'],
    [
      'pytest.approx',
      'assert 0.5 == 0.25 ± 2.5e-07\n  \n  comparison failed\n  Obtained: 0.5\n  Expected: 0.25 ± 2.5e-07',
      '0.25 ± 2.5e-07',
      '0.5',
    ],
    ['unittest', '3 != 4', '4', '3'],
    ['unittest with a message', '3 != 4 : the total', '4', '3'],
    ['unittest, truth', 'False is not true : the total', 'true', 'False'],
    ['unittest, membership', "'a' not found in ['b']", "'a'", "['b']"],
    ['JUnit', 'total ==> expected: <4> but was: <3>', '4', '3'],
    ['PHPUnit', 'Failed asserting that 3 matches expected 4.', '4', '3'],
    ['Rust', 'assertion `left == right` failed\n  left: 3\n right: 4', '4', '3'],
    ['minitest', 'Expected: 4\n  Actual: 3', '4', '3'],
    ['RSpec', 'expected: 4\n     got: 3', '4', '3'],
    ['Go', 'Total() got 3, want 4', '4', '3'],
  ])('%s', (_, message, expected, actual) => {
    expect(expectationOf(message)).toEqual({ expected, actual });
  });

  it('finds nothing where nothing is said', () => {
    expect(expectationOf("Cannot read properties of undefined (reading 'x')")).toEqual({
      expected: null,
      actual: null,
    });
  });
});
