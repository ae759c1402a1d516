import { describe, expect, it } from '@jest/globals';
import { differingPaths, type Project, type ProjectChange, withChanges } from '../../src/domain/project.ts';

const EMPTY: Project = { name: 'p', origin: { kind: 'folder', folder: '/p' }, prefix: '', entries: new Map() };

function write(path: string, text = path): ProjectChange {
  return { kind: 'write', path, bytes: Buffer.from(text) };
}

describe('what differs between two versions of a project', () => {
  const base = withChanges(EMPTY, [write('a.js'), write('b.js'), write('c.js')]);
  const one = withChanges(base, [write('a.js', 'x'), { kind: 'remove', path: 'b.js' }]);
  const other = withChanges(base, [write('c.js', 'y'), write('d.js')]);

  it('is what the one was changed in, either way round', () => {
    expect(differingPaths(base, one)).toEqual(['a.js', 'b.js']);
    expect(differingPaths(one, base)).toEqual(['a.js', 'b.js']);
    expect(differingPaths(one, one)).toEqual([]);
  });

  it('is what either was changed in when both come from one', () => {
    expect(differingPaths(one, other).toSorted()).toEqual(['a.js', 'b.js', 'c.js', 'd.js']);
  });

  it('is found by comparing where neither is known to come from the other', () => {
    const unrelated: Project = { ...base, entries: new Map(base.entries) };
    expect(differingPaths(base, unrelated)).toEqual([]);
    expect(differingPaths(unrelated, one).toSorted()).toEqual(['a.js', 'b.js']);
    const farther = withChanges(one, [write('e.js')]);
    expect(differingPaths(base, farther).toSorted()).toEqual(['a.js', 'b.js', 'e.js']);
  });

  it('leaves out what was put back as the very same entry', () => {
    const back: Project = { ...withChanges(one, []), entries: new Map(base.entries) };
    expect(differingPaths(base, back)).toEqual([]);
  });
});
