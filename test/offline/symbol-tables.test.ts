import { statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { readNodeLibrary, readPythonLibrary } from '../../src/offline/symbol-tables.ts';

describe('the tables of the standard libraries', () => {
  it('know every built-in module of this Node and its names', async () => {
    const { modules } = readNodeLibrary();
    for (const name of builtinModules.filter((module) => !/^_|^(sys|punycode|sea|sqlite)/.test(module))) {
      const known = modules.get(name.replace(/^node:/, ''));
      expect({ name, known: known !== undefined }).toEqual({ name, known: true });
    }
    for (const name of ['fs/promises', 'path', 'util']) {
      const exported = Object.keys(await import(`node:${name}`)).filter((key) => key !== 'default');
      const missing = exported.filter((key) => modules.get(name)?.includes(key) !== true);
      // A newer Node than the one that made the table may have a few more.
      expect(missing.length).toBeLessThan(exported.length / 5);
    }
  });

  it('know globals, types and members', () => {
    const { globals, foreignGlobals, types, members, statics } = readNodeLibrary();
    expect(globals).toContain('structuredClone');
    expect(globals).toContain('require');
    expect(foreignGlobals).toContain('document');
    expect(globals).not.toContain('document');
    expect(types).toContain('Partial');
    expect(members.get('Array')).toContain('flatMap');
    expect(statics.get('Math')).toContain('hypot');
  });

  it('know modules, builtins and classes of Python, the most used names first', () => {
    const { modules, globals, members, classes, usage } = readPythonLibrary();
    expect(modules.get('collections')?.slice(0, 4)).toContain('defaultdict');
    expect(modules.has('os.path')).toBe(true);
    expect(globals).toContain('enumerate');
    expect(globals).toContain('__name__');
    expect(members.get('list')).toContain('extend');
    expect(classes.get('datetime.datetime')).toContain('strptime');
    expect(usage['collections.OrderedDict'] ?? 0).toBeGreaterThan(usage['typing.OrderedDict'] ?? 0);
  });

  it('are small', () => {
    const size = (name: string) => statSync(new URL(`../../src/offline/tables/${name}`, import.meta.url)).size;
    expect(size('python-stdlib.json') + size('node-builtins.json')).toBeLessThan(600_000);
  });
});
