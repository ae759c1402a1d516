import { describe, expect, it } from '@jest/globals';
import { doubtsAbout } from '../../src/offline/doubts.ts';
import { memoryProject } from '../support/memory-project.ts';

const PYTHON =
  'def ends(node):\n    while True:\n        if node.next is None:\n            return False\n        node = node.next\n';
const SCRIPT =
  'function ends(node) {\n  while (true) {\n    if (!node.next) return false;\n    node = node.next;\n  }\n}\n';

async function signs(path: string, before: string, from: string, to: string): Promise<number> {
  return (await doubtsAbout(memoryProject({ [path]: before }), memoryProject({ [path]: before.replace(from, to) })))
    .signs;
}

describe('a loop that ended by a return only', () => {
  it('is doubted when it may end and nothing is returned behind it', async () => {
    expect(await signs('a.py', PYTHON, 'while True', 'while node')).toBe(1);
    expect(await signs('a.js', SCRIPT, 'while (true)', 'while (node)')).toBe(1);
  });

  it('is not when something is returned behind it', async () => {
    expect(await signs('a.py', `${PYTHON}    return True\n`, 'while True', 'while node')).toBe(0);
  });

  it('is not when the change is in the loop', async () => {
    expect(await signs('a.py', PYTHON, 'node = node.next', 'node = node.next.next')).toBe(0);
  });
});

describe('of repairs of one size', () => {
  const source =
    "export function isPlain(a, b) {\n  return typeof a === 'objcet' && typeof b === 'object';\n}\nexport const isText = (c) => typeof c === 'object' || c;\n";
  const strangeness = async (from: string, to: string) =>
    (await doubtsAbout(memoryProject({ 'a.js': source }), memoryProject({ 'a.js': source.replace(from, to) })))
      .strangeness;

  it('one that writes what stands elsewhere too is less strange', async () => {
    const [spelt, flipped] = [await strangeness('objcet', 'object'), await strangeness('&&', '||')];
    expect(spelt).toBeLessThan(flipped);
    expect(flipped).toBe(1);
  });
});

it('an object that equals others all of a sudden is doubted', async () => {
  const source = 'class A:\n    def __eq__(self, other):\n        return self.x == other.x and self.y == other.y\n';
  expect(await signs('a.py', source, '==', '<=')).toBe(1);
  expect(await signs('a.py', source.replace('__eq__', 'meets'), '==', '<=')).toBe(0);
});
