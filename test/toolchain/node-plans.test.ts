import { describe, expect, it } from '@jest/globals';
import { failedTest, lineOf, manifest, only, planOf, SCRATCH } from './plan-of.ts';

const MOCHA_FLAGS =
  '--require /scratch/n0nce-1-reporter.cjs --reporter /scratch/n0nce-1-reporter.cjs --reporter-options output=/scratch/results-n0nce-1.json --no-parallel --no-bail';
const JEST_FLAGS =
  '--ci --json --testLocationInResults --outputFile=/scratch/results-n0nce-1.json --bail=0 --coverage=false --watchman=false --passWithNoTests';
const NODE_FLAGS =
  '--test-reporter=/scratch/n0nce-1-reporter.mjs --test-reporter-destination=/scratch/results-n0nce-1.json';
const VITEST_FLAGS = '--reporter=/scratch/n0nce-1-reporter.mjs';

const FILES = { 'test/a.test.js': "require('node:test')", 'test/b.test.js': '', 'src/x.js': '' };
const plan = (test: string | null, more: object = {}, dependencies: readonly string[] = []) =>
  planOf({ ...FILES, 'package.json': manifest(test, dependencies, more) });
const squeezed = (line: string) => line.replace(/ {2,}/g, ' ').trim();

/** Script, runner, the line for all tests, and the line for one file. */
const CASES: readonly (readonly [script: string, toolchain: string, all: string, one: string])[] = [
  [
    "NODE_ENV=test mocha -r ts-node/register 'test/**/*.js'",
    'mocha',
    `NODE_ENV=test mocha ${MOCHA_FLAGS} -r ts-node/register 'test/**/*.js'`,
    `NODE_ENV=test mocha ${MOCHA_FLAGS} -r ts-node/register test/a.test.js`,
  ],
  [
    'nyc --reporter=text mocha --recursive --reporter dot -w --timeout 5000 test',
    'mocha',
    `nyc --reporter=text mocha ${MOCHA_FLAGS} --recursive --timeout 5000 test`,
    `nyc --reporter=text mocha ${MOCHA_FLAGS} --recursive --timeout 5000 test/a.test.js`,
  ],
  [
    'jest --config x --coverage --watchAll --bail -u',
    'jest',
    `jest ${JEST_FLAGS} --config x`,
    `jest ${JEST_FLAGS} --runTestsByPath test/a.test.js --config x`,
  ],
  [
    'cross-env NODE_ENV=test npx --no-install jest -i',
    'jest',
    `cross-env NODE_ENV=test jest ${JEST_FLAGS} -i`,
    `cross-env NODE_ENV=test jest ${JEST_FLAGS} --runTestsByPath test/a.test.js -i`,
  ],
  [
    'node --experimental-vm-modules node_modules/jest/bin/jest.js',
    'jest',
    `node --experimental-vm-modules node_modules/jest/bin/jest.js ${JEST_FLAGS}`,
    `node --experimental-vm-modules node_modules/jest/bin/jest.js ${JEST_FLAGS} --runTestsByPath test/a.test.js`,
  ],
  [
    'react-scripts test',
    'jest',
    `react-scripts test ${JEST_FLAGS}`,
    `react-scripts test ${JEST_FLAGS} --runTestsByPath test/a.test.js`,
  ],
  ['vitest', 'vitest', `vitest run ${VITEST_FLAGS}`, `vitest run ${VITEST_FLAGS} test/a.test.js`],
  [
    'vitest watch --coverage --reporter verbose --config v.ts src',
    'vitest',
    `vitest run --config v.ts src ${VITEST_FLAGS}`,
    `vitest run --config v.ts ${VITEST_FLAGS} test/a.test.js`,
  ],
  ['node --test', 'node-test', `node ${NODE_FLAGS} --test`, `node ${NODE_FLAGS} --test test/a.test.js`],
  ['node --test test/', 'node-test', `node ${NODE_FLAGS} --test test/`, `node ${NODE_FLAGS} --test test/a.test.js`],
  [
    'tsc && node --test dist/**/*.test.js',
    'node-test',
    `tsc && node ${NODE_FLAGS} --test dist/**/*.test.js`,
    `tsc && node ${NODE_FLAGS} --test dist/**/*.test.js`,
  ],
  [
    'c8 node --import tsx --test --test-reporter=spec --test-name-pattern "x y" test/*.js 2>&1 | tee log',
    'node-test',
    `c8 node ${NODE_FLAGS} --import tsx --test --test-name-pattern "x y" test/*.js 2>&1 | tee log`,
    `c8 node ${NODE_FLAGS} --import tsx --test --test-name-pattern "x y" test/a.test.js 2>&1 | tee log`,
  ],
  [
    'tsx --test test/b.test.js',
    'node-test',
    `tsx ${NODE_FLAGS} --test test/b.test.js`,
    `tsx ${NODE_FLAGS} --test test/a.test.js`,
  ],
  ['node test/a.test.js', 'node-test', `node ${NODE_FLAGS} test/a.test.js`, `node ${NODE_FLAGS} test/a.test.js`],
];

describe('plans by the test script', () => {
  it.each(CASES)('%s', (script, toolchain, all, one) => {
    const found = plan(script);
    expect(found).toMatchObject({ toolchain, guessed: false, install: null });
    expect(squeezed(lineOf(found))).toBe(all);
    expect(squeezed(lineOf(found, only('test/a.test.js')))).toBe(one);
  });

  it('follows scripts to the runner and keeps what builds, not what only lints', () => {
    const scripts = { test: 'npm run lint && npm run unit', lint: 'eslint .', unit: 'mocha test', preunit: 'tsc' };
    expect(lineOf(plan(null, { scripts }))).toBe(`tsc && mocha ${MOCHA_FLAGS} test`);
  });

  it('asks every call of the runner for a report of its own', () => {
    const command = plan('jest --config a && jest --config b').test({ kind: 'all' }, SCRATCH);
    expect(command.results).toEqual({ kind: 'files', files: ['results-n0nce-1.json', 'results-n0nce-2.json'] });
    expect(command.argv[2]).toContain('--outputFile=/scratch/results-n0nce-2.json');
  });

  it('runs all tests when a selected one has no file in the project or the line changes its folder', () => {
    const found = plan('mocha');
    expect(lineOf(found, only('test/a.test.js', null))).toBe(lineOf(found));
    expect(lineOf(found, only('dist/a.test.js'))).toBe(lineOf(found));
    expect(lineOf(plan('cd sub && mocha'), only('test/a.test.js'))).toBe(lineOf(plan('cd sub && mocha')));
  });

  it('shows commands as a person would type them', () => {
    const shown = (script: string) => plan(script).test(only('test/b.test.js'), SCRATCH).display;
    expect(shown('NODE_ENV=test mocha test')).toBe('NODE_ENV=test npx mocha test/b.test.js');
    expect(shown('vitest --coverage')).toBe('npx vitest run test/b.test.js');
    expect(shown('tsc && node --test')).toBe('tsc && node --test test/b.test.js');
  });

  it('puts the installed programs on the path and names the report by the nonce', () => {
    const command = plan('vitest').test({ kind: 'all' }, SCRATCH);
    expect(command.argv.slice(0, 2)).toEqual(['sh', '-c']);
    expect(command.argv[2]).toMatch(/^export PATH="\$PWD\/node_modules\/\.bin:\$PATH"\n/);
    const [name = '', content = ''] = Object.entries(command.supportFiles)[0] ?? [];
    expect(name).toBe('n0nce-1-reporter.mjs');
    expect(content).toContain('"/scratch/results-n0nce-1.json"');
  });
});

describe('plans without a test script', () => {
  const PLACEHOLDER = 'echo "Error: no test specified" && exit 1';

  it.each([
    ['jest', {}, 'jest', `jest ${JEST_FLAGS}`],
    ['vitest', {}, 'vitest', `vitest run ${VITEST_FLAGS}`],
    ['mocha', {}, 'mocha', `mocha ${MOCHA_FLAGS}`],
    ['lodash', { jest: { rootDir: '.' } }, 'jest', `jest ${JEST_FLAGS}`],
    ['lodash', {}, 'node-test', `node ${NODE_FLAGS} --test`],
  ])('%s %j', (dependency, more, toolchain, line) => {
    const found = plan(PLACEHOLDER, more, [dependency]);
    expect(found).toMatchObject({ toolchain, guessed: true });
    expect(lineOf(found)).toBe(line);
  });

  it('names TypeScript tests of node:test and their loader', () => {
    const test = "import test from 'node:test'";
    const found = planOf({ 'package.json': manifest(null, ['tsx']), 'test/a.test.ts': test, 'test/b.test.ts': test });
    expect(found.language).toBe('typescript');
    expect(lineOf(found)).toBe(`node ${NODE_FLAGS} --import tsx --test test/a.test.ts test/b.test.ts`);
  });

  it('takes another test script when "test" is the placeholder', () => {
    const scripts = { test: PLACEHOLDER, 'test:watch': 'vitest', 'test:unit': 'vitest run --dir unit' };
    const found = plan(null, { scripts });
    expect(found).toMatchObject({ toolchain: 'vitest', guessed: true });
    expect(squeezed(lineOf(found))).toBe(`vitest run --dir unit ${VITEST_FLAGS}`);
  });

  it('runs a script of an unknown runner and reads what it prints', () => {
    const found = planOf({ 'package.json': manifest('jasmine --random', ['jasmine']), 'test.js': '' });
    expect(found).toMatchObject({ toolchain: 'custom', guessed: true, reportFormat: null });
    expect(found.test({ kind: 'all' }, SCRATCH)).toMatchObject({
      results: { kind: 'output' },
      display: 'jasmine --random',
    });
  });
});

describe('a test by its name', () => {
  const named = (files: Record<string, string>, file: string, ...namePath: readonly string[]) =>
    planOf(files).test({ kind: 'names', tests: [{ ...failedTest(file), namePath }] }, SCRATCH).display;

  it('is enough for node:test inside of suites, not inside of tests', () => {
    const files = (text: string) => ({ 'package.json': manifest('node --test'), 'a.test.js': text });
    const suite = "const { describe, it } = require('node:test');\ndescribe('s', () => { it('x', () => {}); });\n";
    expect(named(files(suite), 'a.test.js', 's', 'x')).toBe("node '--test-name-pattern=^(x)$' --test a.test.js");
    const tests = "require('node:test')('s', async (t) => { await t.test('x', () => {}); });\n";
    expect(named(files(tests), 'a.test.js', 's', 'x')).toBe(
      "node '--test-name-pattern=^(s)$' '--test-name-pattern=^(x)$' --test a.test.js",
    );
  });

  it('is told to Playwright without its project, to AVA in one word', () => {
    const playwright = { 'package.json': manifest('playwright test', ['@playwright/test']), 'e2e/a.spec.js': '' };
    expect(named(playwright, 'e2e/a.spec.js', '[firefox]', 'cart', 'adds')).toBe(
      "npx playwright test 'e2e/a\\.spec\\.js$' --project=firefox --grep '(^|\\s)(cart adds)$'",
    );
    const ava = { 'package.json': manifest('ava', ['ava']), 'a.test.js': '' };
    expect(named(ava, 'a.test.js', '-dash')).toBe('npx ava a.test.js --match=-dash');
  });
});

it('names the files of a pattern that Node 20 would not take', () => {
  const files = {
    'package.json': manifest('node --test "test/**/*.test.js"', [], { type: 'module' }),
    'test/a.test.js': "import 'node:test';",
    'test/deep/b.test.js': '',
    'other/c.test.js': '',
  };
  expect(planOf(files).test({ kind: 'all' }, SCRATCH).display).toBe('node --test test/a.test.js test/deep/b.test.js');
  const one = planOf(files).test({ kind: 'files', files: ['test/a.test.js'] }, SCRATCH);
  expect(one.display).toBe('node --test test/a.test.js');
});
