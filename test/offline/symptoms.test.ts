import { describe, expect, it } from '@jest/globals';
import { readClues } from '../../src/offline/failure-clues.ts';
import { grammarFor } from '../../src/offline/grammar/grammars.ts';
import { wrappingsTold } from '../../src/offline/symptoms.ts';
import { failure, testResult } from '../support/test-results.ts';

describe('what the wanted value tells of a call that is missing', () => {
  it.each([
    ['letters in the other case', 'python', "'A1'", "'a1'", ['.upper()', '.lower()']],
    ['white space too much', 'python', "{'b': '2'}", "{'b': ' 2'}", ['.strip()', '.rstrip()']],
    ['white space too much', 'javascript', "'a-b'", "' a-b'", ['.trim()', '.trimEnd()']],
    ['a text for a number', 'javascript', '12', "'12'", ['Number()']],
    ['a number for a text', 'python', "'12'", '12', ['str()']],
    ['the other way round', 'javascript', "[ 'c', 'a' ]", "[ 'a', 'c' ]", ['.reverse()', '.sort()']],
    ['white space too much', 'java', '"a-b"', '" a-b"', ['.trim()', '.stripTrailing()']],
    ['a number for a text', 'java', '"12"', '12', ['String.valueOf()']],
    ['the other way round', 'java', '[c, a]', '[a, c]', []],
    ['a sign', 'python', '3', '-3', ['abs()']],
    ['nothing that a call would make', 'python', '7', '3', []],
  ] as const)('%s, in %s', (_what, family, expected, actual, wanted) => {
    const grammar = grammarFor(family);
    if (grammar === null) throw new Error(`no grammar of ${family}`);
    const failing = [testResult('test/x.test.js', ['x'], { failure: failure('differs', { expected, actual }) })];
    const told = wrappingsTold(readClues(failing), grammar);
    expect(told.map(([before, after]) => `${before}${after}`)).toEqual(wanted);
  });

  it('is read once, however many places ask for it', () => {
    const grammar = grammarFor('python');
    if (grammar === null) throw new Error('no grammar of Python');
    const clues = readClues([testResult('x.py', ['x'], { failure: failure('', { expected: "'A'", actual: "'a'" }) })]);
    expect(wrappingsTold(clues, grammar)).toBe(wrappingsTold(clues, grammar));
  });
});
