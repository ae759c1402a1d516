import { describe, expect, it } from '@jest/globals';
import { mapPath, pathMapper } from '../../src/report/path-mapping.ts';
import { contextOf, projectOf } from './fixture-reports.ts';

const project = projectOf(
  [
    'index.js',
    'src/cart.js',
    'src/price.js',
    'packages/api/src/price.js',
    'packages/web/src/view.ts',
    'packages/web/test/view.test.ts',
    'packages/api/test/view.test.ts',
    'lib/json/decoder.py',
    'tests/test_cart.py',
    'src/main/java/shop/Cart.java',
    'node_modules/left-pad/index.js',
  ].map((path) => [path, ''] as const),
);
const foreign = contextOf(project);
const own = contextOf(project, '/sandbox/work');

describe('mapPath', () => {
  it.each([
    ['src/cart.js', 'src/cart.js'],
    ['./src/cart.js', 'src/cart.js'],
    ['/home/runner/work/shop/shop/src/cart.js', 'src/cart.js'],
    ['file:///home/runner/work/shop/shop/src/cart.js', 'src/cart.js'],
    ['file:///home/runner/my%20shop/src/cart.js', 'src/cart.js'],
    ['C:\\agent\\_work\\1\\s\\src\\cart.js', 'src/cart.js'],
    ['file:///D:/a/shop/shop/src/cart.js', 'src/cart.js'],
    ['src\\cart.js', 'src/cart.js'],
    ['/builds/group/shop/index.js', 'index.js'],
    ['/src/cart.js?v=12ab', 'src/cart.js'],
    ['webpack:///./src/cart.js', 'src/cart.js'],
    ['/ci/shop/packages/api/src/price.js', 'packages/api/src/price.js'],
    ['/app/src/main/java/shop/Cart.java', 'src/main/java/shop/Cart.java'],
    // A monorepo's package printed relative to itself.
    ['src/view.ts', 'packages/web/src/view.ts'],
    // The archive is of a folder above the one on the CI machine.
    ['/ci/web/src/view.ts', 'packages/web/src/view.ts'],
  ])('%s is %s', (path, expected) => {
    expect(mapPath(path, foreign)).toMatchObject({ file: expected, inProject: true });
  });

  it.each([
    '/home/runner/work/shop/shop/node_modules/left-pad/index.js',
    '/usr/lib/python3.11/json/decoder.py',
    '/opt/hostedtoolcache/Python/3.11.7/x64/lib/python3.11/json/decoder.py',
    '/venv/lib/python3.12/site-packages/lib/json/decoder.py',
    'node:internal/modules/esm/resolve',
    '<frozen importlib._bootstrap>',
    '/home/runner/work/other/other/src/else.js',
    '/somewhere/else/decoder.py',
    'test/view.test.ts',
  ])('%s is not in the project, or not certainly', (path) => {
    expect(mapPath(path, foreign)).toMatchObject({ inProject: false, confidence: 0 });
  });

  it('prefers the whole project path to a part of another', () => {
    expect(mapPath('/ci/shop/src/price.js', foreign).file).toBe('src/price.js');
  });

  it('is certain of a relative path, and less so the less of it fits', () => {
    const confidence = (path: string) => mapPath(path, foreign).confidence;
    expect(confidence('src/cart.js')).toBe(1);
    expect(confidence('/ci/src/cart.js')).toBeLessThan(1);
    expect(confidence('/ci/index.js')).toBeLessThan(confidence('/ci/src/cart.js'));
    expect(confidence('/ci/web/src/view.ts')).toBeGreaterThan(0);
  });

  it('goes by the root of the workspace alone when that is known', () => {
    expect(mapPath('/sandbox/work/src/cart.js', own)).toEqual({ file: 'src/cart.js', inProject: true, confidence: 1 });
    expect(mapPath('/private/sandbox/work/src/cart.js', own).inProject).toBe(true);
    expect(mapPath('/elsewhere/src/cart.js', own).inProject).toBe(false);
    expect(mapPath('/sandbox/work/dist/cart.js', own)).toMatchObject({ file: 'dist/cart.js', inProject: false });
    expect(mapPath('/sandbox/work/src/../index.js', own).file).toBe('index.js');
    expect(mapPath('src/cart.js', own).inProject).toBe(true);
  });

  it('gives the printed path without a project', () => {
    expect(mapPath('file:///ci/src/cart.js', contextOf(null))).toEqual({
      file: '/ci/src/cart.js',
      inProject: false,
      confidence: 0,
    });
    expect(mapPath('/ci/src/cart.js', contextOf(null, '/ci')).file).toBe('src/cart.js');
  });

  it('finds the file behind a module or class name', () => {
    const { module } = pathMapper(foreign);
    expect(module('tests.test_cart.CartTest')).toEqual({ file: 'tests/test_cart.py', rest: ['CartTest'] });
    expect(module('test_cart.CartTest')).toEqual({ file: 'tests/test_cart.py', rest: ['CartTest'] });
    expect(module('shop.Cart')).toEqual({ file: 'src/main/java/shop/Cart.java', rest: [] });
    expect(module('shop.Cart$Line')).toEqual({ file: 'src/main/java/shop/Cart.java', rest: ['Line'] });
    expect(module('unknown.Thing')).toBeNull();
    expect(pathMapper(contextOf(null)).module('shop.Cart')).toBeNull();
  });
});

describe('learning where the project stood', () => {
  function learned(paths: readonly string[]) {
    const mapper = pathMapper(foreign);
    mapper.learn(paths);
    return mapper;
  }

  it('maps below the root that most paths agree on, with its certainty', () => {
    const mapper = learned(['/ci/shop/src/cart.js', '/ci/shop/packages/api/src/price.js']);
    expect(mapper.map('/ci/shop/src/price.js')).toEqual({ file: 'src/price.js', inProject: true, confidence: 0.95 });
    expect(mapper.summary()).toEqual({ foreignRoot: '/ci/shop', confidence: 0.95, uncertain: [] });
  });

  it('takes no file of the same name elsewhere for one that the project does not have', () => {
    const mapper = learned([
      '/ci/shop/src/cart.js',
      '/ci/shop/packages/web/src/view.ts',
      '/ci/shop/packages/api/src/price.js',
      '/ci/shop/packages/gone/index.js',
    ]);
    expect(mapper.map('/ci/shop/packages/gone/index.js')).toMatchObject({
      file: 'packages/gone/index.js',
      inProject: false,
    });
  });

  it('knows a root on Windows, whatever the case of its folders', () => {
    const mapper = learned(['D:\\a\\shop\\src\\cart.js', 'D:\\a\\shop\\tests\\test_cart.py']);
    expect(mapper.map('D:\\a\\shop\\Src\\Price.js')).toEqual({
      file: 'src/price.js',
      inProject: true,
      confidence: 0.9,
    });
    expect(mapper.summary()?.foreignRoot).toBe('D:/a/shop');
  });

  it('learns none when the archive is of a folder above', () => {
    const mapper = learned(['/ci/web/src/view.ts', '/ci/web/index.js', '/ci/web/test/view.test.ts']);
    expect(mapper.map('/ci/web/src/view.ts')).toMatchObject({ file: 'packages/web/src/view.ts', inProject: true });
    expect(mapper.summary()?.uncertain).toHaveLength(1);
  });

  it('learns nothing in our own runs, whose root is known', () => {
    const mapper = pathMapper(own);
    mapper.learn(['/elsewhere/src/cart.js']);
    expect(mapper.map('/elsewhere/src/cart.js').inProject).toBe(false);
    expect(mapper.summary()).toBeNull();
  });
});
