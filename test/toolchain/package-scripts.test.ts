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
};

describe('expandScripts', () => {
  it.each([
    ['npm run lint', 'eslint .'],
    ['npm test', '(eslint .) && (tsc && mocha test --grep "a b")'],
    ['yarn test:unit --bail', 'tsc && mocha test --bail'],
    ['pnpm run lint; node x', '(eslint .); node x'],
    ['node --run lint', 'eslint .'],
    ['cross-env A=1 npm run build', '(export A=1; tsc)'],
    ['A=1 npm run build && jest', '(export A=1; tsc) && jest'],
    ['npm run either', 'tsc && (jest || true)'],
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
