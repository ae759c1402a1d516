import { describe, expect, it } from '@jest/globals';
import { resolveImport, resolveModule } from '../../src/syntax/module-resolution.ts';
import { memoryProject } from '../support/memory-project.ts';

describe('modules of JavaScript and TypeScript', () => {
  const project = memoryProject({
    'package.json':
      '{"name":"shop","exports":{".":"./src/index.js","./*":"./dist/*.js"},"imports":{"#db":"./src/db/index.js"}}',
    'tsconfig.json': '{ // comment\n "extends": "./tsconfig.base.json", "compilerOptions": {"baseUrl": "."}, }',
    'tsconfig.base.json': '{"compilerOptions":{"paths":{"~lib/*":["./src/lib/*"],"exact":["src/exact.ts"]}}}',
    'src/index.js': '',
    'src/app.ts': '',
    'src/exact.ts': '',
    'src/data.json': '{}',
    'src/view.tsx': '',
    'src/db/index.js': '',
    'src/lib/tool.mts': '',
    'packages/core/package.json': '{"name":"@shop/core","main":"dist/index.js"}',
    'packages/core/src/index.ts': '',
    'packages/core/src/extra.ts': '',
    'index.js': '',
  });
  const resolve = (specifier: string, from = 'src/main.ts') => resolveModule(project, from, specifier, 'typescript');

  it('finds relative modules with and without extension, as index, and TypeScript behind .js', () => {
    expect(resolve('./app')).toBe('src/app.ts');
    expect(resolve('./app.js')).toBe('src/app.ts');
    expect(resolve('./app.ts')).toBe('src/app.ts');
    expect(resolve('./view.js')).toBe('src/view.tsx');
    expect(resolve('./lib/tool.mjs')).toBe('src/lib/tool.mts');
    expect(resolve('./db')).toBe('src/db/index.js');
    expect(resolve('./db/')).toBe('src/db/index.js');
    expect(resolve('.')).toBe('src/index.js');
    expect(resolve('..')).toBe('index.js');
    expect(resolve('./data.json')).toBe('src/data.json');
    expect(resolve('./app?raw')).toBe('src/app.ts');
  });

  it('finds aliases, subpath imports and packages of the project', () => {
    expect(resolve('~lib/tool.mjs')).toBe('src/lib/tool.mts');
    expect(resolve('exact')).toBe('src/exact.ts');
    expect(resolve('src/app')).toBe('src/app.ts');
    expect(resolve('@/app')).toBe('src/app.ts');
    expect(resolve('#db')).toBe('src/db/index.js');
    expect(resolve('shop')).toBe('src/index.js');
    expect(resolve('shop/app')).toBe('src/app.ts');
    expect(resolve('@shop/core')).toBe('packages/core/src/index.ts');
    expect(resolve('@shop/core/extra')).toBe('packages/core/src/extra.ts');
  });

  it('is null for other packages, missing files and paths that leave the project', () => {
    expect(resolve('express')).toBeNull();
    expect(resolve('./missing')).toBeNull();
    expect(resolve('../../index.js')).toBeNull();
    expect(resolve('../..')).toBeNull();
  });
});

describe('modules of Python', () => {
  const project = memoryProject({
    'src/app/__init__.py': '',
    'src/app/models/__init__.py': '',
    'src/app/models/task.py': '',
    'src/app/util.py': '',
    'tests/helpers.py': '',
    'tests/test_task.py': '',
    'tool.py': '',
  });
  const resolve = (specifier: string, from: string) => resolveModule(project, from, specifier, 'python');

  it('finds absolute modules from the top, from src and from the folder of the file', () => {
    expect(resolve('app.models.task', 'tests/test_task.py')).toBe('src/app/models/task.py');
    expect(resolve('app.models', 'tests/test_task.py')).toBe('src/app/models/__init__.py');
    expect(resolve('helpers', 'tests/test_task.py')).toBe('tests/helpers.py');
    expect(resolve('tool', 'tests/test_task.py')).toBe('tool.py');
    expect(resolve('src.app.util', 'tests/test_task.py')).toBe('src/app/util.py');
    expect(resolve('json', 'tests/test_task.py')).toBeNull();
  });

  it('finds relative modules', () => {
    expect(resolve('.task', 'src/app/models/__init__.py')).toBe('src/app/models/task.py');
    expect(resolve('..util', 'src/app/models/task.py')).toBe('src/app/util.py');
    expect(resolve('.', 'src/app/models/task.py')).toBe('src/app/models/__init__.py');
    expect(resolve('.....util', 'src/app/models/task.py')).toBeNull();
  });

  it('follows `from package import module` to the module', () => {
    const binding = { style: 'named', commonJs: false, line: 1, startIndex: 0, endIndex: 0, local: 'x' } as const;
    const reach = (specifier: string, imported: string) =>
      resolveImport(project, 'src/app/models/task.py', { ...binding, specifier, imported }, 'python');
    expect(reach('..', 'util')).toBe('src/app/util.py');
    expect(reach('app', 'util')).toBe('src/app/util.py');
    expect(reach('app', 'VERSION')).toBe('src/app/__init__.py');
  });
});
