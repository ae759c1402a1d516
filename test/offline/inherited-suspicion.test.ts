import { describe, expect, it } from '@jest/globals';
import { withInherited } from '../../src/offline/inherited-suspicion.ts';
import { parseSource } from '../../src/syntax/parser.ts';

/** Line 6 alone is suspicious; no test ran the head of the function. */
const PYTHON = `RATE = 2
OTHER = 3


def priced(price, share=4):
    return price * RATE * share


def told(price):
    return OTHER
`;

describe('what is inherited of suspicion', () => {
  it('reaches the default values of a function and the constants that it reads, and nothing else', async () => {
    const { root, dispose } = await parseSource('python', PYTHON);
    const own = (line: number) => ({ suspiciousness: line === 6 ? 1 : 0, bonus: 0, reached: line === 6 });
    const suspicion = withInherited(own, root, ['function_definition']);
    const lines = [1, 2, 5, 6, 9, 10].map((line) => [line, suspicion(line).suspiciousness, suspicion(line).reached]);
    dispose();
    expect(lines).toEqual([
      [1, 0.8, true],
      [2, 0, false],
      [5, 0.8, true],
      [6, 1, true],
      [9, 0, false],
      [10, 0, false],
    ]);
  });
});
