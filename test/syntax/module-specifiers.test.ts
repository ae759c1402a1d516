import { describe, expect, it } from '@jest/globals';
import { sameAlias } from '../../src/syntax/javascript-aliases.ts';
import { moduleFormatOf } from '../../src/syntax/module-format.ts';
import { specifierFor } from '../../src/syntax/module-specifiers.ts';
import { memoryProject } from '../support/memory-project.ts';

describe('specifiers of JavaScript', () => {
  it('shows no extension in CommonJS, and leaves index out', () => {
    const project = memoryProject({
      'routes/tasks.js': "const app = require('express')();\n",
      'models/task.js': 'module.exports = {};\n',
      'models/index.js': 'module.exports = {};\n',
      'lib/mod.mjs': 'export const x = 1;\n',
    });
    expect(specifierFor(project, 'routes/tasks.js', 'models/task.js')).toBe('../models/task');
    expect(specifierFor(project, 'routes/tasks.js', 'models/index.js')).toBe('../models');
    expect(specifierFor(project, 'models/task.js', 'models/index.js')).toBe('./index');
    expect(specifierFor(project, 'routes/tasks.js', 'lib/mod.mjs')).toBe('../lib/mod.mjs');
  });

  it('shows the extension where Node needs it', () => {
    const project = memoryProject({
      'package.json': '{"type":"module"}',
      'src/a.js': 'export const a = 1;\n',
      'src/models/index.js': 'export const b = 1;\n',
    });
    expect(specifierFor(project, 'src/a.js', 'src/models/index.js')).toBe('./models/index.js');
  });

  it('does as the file itself does, else as its neighbours do', () => {
    const project = memoryProject({
      'package.json': '{"type":"module"}',
      'src/a.js': "import { b } from './b';\n",
      'src/b.js': 'export const b = 1;\n',
      'src/c.js': 'export const c = 1;\n',
    });
    expect(specifierFor(project, 'src/a.js', 'src/c.js')).toBe('./c');
    expect(specifierFor(project, 'src/b.js', 'src/c.js')).toBe('./c');
  });

  it('writes CommonJS with the extension when the file does so', () => {
    const project = memoryProject({
      'a.js': "const b = require('./b.js');\n",
      'b.js': 'exports.b = 1;\n',
      'c.js': 'exports.c = 1;\n',
    });
    expect(specifierFor(project, 'a.js', 'c.js')).toBe('./c.js');
  });
});

describe('specifiers of TypeScript', () => {
  const files = { 'src/a.ts': 'export const a = 1;\n', 'src/b.ts': 'export const b = 1;\n' };

  it('follows tsconfig when nobody shows how', () => {
    const withConfig = (compilerOptions: object) =>
      memoryProject({ ...files, 'tsconfig.json': JSON.stringify({ compilerOptions }) });
    expect(specifierFor(withConfig({ module: 'NodeNext' }), 'src/a.ts', 'src/b.ts')).toBe('./b.js');
    expect(specifierFor(withConfig({ moduleResolution: 'bundler' }), 'src/a.ts', 'src/b.ts')).toBe('./b');
    expect(specifierFor(withConfig({ allowImportingTsExtensions: true }), 'src/a.ts', 'src/b.ts')).toBe('./b.ts');
  });

  it('follows a neighbour', () => {
    const project = memoryProject({ ...files, 'src/c.ts': "import { b } from './b.js';\nconsole.log(b);\n" });
    expect(specifierFor(project, 'src/a.ts', 'src/b.ts')).toBe('./b.js');
  });
});

describe('aliased specifiers', () => {
  const aliases = JSON.stringify({
    compilerOptions: { paths: { '@/*': ['./src/*'], '@shapes': ['./src/shapes/index.ts'] } },
  });
  const files = {
    'tsconfig.json': aliases,
    'src/shapes/index.ts': 'export const c = 1;\n',
    'src/util/text.ts': 'export const d = 1;\n',
    'src/b.ts': 'export const b = 1;\n',
  };
  const from = (text: string, more = {}) => memoryProject({ ...files, 'src/deep/a.ts': text, ...more });

  it('are written where the file writes more of them than relative ones', () => {
    const project = from("import { b } from '@/b';\n");
    expect(specifierFor(project, 'src/deep/a.ts', 'src/util/text.ts')).toBe('@/util/text');
    expect(specifierFor(project, 'src/deep/a.ts', 'src/shapes/index.ts')).toBe('@/shapes');
    expect(specifierFor(from("import { b } from '../b';\n"), 'src/deep/a.ts', 'src/util/text.ts')).toBe('../util/text');
  });

  it('show extensions as the other aliases do', () => {
    const own = from("import { b } from '@/b.ts';\n");
    expect(specifierFor(own, 'src/deep/a.ts', 'src/util/text.ts')).toBe('@/util/text.ts');
    const compiled = from("import { b } from '@/b.js';\n");
    expect(specifierFor(compiled, 'src/deep/a.ts', 'src/util/text.ts')).toBe('@/util/text.js');
  });

  it('are those of the neighbours when the file imports nothing of the project', () => {
    const project = from('export const a = 1;\n', { 'src/deep/e.ts': "import { b } from '@/b';\n" });
    expect(specifierFor(project, 'src/deep/a.ts', 'src/util/text.ts')).toBe('@/util/text');
  });

  it('keep the alias of a specifier that reaches nothing', () => {
    const manifest = JSON.stringify({ type: 'module', imports: { '#lib/*': './src/lib/*.js' } });
    const project = memoryProject({ 'package.json': manifest, 'src/lib/text.js': '', 'src/main.js': '' });
    expect(sameAlias(project, 'src/main.js', 'src/lib/text.js', '#lib/texts')).toBe('#lib/text');
    expect(sameAlias(project, 'src/main.js', 'src/lib/text.js', './lib/texts')).toBeNull();
  });
});

describe('specifiers of Python', () => {
  it('is absolute from the root that the neighbours use', () => {
    const project = memoryProject({
      'src/app/__init__.py': '',
      'src/app/models.py': 'class Task: pass\n',
      'src/app/routes.py': 'from app.util import now\n',
      'src/app/util.py': 'def now(): pass\n',
    });
    expect(specifierFor(project, 'src/app/routes.py', 'src/app/models.py')).toBe('app.models');
  });

  it('does not take a package for a root because a module in it is called like one of the standard library', () => {
    const project = memoryProject({
      'files/__init__.py': '',
      'files/os.py': 'import os\nfrom . import paths\n',
      'files/paths.py': 'import os\n',
      'files/base.py': 'def wrap(): pass\n',
    });
    expect(specifierFor(project, 'files/os.py', 'files/base.py')).toBe('.base');
    expect(specifierFor(project, 'files/paths.py', 'files/base.py')).toBe('.base');
  });

  it('is relative where the file imports relatively', () => {
    const project = memoryProject({
      'app/__init__.py': '',
      'app/models/__init__.py': '',
      'app/models/task.py': 'class Task: pass\n',
      'app/routes/__init__.py': '',
      'app/routes/tasks.py': 'from ..util import now\n',
      'app/util.py': 'def now(): pass\n',
    });
    expect(specifierFor(project, 'app/routes/tasks.py', 'app/models/task.py')).toBe('..models.task');
    expect(specifierFor(project, 'app/routes/tasks.py', 'app/models/__init__.py')).toBe('..models');
    expect(specifierFor(project, 'app/models/task.py', 'app/models/__init__.py')).toBe('.');
  });

  it('is the bare module beside a script, and starts at the package elsewhere', () => {
    const project = memoryProject({
      'tool.py': '',
      'names.py': '',
      'pkg/__init__.py': '',
      'pkg/core.py': '',
      'tests/test_core.py': '',
    });
    expect(specifierFor(project, 'tool.py', 'names.py')).toBe('names');
    expect(specifierFor(project, 'tests/test_core.py', 'pkg/core.py')).toBe('pkg.core');
  });
});

it('gives no specifier between two languages', () => {
  const project = memoryProject({ 'a.py': '', 'b.js': '' });
  expect(specifierFor(project, 'a.py', 'b.js')).toBeNull();
});

it('tells ESM from CommonJS', () => {
  const project = memoryProject({
    'a.cjs': '',
    'b.mjs': '',
    'c.js': "import x from 'y';\n",
    'd.js': "const x = require('y');\n",
    'e.js': 'const x = 1;\n',
    'esm/package.json': '{"type":"module"}',
    'esm/f.js': 'const x = 1;\n',
    'g.ts': 'const x = 1;\n',
  });
  const formats = ['a.cjs', 'b.mjs', 'c.js', 'd.js', 'e.js', 'esm/f.js', 'g.ts'].map((path) =>
    moduleFormatOf(project, path),
  );
  expect(formats).toEqual(['commonjs', 'esm', 'esm', 'commonjs', 'commonjs', 'esm', 'esm']);
});
