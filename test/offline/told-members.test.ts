import { describe, expect, it } from '@jest/globals';
import { membersTold } from '../../src/offline/names/told-members.ts';

describe('what the tests name and the source does not', () => {
  it('is told of keys, quoted keys and keyword arguments', () => {
    const test = "run([{ name: 'a', done: true }, { done: false }]);\nload({ 'due': 1 });\nmake(limit=3, tag = 'x');\n";
    expect(membersTold([test], 'export const run = (tasks) => tasks.map((task) => task.name);')).toEqual([
      ...['done', 'due', 'limit', 'tag'],
    ]);
  });

  it('is nothing where the source names it all', () => {
    expect(membersTold(['run({ name: 1 })'], 'const { name } = options;')).toEqual([]);
  });
});
