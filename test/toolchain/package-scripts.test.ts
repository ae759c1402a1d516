import { describe, expect, it } from '@jest/globals';
import { expandScripts } from '../../src/toolchain/package-scripts.ts';

const scripts = {
  test: 'npm run lint && npm run test:unit -- --grep "a b"',
  lint: 'eslint .',
  build: 'tsc',
  'pretest:unit': 'npm run build',
  'test:unit': 'mocha test',
  pretest: 'eslint . && prettier --check .',
  loop: 'npm run loop',
  either: 'jest || true',
  preeither: 'tsc',
  chain: 'xo && c8 ava && tsd && npx c8 check-coverage',
  'all:s': 'run-s build test:*',
  'all:p': 'npm-run-all --parallel --max-parallel 2 lint "test:unit -- --bail"',
  'all:c': 'concurrently -n a,b "npm:lint" "vitest run" "npm:test:*"',
};

describe('expandScripts', () => {
  it.each([
    ['npm run lint', 'eslint .'],
    ['npm test', 'tsc && mocha test --grep "a b"'],
    ['yarn test:unit --bail', 'tsc && mocha test --bail'],
    ['pnpm run lint; node x', '(eslint .); node x'],
    ['node --run lint', 'eslint .'],
    ['cross-env A=1 npm run build', '(export A=1; tsc)'],
    ['A=1 npm run build && jest', '(export A=1; tsc) && jest'],
    ['npm run either', 'tsc && (jest || true)'],
    ['npm run chain', 'c8 ava'],
    ['npm run all:s', 'tsc && tsc && mocha test'],
    ['npm run all:p', 'tsc && mocha test --bail'],
    ['npm run all:c', 'status=0; (vitest run) || status=$?; (tsc && mocha test) || status=$?; (exit $status)'],
    ['eslint . && jest', 'eslint . && jest'],
  ])('%s', (line, expected) => {
    expect(expandScripts(line, scripts)).toBe(expected);
  });

  it.each([
    'npm run test:unit --workspaces',
    'npm --prefix x test',
    'yarn jest',
    'yarn workspaces run test',
    'npm run loop',
    'bun test',
    'npm ci',
  ])('leaves %s alone', (line) => {
    expect(expandScripts(line, scripts)).toBe(line);
  });
});
