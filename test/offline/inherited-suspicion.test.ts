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

  it("does not reach a function for another one's variable of the same name", async () => {
    const text = `export function one() {
  const total = 1;
  return total;
}
export function two() {
  const total = 2;
  return total;
}
`;
    const { root, dispose } = await parseSource('javascript', text);
    const own = (line: number) => ({ suspiciousness: line > 4 ? 1 : 0, bonus: 0, reached: line > 4 });
    const suspicion = withInherited(own, root, ['function_declaration']);
    const reached = [1, 2, 3, 4].filter((line) => suspicion(line).reached);
    dispose();
    expect(reached).toEqual([]);
  });

  it('bears with files of many functions that share the names of their variables', async () => {
    const part = `(function () {\n${'function f() {\n  var i = i + i;\n}\n'.repeat(400)}})();\n`;
    const { root, dispose } = await parseSource('javascript', part.repeat(2));
    const own = () => ({ suspiciousness: 1, bonus: 0, reached: true });
    const suspicion = withInherited(own, root, ['function_declaration', 'function_expression']);
    dispose();
    expect(suspicion(1).suspiciousness).toBe(1);
  });
});
