import { describe, expect, it } from '@jest/globals';
import type { TestResult } from '../../src/domain/test-report.ts';
import { callBlocksOf } from '../../src/syntax/call-blocks.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import { symbolsOf } from '../../src/syntax/symbols.ts';
import type { LanguageId } from '../../src/syntax/syntax-types.ts';
import { findTest } from '../../src/syntax/test-blocks.ts';
import { failure, frame, testResult } from '../support/test-results.ts';

async function place(language: LanguageId, text: string, test: TestResult) {
  const parsed = await parseSource(language, text);
  const blocks = language === 'python' ? [] : callBlocksOf(parsed);
  const found = findTest({ language, symbols: symbolsOf(parsed), blocks }, test);
  parsed.dispose();
  return found && { own: found.own.map((one) => one.startLine), hooks: found.hooks.map((one) => one.startLine) };
}

const JAVASCRIPT = `describe('cart', () => {
  beforeEach(() => {
    reset();
  });
  describe('when full', () => {
    it('adds', () => {
      check();
    });
  });
  describe('when empty', () => {
    beforeEach(() => {
      clear();
    });
    it('adds', () => {
      check();
    });
    it.each([1, 2])('takes %d of them', (count) => {
      take(count);
    });
  });
});
test(\`costs \${price} euro\`, async () => {
  pay();
});
`;

describe('tests of JavaScript', () => {
  const at = (...namePath: string[]) => place('javascript', JAVASCRIPT, testResult('a.test.js', namePath));

  it('are found by their titles, with the hooks around them', async () => {
    expect(await at('cart', 'when full', 'adds')).toEqual({ own: [6], hooks: [2] });
    expect(await at('cart', 'when empty', 'adds')).toEqual({ own: [14], hooks: [2, 11] });
  });

  it('are found by titles with places for values', async () => {
    expect(await at('cart', 'when empty', 'takes 2 of them')).toEqual({ own: [17], hooks: [2, 11] });
    expect(await at('costs 12 euro')).toEqual({ own: [22], hooks: [] });
  });

  it('are found by a name in one string, as JUnit gives it', async () => {
    expect(await at('cart when empty adds')).toEqual({ own: [14], hooks: [2, 11] });
  });

  it('are all taken when nothing tells namesakes apart, and one when the line does', async () => {
    expect((await at('adds'))?.own).toEqual([6, 14]);
    const withLine = testResult('a.test.js', ['adds'], { line: 15 });
    expect((await place('javascript', JAVASCRIPT, withLine))?.own).toEqual([14]);
  });

  it('are found by the frame in their file when their name is not there', async () => {
    const test = testResult('a.test.js', ['made by a loop'], {
      failure: failure('no', { frames: [frame('a.test.js', 7, true)] }),
    });
    expect((await place('javascript', JAVASCRIPT, test))?.own).toEqual([6]);
    expect(await at('nowhere')).toBeNull();
  });
});

const PYTHON = `def test_add():
    pass

class TestCart(unittest.TestCase):
    def setUp(self):
        pass

    def test_add(self):
        pass

@pytest.mark.parametrize('x', [1])
def test_many(x):
    pass
`;

describe('tests of Python', () => {
  const at = (...namePath: string[]) => place('python', PYTHON, testResult('test_a.py', namePath));

  it('are found by function and class, with set-up', async () => {
    expect(await at('TestCart', 'test_add')).toEqual({ own: [8], hooks: [5] });
    expect(await at('tests.test_a.TestCart', 'test_add')).toEqual({ own: [8], hooks: [5] });
    expect(await at('test_many[1-2]')).toEqual({ own: [11], hooks: [] });
  });
});
