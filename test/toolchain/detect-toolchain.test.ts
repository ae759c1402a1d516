import { describe, expect, it } from '@jest/globals';
import picomatch from 'picomatch';
import { protectedGlobs, TOOLCHAINS } from '../../src/toolchain/toolchains.ts';
import { manifest, planOf, reportOf, SCRATCH } from './plan-of.ts';

const PYTEST = 'def test_x(): pass\n';
const UNITTEST = 'import unittest\n';
const chosen = (...parameters: Parameters<typeof planOf>) => {
  const plan = planOf(...parameters);
  return [plan.toolchain, plan.test({ kind: 'all' }, SCRATCH).cwd];
};

describe('detectToolchain', () => {
  const mixed = {
    'package.json': manifest('jest', ['jest']),
    'src/a.test.js': '',
    'pytest.ini': '',
    'tests/test_a.py': PYTEST,
  };

  it('lets the paths of the report decide in a mixed project', () => {
    expect(chosen(mixed, {}, reportOf(null, 'src/a.test.js'))).toEqual(['jest', '']);
    expect(chosen(mixed, {}, reportOf(null, 'tests/test_a.py'))).toEqual(['pytest', '']);
  });

  it('lets the runner of the report decide between runners', () => {
    const both = { 'package.json': manifest('jest && node --test', ['jest']), 'test/a.test.js': '' };
    expect(chosen(both)).toEqual(['jest', '']);
    expect(chosen(both, {}, reportOf('node:test', 'test/a.test.js'))).toEqual(['node-test', '']);
    const python = { 'tests/test_a.py': UNITTEST };
    expect(chosen(python)).toEqual(['unittest', '']);
    const plan = planOf(python, {}, reportOf('pytest', 'tests/test_a.py'));
    expect(plan.toolchain).toBe('pytest');
    expect(plan.evidence).toContain('the report was made by pytest');
  });

  const apart = {
    'frontend/package.json': manifest('vitest', ['vitest']),
    'frontend/src/a.test.ts': '',
    'backend/requirements.txt': 'flask\n',
    'backend/tests/test_a.py': PYTEST,
  };

  it('finds the package that the tests are in', () => {
    expect(chosen(apart)).toEqual(['vitest', 'frontend']);
    expect(chosen(apart, {}, reportOf(null, 'backend/tests/test_a.py'))).toEqual(['pytest', 'backend']);
    expect(chosen(apart, { testCommand: 'cd backend && pytest -q' })).toEqual(['pytest', 'backend']);
  });

  it('prefers the top of a workspace when that runs the tests, and the package when it does not', () => {
    const workspace = (test: string) => ({
      'package.json': manifest(test, [], { workspaces: ['packages/*'] }),
      'packages/a/package.json': manifest('mocha', ['mocha']),
      'packages/a/test/a.js': '',
    });
    const report = reportOf('mocha', 'packages/a/test/a.js');
    expect(chosen(workspace('mocha packages/*/test'), {}, report)).toEqual(['mocha', '']);
    expect(chosen(workspace('npm test --workspaces'), {}, report)).toEqual(['mocha', 'packages/a']);
  });

  it('recognises the runner of a given command, through scripts too', () => {
    const files = { 'package.json': manifest('vitest', ['vitest', 'mocha']) };
    expect(chosen(files, { testCommand: 'npm test' })).toEqual(['vitest', '']);
    expect(chosen(files, { testCommand: 'npx mocha x' })).toEqual(['mocha', '']);
    const plan = planOf(files, { testCommand: 'make check' });
    expect(plan).toMatchObject({ toolchain: 'custom', guessed: false, reportFormat: null });
    expect(plan.test({ kind: 'all' }, SCRATCH)).toMatchObject({ results: { kind: 'output' }, display: 'make check' });
  });

  it('finds a Makefile with tests', () => {
    expect(planOf({ Makefile: 'build:\n\tcc\ntest: build\n\t./run\n' })).toMatchObject({
      toolchain: 'make',
      guessed: true,
      evidence: ['Makefile has a target "test"'],
    });
  });

  it('gives up on what it does not know, and says what helps', () => {
    expect(() => planOf({ 'README.md': '' })).toThrow(
      expect.objectContaining({
        code: 'toolchain-unknown',
        exitCode: 6,
        hint: expect.stringContaining('--test-command'),
      }),
    );
  });
});

describe('TOOLCHAINS', () => {
  it('have names of their own', () => {
    expect(new Set(TOOLCHAINS.map((toolchain) => toolchain.name)).size).toBe(TOOLCHAINS.length);
  });

  it('protect the files that steer runners', () => {
    const isProtected = picomatch([...protectedGlobs()], { dot: true });
    const steering = ['jest.config.js', 'a/vitest.config.ts', 'vite.config.mts', '.mocharc.cjs', 'tests/conftest.py'];
    expect(
      [...steering, 'pytest.ini', 'tox.ini', 'package.json', '.npmrc'].filter((path) => !isProtected(path)),
    ).toEqual([]);
    expect(['src/config.js', 'src/conftest_helper.py', 'src/jest.ts'].filter((path) => isProtected(path))).toEqual([]);
  });
});
