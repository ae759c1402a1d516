import { describe, expect, it } from '@jest/globals';
import { identifiersIn, statementAt, stringValue, walk } from '../../src/syntax/nodes.ts';
import { createParser, parseSource } from '../../src/syntax/parser.ts';

describe('the statement at a line', () => {
  it('is the whole statement, and only the header of a compound one', async () => {
    const text = `function f(a,
  b) {
  if (a &&
      b) {
    return call(
      a,
    );
  }
}
`;
    const { root, dispose } = await parseSource('javascript', text);
    const at = (line: number) => {
      const range = statementAt(root, line);
      return range === null ? null : [range.startLine, range.endLine];
    };
    expect(at(1)).toEqual([1, 2]);
    expect(at(4)).toEqual([3, 4]);
    expect(at(6)).toEqual([5, 7]);
    expect(at(20)).toBeNull();
    dispose();
  });

  it('works in Python', async () => {
    const { root, dispose } = await parseSource('python', 'def f(a):\n    x = [\n        a,\n    ]\n    return x\n');
    expect(statementAt(root, 1)).toEqual({ startLine: 1, endLine: 1 });
    expect(statementAt(root, 3)).toEqual({ startLine: 2, endLine: 4 });
    dispose();
  });
});

it('walks parents first and lists identifiers without properties', async () => {
  const parsed = await parseSource('javascript', 'foo.bar({ baz, key: qux });\n');
  expect([...walk(parsed.root)].slice(0, 3).map((node) => node.type)).toEqual([
    'program',
    'expression_statement',
    'call_expression',
  ]);
  expect(identifiersIn(parsed.root).map((node) => node.text)).toEqual(['foo', 'baz', 'qux']);
  parsed.dispose();
});

it('reads strings without their quotes, and no string with substitutions', async () => {
  const parse = await createParser('javascript');
  const values = ['"a b"', "'it\\'s'", '`x`', '`$' + '{x}`', '1'].map((text) => {
    const parsed = parse(text);
    const value = stringValue(parsed.root.namedChildren[0]?.namedChildren[0]);
    parsed.dispose();
    return value;
  });
  expect(values).toEqual(['a b', "it\\'s", 'x', null, null]);
});

it('frees its trees: hundreds of parses do not grow the WASM memory without end', async () => {
  const parse = await createParser('javascript');
  const text = 'const a = [1, 2, 3].map((x) => x * 2);\n'.repeat(500);
  const before = process.memoryUsage().external;
  for (let round = 0; round < 200; round++) parse(text).dispose();
  expect(process.memoryUsage().external - before).toBeLessThan(40_000_000);
});
